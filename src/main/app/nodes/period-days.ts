import { currentPeriod } from '#shared/domain/uptime/periods.ts';
import { upByDay } from '#shared/domain/uptime/period-days.ts';
import { loadSummaries } from '#main/app/uptime/uptime.ts';
import type { Stores } from '#main/store/stores.ts';

/** The state of each day in the current period, for the given nodes that exist and are not planned. */
export function periodDays(stores: Stores, ids: readonly number[], nowMs: number) {
  const nodes = ids.flatMap((id) => {
    const node = stores.nodes.get(id);
    return node === undefined || node.kind === 'planned' || node.deletedAtMs !== null ? [] : [node];
  });
  const period = currentPeriod(nowMs);
  const summaryOf = loadSummaries(stores, nodes, period, nowMs);
  return nodes.map((node) => ({ id: node.id, upPermille: upByDay(summaryOf(node).stretches, period, nowMs / 1000) }));
}
