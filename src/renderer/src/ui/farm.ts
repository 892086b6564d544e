import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { FarmTotalsAnswer, SiteTotals } from '#shared/contract/nodes/farm.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';

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

/** The summary of the farm; fetched every minute, because budgets run down. */
export function useFarm(): UseQueryResult<Farm> {
  return useQuery({
    ...api.nodes.summariseFarm.queryOptions({ input: {} }),
    refetchInterval: MINUTE_MS,
    // Comparing ten thousand rows with those before would hold up the page.
    structuralSharing: false,
  });
}
