import { implement } from '@orpc/server';
import { uptimeContract } from '#shared/contract/uptime/uptime.ts';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { planReboot } from '#shared/domain/uptime/planner.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import {
  chooseNode,
  choosePeriod,
  knownPeriods,
  plannerState,
  recorderInfo,
  requireNode,
  uptimeSummary,
} from './uptime-answers.ts';
import { exportedEvents, formatCsv, formatJson } from './uptime-export.ts';
import { importEvents } from './uptime-import.ts';

/** A plan that starts up to this much in the past starts now, in seconds. */
const NOW_TOLERANCE_S = 120;

const area = implement(uptimeContract).$context<AppContext>();

export default area.router({
  getSummary: area.getSummary.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const period = choosePeriod(input.periodIndex, nowMs);
    return uptimeSummary(stores, chooseNode(stores, input.nodeId), period, nowMs);
  }),
  getRecorder: area.getRecorder.handler(async ({ context }) => recorderInfo(context, await context.stores())),
  listPeriods: area.listPeriods.handler(async ({ context, input }) => {
    const stores = await context.stores();
    return { periods: knownPeriods(stores, chooseNode(stores, input.nodeId), context.nowMs()) };
  }),
  planReboot: area.planReboot.handler(async ({ context, input: { nodeId, ...plan } }) => {
    const stores = await context.stores();
    const state = plannerState(stores, requireNode(stores, nodeId), context.nowMs());
    // "Now" on a screen is a little old when it arrives here.
    const isNow = plan.startS < state.nowS && state.nowS - plan.startS <= NOW_TOLERANCE_S;
    return planReboot(state, { ...plan, startS: isNow ? state.nowS : plan.startS });
  }),
  listMaintenance: area.listMaintenance.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const node = chooseNode(stores, input.nodeId);
    const { startS, endS } = choosePeriod(input.periodIndex, context.nowMs());
    return { maintenance: node === null ? [] : stores.uptimeRecords.maintenance(node.id, startS, endS) };
  }),
  addMaintenance: area.addMaintenance.handler(async ({ context, input: { nodeId, startS, lengthS, note } }) => {
    const stores = await context.stores();
    const node = requireNode(stores, nodeId);
    const plan = stores.uptimeRecords.addMaintenance(
      node.id,
      { startS, endS: startS + lengthS, note },
      context.nowMs(),
    );
    context.events.publish('uptime');
    return plan;
  }),
  removeMaintenance: area.removeMaintenance.handler(async ({ context, input }) => {
    const stores = await context.stores();
    stores.uptimeRecords.removeMaintenance(requireNode(stores, input.nodeId).id, input.id);
    context.events.publish('uptime');
    return {};
  }),
  importEvents: area.importEvents.handler(async ({ context, input: { nodeId, format, text } }) => {
    const stores = await context.stores();
    const node = nodeId === null ? null : findNode(stores, nodeId);
    const result = importEvents(stores, { chunks: [text], format, node, nowMs: context.nowMs() });
    context.events.publish('uptime');
    return result;
  }),
  exportEvents: area.exportEvents.handler(async ({ context, input: { nodeId, periodIndex, format } }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const node = requireNode(stores, nodeId);
    const period = periodIndex === null ? null : periodByIndex(periodIndex);
    const events = exportedEvents(stores, node, period, nowMs, periodAt(nowMs / 1000));
    return { text: (format === 'csv' ? formatCsv : formatJson)(node.grid.nodeId, events), count: events.length };
  }),
});
