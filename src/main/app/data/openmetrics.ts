import type { HistoryMetric } from '#shared/contract/data/exports.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import type { Stores } from '#main/store/stores.ts';
import { uptimeSummary } from '#main/app/uptime/uptime.ts';

/** Metrics of a node identify it only by its grid number or its number on this computer: no name and no location. */
export const NODE_METRICS = {
  farmer_node_up: 'Whether the node runs; absent where that is not known',
  farmer_node_last_report_timestamp_seconds: 'Its last report, change of power or beat of the recorder',
  farmer_node_credited_seconds: 'Credited so far in this period, at least',
  farmer_node_budget_seconds: 'How long it may still be down in this period, at least',
  farmer_node_net_usd: 'Net of a whole period at full uptime, from the numbers that the farmer entered',
} as const;

/** The label of a node in metrics. */
export function metricLabel({ id, grid }: Pick<FarmNode, 'id' | 'grid'>): string {
  return grid.nodeId === null ? `local-${id}` : String(grid.nodeId);
}

/** A value with its time in unix seconds. */
type Sample = readonly [atS: number, value: number];

interface SampleRequest {
  readonly stores: Stores;
  readonly node: FarmNode;
  readonly period: Period;
  readonly stepS: number;
  readonly nowMs: number;
}

/** Whether the node was up at each step, where that is known. */
function upSamples({ stores, node, period, stepS, nowMs }: SampleRequest): readonly Sample[] {
  const { stretches } = uptimeSummary(stores, node, period, nowMs);
  return stretches.flatMap(({ state, startS, endS }): Sample[] => {
    if (state === 'unknown') return [];
    const first = Math.ceil(startS / stepS) * stepS;
    const count = Math.max(0, Math.ceil((endS - first) / stepS));
    return Array.from({ length: count }, (_, index) => [first + index * stepS, Number(state === 'up')] as const);
  });
}

function reportSamples({ stores, node, period: { startS, endS } }: SampleRequest): readonly Sample[] {
  const events = stores.uptimeRecords.events(node.id, startS, endS - 1);
  return [...new Set(events.map((event) => event[1]))].map((atS) => [atS, atS] as const);
}

/** The value of a closed period, at its end. */
function closedPeriodSample(
  asked: SampleRequest,
  metric: 'farmer_node_credited_seconds' | 'farmer_node_budget_seconds',
) {
  const { stores, node, period, nowMs } = asked;
  const { basis, creditedS, budget } = uptimeSummary(stores, node, period, nowMs);
  const value = metric === 'farmer_node_credited_seconds' ? creditedS.low : budget.leftS.low;
  return basis === 'none' || period.endS * 1000 > nowMs ? [] : [[period.endS - 1, value] as const];
}

const SAMPLES: Readonly<Record<HistoryMetric, (asked: SampleRequest) => readonly Sample[]>> = {
  farmer_node_up: upSamples,
  farmer_node_last_report_timestamp_seconds: reportSamples,
  farmer_node_credited_seconds: (asked) => closedPeriodSample(asked, 'farmer_node_credited_seconds'),
  farmer_node_budget_seconds: (asked) => closedPeriodSample(asked, 'farmer_node_budget_seconds'),
};

/** The history of one metric of one node as lines of OpenMetrics, oldest first; empty when nothing is known. */
export function historyLines(
  stores: Stores,
  node: FarmNode,
  { metric, stepS, nowMs }: { readonly metric: HistoryMetric; readonly stepS: number; readonly nowMs: number },
): string {
  const { firstSeenMs } = stores.uptime.seen([node.id])(node.id);
  if (firstSeenMs === null) return '';
  const first = periodAt(Math.max(periodByIndex(0).startS, firstSeenMs / 1000)).index;
  const last = periodAt(nowMs / 1000).index;
  const label = metricLabel(node);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => periodByIndex(first + index))
    .flatMap((period) => SAMPLES[metric]({ stores, node, period, stepS, nowMs }))
    .map(([atS, value]) => `${metric}{node="${label}"} ${value} ${atS}\n`)
    .join('');
}
