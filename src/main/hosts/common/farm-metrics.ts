import type { Gauge, Registry } from 'prom-client';
import type { AppContext } from '#main/app/context.ts';
import { metricLabel, NODE_METRICS } from '#main/app/data/openmetrics.ts';
import { createCalls } from '#main/app/router.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { NODE_STATES } from '#shared/domain/nodes/node-states.ts';

/** The maximum number of nodes with their own time series, because a monitoring server stores each for years. */
const MAX_NODES = 5000;

type Values = Readonly<Record<keyof typeof NODE_METRICS, number | null>>;

function valuesOf({ uptime, lastSeenS, money }: FarmNodeRow): Values {
  const state = uptime?.state ?? 'unknown';
  return {
    farmer_node_up: state === 'unknown' ? null : Number(state === 'up' || state === 'standby'),
    farmer_node_last_report_timestamp_seconds: lastSeenS,
    farmer_node_credited_seconds: uptime?.creditedS?.low ?? null,
    farmer_node_budget_seconds: uptime?.budgetLeftS?.low ?? null,
    farmer_node_net_usd: money.state === 'known' ? Number(money.netUsd) : null,
  };
}

/**
 * Registers the metrics of the farm. Unknown values are left out.
 * @returns updates the metrics
 */
export async function createFarmMetrics(context: AppContext, registry: Registry): Promise<() => Promise<void>> {
  const prometheus = await import('prom-client');
  const gauge = (name: string, help: string, labelNames: readonly string[]): Gauge =>
    new prometheus.Gauge({ name, help, labelNames, registers: [registry] });
  const ofNode = Object.entries(NODE_METRICS).map(
    ([name, help]) => [name as keyof typeof NODE_METRICS, gauge(name, help, ['node'])] as const,
  );
  const nodes = gauge('farmer_nodes', 'Nodes by state', ['state']);
  const grid = gauge('farmer_grid_last_success_timestamp_seconds', 'When a service of the grid answered last', [
    'source',
  ]);
  const shareSuccess = gauge('farmer_share_last_success_timestamp_seconds', 'When the farm was synchronised last', []);
  const shareBehind = gauge('farmer_share_behind_rows', 'Rows that wait to be sent', []);
  const calls = createCalls(context);
  return async () => {
    for (const metric of [nodes, grid, ...ofNode.map(([, one]) => one)]) metric.reset();
    // After a reset, a metric without labels would be 0, which would be wrong for an unknown value; it is removed
    // instead.
    for (const metric of [shareSuccess, shareBehind]) metric.remove();
    const [farm, services, share] = await Promise.all([
      calls.nodes.summariseFarm({}),
      calls.grid.getStatus(),
      calls.share.getStatus(),
    ]);
    for (const state of NODE_STATES) nodes.set({ state }, farm.totals.states[state] ?? 0);
    for (const node of farm.nodes.filter(({ kind }) => kind !== 'planned').slice(0, MAX_NODES)) {
      const values = valuesOf(node);
      for (const [name, metric] of ofNode) {
        const value = values[name];
        if (value !== null) metric.set({ node: metricLabel(node) }, value);
      }
    }
    for (const { name, lastSuccessS } of services.sources) {
      if (lastSuccessS !== null) grid.set({ source: name }, lastSuccessS);
    }
    if (share.state !== 'off') {
      shareBehind.set(share.behind);
      if (share.lastSuccessMs !== null) shareSuccess.set(share.lastSuccessMs / 1000);
    }
  };
}
