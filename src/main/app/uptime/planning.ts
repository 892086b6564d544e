import { implement } from '@orpc/server';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { uptimeContract } from '#shared/contract/uptime/uptime.ts';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import { currentPeriod, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { type PlannerState, planReboot } from '#shared/domain/uptime/planner.ts';
import { summarise } from '#shared/domain/uptime/summary.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Stores } from '#main/store/stores.ts';
import { chooseNode, choosePeriod, gatherUptime, payFunction, requireNode } from './uptime.ts';

/** A plan that starts up to this long in the past starts now, in seconds. */
const NOW_TOLERANCE_S = 120;

/** The current facts about a node for the planner. */
function plannerState(stores: Stores, node: FarmNode, nowMs: number): PlannerState {
  const period = currentPeriod(nowMs);
  const nowS = Math.floor(nowMs / 1000);
  const facts = gatherUptime(stores, node, period, nowMs);
  const pay = payFunction(node, period);
  const { budget, violation } = summarise(facts, node, pay);
  const running = facts.sessions.findLast((session) => session.toS >= nowS);
  // A timeline that begins with unobserved time has no known boot, and therefore no known reporting times.
  const isBootKnown = facts.boots.some(({ bootedAtMs }) => Math.floor(bootedAtMs / 1000) === running?.bootedAtS);
  return {
    period,
    nextPeriod: periodByIndex(Math.min(period.index + 1, MAX_PERIOD_INDEX)),
    budget,
    nowS,
    bootedAtS: isBootKnown ? (running?.bootedAtS ?? null) : null,
    payAt: (creditedS) => pay?.(creditedS, violation) ?? 0n,
  };
}

const area = implement(uptimeContract).$context<AppContext>();

/** Calls about planned downtime. */
export default {
  planReboot: area.planReboot.handler(async ({ context, input: { nodeId, ...plan } }) => {
    const stores = await context.stores();
    const state = plannerState(stores, requireNode(stores, nodeId), context.nowMs());
    // "Now" on a page is slightly in the past when it arrives here.
    const isNow = plan.startS < state.nowS && state.nowS - plan.startS <= NOW_TOLERANCE_S;
    return planReboot(state, { ...plan, startS: isNow ? state.nowS : plan.startS });
  }),
  listMaintenance: area.listMaintenance.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const node = chooseNode(stores, input.nodeId);
    const period = choosePeriod(input.periodIndex, context.nowMs());
    return { maintenance: node === null ? [] : stores.uptime.maintenance(node.id, period) };
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
};
