import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FarmTotalsAnswer, SiteTotals } from '#shared/contract/nodes/farm.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { api, client } from '#renderer/client/client.ts';
import { nodesNow } from './farm-nodes.ts';

const MINUTE_MS = 60_000;

/** Every node of the farm with its answers, and what they come to. */
export interface Farm {
  readonly nodes: readonly FarmNodeRow[];
  /** Of the machines there are. */
  readonly totals: FarmTotalsAnswer;
  /** What the machines of each site come to. */
  readonly sites: readonly SiteTotals[];
  /** Of those that are only planned. */
  readonly planned: FarmTotalsAnswer;
}

type FarmAnswer = Awaited<ReturnType<typeof client.nodes.summariseFarm>>;

/** The summary of the farm; fetched every minute, because budgets run down, and after the first time only what changed. */
export function useFarm(): UseQueryResult<Farm> {
  const queries = useQueryClient();
  const queryKey = api.nodes.summariseFarm.queryKey({ input: {} });
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<FarmAnswer>(queryKey);
      const answer = await client.nodes.summariseFarm({ since: before?.version ?? '' }, { signal });
      return answer.isPart && before !== undefined ? { ...answer, nodes: nodesNow(before.nodes, answer) } : answer;
    },
    refetchInterval: MINUTE_MS,
    // Comparing ten thousand rows with those before would hold up the page.
    structuralSharing: false,
  });
}
