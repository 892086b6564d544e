import type { Period } from '#shared/contract/uptime/periods.ts';
import { uptimeSummarySchema } from '#shared/contract/uptime/uptime.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { AFTER_END_WINDOW_S } from '#shared/domain/uptime/credit-types.ts';
import type { AppContext } from '#main/app/context.ts';
import { inBatches } from '#main/app/in-batches.ts';
import { checkAlerts } from '#main/app/notifications/check-alerts.ts';
import { gatherUptime, summaryOfFacts } from './uptime.ts';

/** The rule set under which closed periods are frozen. */
const RULES_ID = 'minting-v3';
/** After a recent clock change of more than this, no period is closed, in milliseconds. */
const UNSURE_STEP_MS = 3_600_000;
const UNSURE_FOR_MS = 86_400_000;

/** Whether the clock has been stable for long enough to be sure that a period is over. */
function isClockTrusted(stores: Stores, nodeId: number, nowMs: number): boolean {
  return stores.uptime
    .clockSteps(nodeId, { startS: (nowMs - UNSURE_FOR_MS) / 1000, endS: (nowMs + UNSURE_FOR_MS) / 1000 })
    .every(({ stepMs }) => Math.abs(stepMs) < UNSURE_STEP_MS);
}

/**
 * Freezes each closed period of a node once, when nothing can change it any more: 27 hours after its end, and with a
 * clock that was not set recently. Imported reports are not frozen, because they are permanent anyway.
 * @returns the indexes of the periods frozen now
 */
export function freezeClosedPeriods(stores: Stores, node: FarmNode, nowMs: number): readonly number[] {
  const { firstSeenMs } = stores.uptime.seen([node.id])(node.id);
  if (firstSeenMs === null || !isClockTrusted(stores, node.id, nowMs)) {
    return [];
  }
  const done = new Set(stores.uptimeRecords.frozenIndexes(node.id));
  const first = periodAt(Math.max(periodByIndex(0).startS, firstSeenMs / 1000)).index;
  const last = periodAt(nowMs / 1000 - AFTER_END_WINDOW_S).index - 1;
  const frozen: number[] = [];
  for (let index = first; index <= last; index += 1) {
    if (!done.has(index) && freezeOne(stores, node, periodByIndex(index), nowMs)) {
      frozen.push(index);
    }
  }
  return frozen;
}

function freezeOne(stores: Stores, node: FarmNode, period: Period, nowMs: number): boolean {
  const summary = summaryOfFacts(node, gatherUptime(stores, node, period, nowMs));
  if (summary.basis !== 'recorder') {
    return false;
  }
  return stores.uptimeRecords.freeze(node.id, {
    periodIndex: period.index,
    rulesId: RULES_ID,
    frozenAtMs: nowMs,
    record: uptimeSummarySchema.parse(summary),
  });
}

/** Freezes the closed periods of all recorded nodes, a few nodes at a time. */
async function freezeAll(context: AppContext): Promise<void> {
  const stores = await context.stores();
  const recorded = stores.uptime.recordedNodes();
  const nodes = stores.nodes.list().filter(({ id, isDemo }) => !isDemo && recorded.has(id));
  for await (const batch of inBatches(nodes)) {
    for (const node of batch) freezeClosedPeriods(stores, node, context.nowMs());
  }
}

/** Checks all nodes once: freezes closed periods, then raises and resolves notifications. */
export async function watchUptime(context: AppContext): Promise<void> {
  await freezeAll(context);
  await checkAlerts(context);
}
