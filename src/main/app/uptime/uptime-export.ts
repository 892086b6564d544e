import { implement } from '@orpc/server';
import type { Period } from '#shared/contract/uptime/periods.ts';
import { uptimeContract } from '#shared/contract/uptime/uptime.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Stores } from '#main/store/stores.ts';
import { type CreditEvent, REPORT_INTERVAL_S } from '#shared/domain/uptime/credit-types.ts';
import { currentPeriod, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { runningSessions } from '#shared/domain/uptime/simulated-credit.ts';
import { gatherUptime, requireNode } from './uptime.ts';

/** The reports that a recorded node would have sent in a period; unobserved time is left out. */
function simulatedEvents(stores: Stores, node: FarmNode, period: Period, nowMs: number): readonly CreditEvent[] {
  const { boots, stretches } = gatherUptime(stores, node, period, nowMs);
  const bootedAtS = new Map(boots.map((boot) => [boot.bootId, Math.floor(boot.bootedAtMs / 1000)]));
  return runningSessions(stretches, bootedAtS, 'low').flatMap((session): readonly CreditEvent[] => {
    const first = Math.ceil((session.fromS - session.bootedAtS) / REPORT_INTERVAL_S);
    const count = Math.floor((session.toS - session.bootedAtS) / REPORT_INTERVAL_S) - first + 1;
    return Array.from({ length: Math.max(0, count) }, (_, index): CreditEvent => {
      const upS = (first + index) * REPORT_INTERVAL_S;
      return ['uptime', session.bootedAtS + upS, upS];
    });
  });
}

/**
 * The events of a node: all imported ones, or when there are none, those that a node with the recorded history would
 * send in a period.
 */
function exportedEvents(stores: Stores, node: FarmNode, period: Period | null, nowMs: number) {
  const window = period ?? { startS: 0, endS: Math.floor(nowMs / 1000) + 86_400 };
  const imported = stores.uptimeRecords.events(node.id, window.startS, window.endS);
  return imported.length > 0 ? imported : simulatedEvents(stores, node, period ?? currentPeriod(nowMs), nowMs);
}

/**
 * Events as CSV: `node,timestamp,uptime`, and `kind,power` when there are power events.
 * @param gridNodeId the node's grid number; null leaves the cell empty, so that no local number is mistaken for one
 */
function formatCsv(gridNodeId: number | null, events: readonly CreditEvent[]): string {
  const node = gridNodeId ?? '';
  const hasPower = events.some(([kind]) => kind !== 'uptime');
  const lines = events.map(([kind, atS, value]) => {
    const report = kind === 'uptime' ? `${node},${atS},${value}` : `${node},${atS},`;
    if (!hasPower) {
      return report;
    }
    return kind === 'uptime' ? `${report},uptime,` : `${report},${kind},${value}`;
  });
  const header = hasPower ? 'node,timestamp,uptime,kind,power' : 'node,timestamp,uptime';
  return `${[header, ...lines].join('\n')}\n`;
}

/** Events as JSON: a list of `{node,timestamp,uptime}`, and `{node,timestamp,kind,power}` for power events. */
function formatJson(node: number | null, events: readonly CreditEvent[]): string {
  const rows = events.map(([kind, timestamp, value]) =>
    kind === 'uptime' ? { node, timestamp, uptime: value } : { node, timestamp, kind, power: value },
  );
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}

const area = implement(uptimeContract).$context<AppContext>();

export default {
  exportEvents: area.exportEvents.handler(async ({ context, input: { nodeId, periodIndex, format } }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const node = requireNode(stores, nodeId);
    const period = periodIndex === null ? null : periodByIndex(periodIndex);
    const events = exportedEvents(stores, node, period, nowMs);
    return { text: (format === 'csv' ? formatCsv : formatJson)(node.grid.nodeId, events), count: events.length };
  }),
};
