import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, client } from '#renderer/client/client.ts';
import { applyNodeChanges } from './farm-changes.ts';

const MINUTE_MS = 60_000;

/** All nodes of the farm with their totals. */
export type Farm = Awaited<ReturnType<typeof client.nodes.summariseFarm>>;

/**
 * The summary of the farm, refetched every minute because budgets run down; after the first request, only changes are
 * transferred.
 */
export function useFarm(): UseQueryResult<Farm> {
  const queries = useQueryClient();
  const queryKey = api.nodes.summariseFarm.queryKey({ input: {} });
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<Farm>(queryKey);
      const answer = await client.nodes.summariseFarm({ since: before?.version ?? '' }, { signal });
      return answer.isPart && before !== undefined
        ? { ...answer, nodes: applyNodeChanges(before.nodes, answer) }
        : answer;
    },
    refetchInterval: MINUTE_MS,
    // A deep comparison of ten thousand rows would block the page.
    structuralSharing: false,
  });
}
