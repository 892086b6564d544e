import { implement } from '@orpc/server';
import { uptimeContract } from '#shared/contract/uptime/uptime.ts';
import { currentPeriod, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { requireNode } from './uptime.ts';
import { exportedEvents, formatCsv, formatJson } from './uptime-export.ts';
import { importEvents } from './uptime-import.ts';

const area = implement(uptimeContract).$context<AppContext>();

/** Handlers of the calls about files of reports. */
export default {
  importEvents: area.importEvents.handler(async ({ context, input: { nodeId, format, text, file } }) => {
    const stores = await context.stores();
    const node = nodeId === null ? null : findNode(stores, nodeId);
    const result = await importEvents(stores, { chunks: [text], format, node, nowMs: context.nowMs(), file });
    for (const topic of ['uptime', 'nodes', 'data'] as const) context.events.publish(topic);
    return result;
  }),
  exportEvents: area.exportEvents.handler(async ({ context, input: { nodeId, periodIndex, format } }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const node = requireNode(stores, nodeId);
    const period = periodIndex === null ? null : periodByIndex(periodIndex);
    const events = exportedEvents(stores, node, period, nowMs, currentPeriod(nowMs));
    return { text: (format === 'csv' ? formatCsv : formatJson)(node.grid.nodeId, events), count: events.length };
  }),
};
