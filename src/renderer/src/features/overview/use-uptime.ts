import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { UptimeSummary } from '#shared/contract/uptime.ts';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { formatTft } from '#renderer/ui/format.ts';

const MINUTE_MS = 60_000;

/** The current period of a node; nothing is asked for a planned one: nobody watches it. */
export function useUptime(node: FarmNode): UseQueryResult<UptimeSummary> {
  return useQuery({
    ...api.uptime.getSummary.queryOptions({ input: { nodeId: node.id } }),
    enabled: node.kind !== 'planned',
    refetchInterval: MINUTE_MS,
  });
}

/** Whether a summary rests on anything recorded or reported. */
export function isWatched(summary: UptimeSummary | undefined): summary is UptimeSummary {
  return summary !== undefined && summary.basis !== 'none';
}

/** An amount of TFT that is known only between two bounds: one figure where they are the same. */
export function tftBetween({ low, high }: { readonly low: string; readonly high: string }): string {
  const [from, to] = [formatTft(low, { maxPlaces: 2 }), formatTft(high, { maxPlaces: 2 })];
  return from === to ? from : `${from}–${to}`;
}
