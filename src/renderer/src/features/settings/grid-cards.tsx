import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '#renderer/client/client.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { GridConnectCard } from './grid-connect.tsx';
import { GridAutomaticCard, GridStatusCard } from './grid-status.tsx';

/** The connection to the farmer's real nodes; off until it is set up here. */
export function GridCards() {
  const status = useQuery(api.grid.getStatus.queryOptions());
  return (
    <QueryView query={status}>
      {(answer) =>
        answer.isConnected ? (
          <Stack gap="md">
            <GridStatusCard status={answer} />
            <GridAutomaticCard />
          </Stack>
        ) : (
          <GridConnectCard />
        )
      }
    </QueryView>
  );
}
