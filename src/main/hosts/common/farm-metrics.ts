import type { Gauge, Registry } from 'prom-client';
import type { AppContext } from '#main/app/context.ts';
import { createCalls } from '#main/app/router.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { NODE_STATES } from '#shared/domain/nodes/node-states.ts';

/** So many nodes have lines of their own: a monitoring server keeps every line for years. */
const MOST_NODES = 5000;

/** Of each node: no name and no place, only the number that the grid knows it by, or that of this computer. */
const OF_NODE = {
  farmer_node_up: 'Whether the node runs; absent where that is not known',
  farmer_node_last_report_timestamp_seconds: 'Its last report, change of power or beat of the recorder',
  farmer_node_credited_ratio: 'Credited so far of the whole period, at least',
  farmer_node_budget_seconds: 'How long it may still be down in this period, at least',
  farmer_node_net_usd: 'Net of a whole period at full uptime, from the numbers that the farmer entered',
} as const;

type Values = Readonly<Record<keyof typeof OF_NODE, number | null>>;

function valuesOf({ uptime, lastSeenS, money }: FarmNodeRow): Values {
  const state = uptime?.state ?? 'unknown';
  const creditedPermille = uptime?.permille?.low ?? null;
  return {
    farmer_node_up: state === 'unknown' ? null : Number(state === 'up' || state === 'standby'),
    farmer_node_last_report_timestamp_seconds: lastSeenS,
    farmer_node_credited_ratio: creditedPermille === null ? null : creditedPermille / 1000,
    farmer_node_budget_seconds: uptime?.budgetLeftS?.low ?? null,
    farmer_node_net_usd: money.state === 'known' ? Number(money.netUsd) : null,
  };
}

/**
 * Measures the farm for a monitoring server: what is not known has no line.
 * @returns reads the farm anew
 */
export async function createFarmMetrics(context: AppContext, registry: Registry): Promise<() => Promise<void>> {
  const prometheus = await import('prom-client');
  const gauge = (name: string, help: string, labelNames: readonly string[]): Gauge =>
    new prometheus.Gauge({ name, help, labelNames, registers: [registry] });
  const ofNode = Object.entries(OF_NODE).map(
    ([name, help]) => [name as keyof typeof OF_NODE, gauge(name, help, ['node'])] as const,
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
    // A metric without labels would be 0 after a reset: nothing is known, and nothing is said.
    for (const metric of [shareSuccess, shareBehind]) metric.remove();
    const [farm, services, share] = await Promise.all([
      calls.nodes.summariseFarm({}),
      calls.grid.getStatus(),
      calls.share.getStatus(),
    ]);
    for (const state of NODE_STATES) nodes.set({ state }, farm.totals.states[state] ?? 0);
    for (const node of farm.nodes.filter(({ kind }) => kind !== 'planned').slice(0, MOST_NODES)) {
      const label = node.grid.nodeId === null ? `local-${node.id}` : String(node.grid.nodeId);
      const values = valuesOf(node);
      for (const [name, metric] of ofNode) {
        const value = values[name];
        if (value !== null) metric.set({ node: label }, value);
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
