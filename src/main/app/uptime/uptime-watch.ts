import type { Period } from '#shared/contract/uptime/periods.ts';
import { statfsSync } from 'node:fs';
import { uptimeSummarySchema } from '#shared/contract/uptime/uptime.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';
import { currentPeriod, periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import {
  awaitsDigest,
  compareNotifications,
  digestCutoffS,
  type NotificationChanges,
} from '#shared/domain/notifications/delivery.ts';
import { countKinds, findConditions, type Situation } from '#shared/domain/notifications/rules.ts';
import { AFTER_END_WINDOW_S } from '#shared/domain/uptime/credit-types.ts';
import { factsOfRecords, type NodeRecords } from '#shared/domain/uptime/node-records.ts';
import { LIVE_GRACE_MS } from '#shared/domain/uptime/timeline.ts';
import { DAY_S } from '#shared/units.ts';
import type { AppContext } from '#main/app/context.ts';
import { inBatches } from '#main/app/in-batches.ts';
import { localMinuteOfDay } from '#main/app/local-time.ts';
import { gatherUptime, summaryOfFacts } from './uptime.ts';

/** The rule set that closed periods are frozen under. */
const RULES_ID = 'minting-v3';
/** A recorder that was silent for longer than this is reported, in milliseconds. */
const SILENT_MS = 1_800_000;
/** A clock that was set by more than this, so shortly ago, is not trusted with closing a period. Milliseconds. */
const UNSURE_STEP_MS = 3_600_000;
const UNSURE_FOR_MS = 86_400_000;

function freeBytes(directory: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** For how long no named host has answered, until now, in seconds. */
function unreachableSeconds(stores: Stores, nodeId: number, nowMs: number): number {
  const nowS = Math.floor(nowMs / 1000);
  const graceS = LIVE_GRACE_MS / 1000;
  const running = stores.reachability.spans(nodeId, { startS: nowS - graceS, endS: nowS });
  const sinceS = Math.min(nowS, ...running.map(({ startS }) => startS));
  return nowS - sinceS;
}

function situationOf(context: AppContext, stores: Stores, node: FarmNode, records: NodeRecords): Situation {
  const nowMs = context.nowMs();
  const period = currentPeriod(nowMs);
  const facts = factsOfRecords(records, period, nowMs);
  const { budget, basis, lateBoots, violation } = summaryOfFacts(node, facts);
  const { lastBeatMs } = records.seen;
  const isOwn = node.kind === 'this-machine' && !node.isDemo;
  return {
    nodeId: node.id,
    periodIndex: period.index,
    budget: basis === 'none' ? null : { leftS: budget.leftS.high, allowedS: budget.allowedS },
    violation,
    strikes: lateBoots,
    unreachableS: isOwn ? unreachableSeconds(stores, node.id, nowMs) : 0,
    isRecorderStopped: isOwn && lastBeatMs !== null && nowMs - lastBeatMs > SILENT_MS,
    isWriteFailing: isOwn && context.recorderStatus?.()?.state === 'failing',
    freeBytes: isOwn ? freeBytes(context.dataDirectory) : null,
  };
}

/** Whether the clock has been steady for long enough to be sure that a period is over. */
function isClockTrusted(stores: Stores, nodeId: number, nowMs: number): boolean {
  return stores.nodeRecords
    .clockSteps(nodeId, { startS: (nowMs - UNSURE_FOR_MS) / 1000, endS: (nowMs + UNSURE_FOR_MS) / 1000 })
    .every(({ stepMs }) => Math.abs(stepMs) < UNSURE_STEP_MS);
}

/**
 * Freezes a node's closed periods, once each, when nothing can change them any more: 27 hours after the end, on a clock
 * that was not set lately. Imported reports are not frozen: they are a record already.
 * @returns the indexes frozen now
 */
export function freezeClosedPeriods(stores: Stores, node: FarmNode, nowMs: number): readonly number[] {
  const { firstSeenMs } = stores.nodeRecords.seen([node.id])(node.id);
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

/** Raises what is new and resolves what is over. @returns whether anything changed */
function writeChanges(stores: Stores, changes: readonly NotificationChanges[], nowMs: number): boolean {
  const raised = changes.flatMap((change) => change.raised);
  const resolved = changes.flatMap((change) => change.resolved);
  if (raised.length + resolved.length === 0) return false;
  const nowS = Math.floor(nowMs / 1000);
  stores.transaction(() => {
    for (const { condition, delivery } of raised) stores.notifications.raise(condition, delivery, nowS);
    for (const { key } of resolved) stores.notifications.resolve(key, nowS);
  });
  return true;
}

/** Checks all nodes, a few at a time. @returns whether a notification was raised or resolved, or a period frozen */
async function checkNodes(context: AppContext, stores: Stores, nodes: readonly FarmNode[]): Promise<boolean> {
  const nowMs = context.nowMs();
  const nowS = Math.floor(nowMs / 1000);
  const period = currentPeriod(nowS * 1000);
  const { notifications } = stores.settings.all();
  const open = Map.groupBy(stores.notifications.open(), ({ nodeId }) => nodeId);
  const deliveries = Map.groupBy(stores.notifications.lastDeliveries(nowS - DAY_S), ({ nodeId }) => nodeId);
  const recorded = stores.uptime.recordedNodes();
  let isNews = false;
  for await (const batch of inBatches(nodes)) {
    const ids = batch.map(({ id }) => id);
    const recordsOf = stores.snapshot(() => stores.nodeRecords.load(ids, period, nowMs));
    const changes = batch.map((node) =>
      compareNotifications(
        findConditions(situationOf(context, stores, node, recordsOf(node.id))),
        open.get(node.id) ?? [],
        notifications,
        deliveries.get(node.id) ?? [],
        nowS,
        localMinuteOfDay(nowMs),
      ),
    );
    const frozen = batch
      .filter(({ id }) => recorded.has(id))
      .flatMap((node) => freezeClosedPeriods(stores, node, nowMs));
    isNews = writeChanges(stores, changes, nowMs) || frozen.length > 0 || isNews;
  }
  return isNews;
}

/**
 * Writes the digest into the log when it is due: each host shows it from there, whichever process wrote it.
 * @returns whether there was one
 */
function takeDigest({ notifications, settings }: Stores, nowMs: number): boolean {
  const nowS = Math.floor(nowMs / 1000);
  const choices = settings.all().notifications;
  if (!awaitsDigest(choices)) {
    // They stay in the log: delivered months later they would be no news.
    notifications.takeDigest(nowS + 1, nowS);
    return false;
  }
  const cutoffS = digestCutoffS(choices, nowS, localMinuteOfDay(nowMs));
  const digest = cutoffS === null ? [] : notifications.takeDigest(cutoffS, nowS);
  if (digest.length > 0) {
    notifications.addDigest(countKinds(digest), nowS);
  }
  return digest.length > 0;
}

/** Checks all nodes once: freezes closed periods, raises and resolves notifications, and writes the digest when due. */
export async function watchUptime(context: AppContext): Promise<void> {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const nodes = stores.nodes.list().filter((node) => !node.isDemo && node.kind !== 'planned');
  const isOthersNews = stores.notifications.resolveOthers(
    nodes.map(({ id }) => id),
    Math.floor(nowMs / 1000),
  );
  const isNews = await checkNodes(context, stores, nodes);
  const hasDigest = stores.transaction(() => takeDigest(stores, nowMs));
  if (isOthersNews > 0 || isNews || hasDigest) {
    context.events.publish('notifications');
  }
}
