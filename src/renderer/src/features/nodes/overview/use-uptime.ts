import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';

const MINUTE_MS = 60_000;

/** The current period of a node; nothing is asked for a planned one: nobody watches it. */
export function useUptime(node: FarmNode): UseQueryResult<UptimeSummary> {
  return useQuery(
    api.uptime.getSummary.queryOptions({
      input: { nodeId: node.id },
      enabled: node.kind !== 'planned',
      refetchInterval: MINUTE_MS,
    }),
  );
}

/** Whether a summary rests on anything recorded or reported. */
export function isWatched(summary: UptimeSummary | undefined): summary is UptimeSummary {
  return summary !== undefined && summary.basis !== 'none';
}
