import { implement } from '@orpc/server';
import { z } from 'zod';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import {
  type ComputedSummary,
  type RecorderInfo,
  type TimeWindow,
  type UptimeSummary,
  uptimeContract,
  uptimeSummarySchema,
} from '#shared/contract/uptime/uptime.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { AFTER_END_WINDOW_S, type InitialPower, UNMANAGED } from '#shared/domain/uptime/credit-types.ts';
import { bootsFromReports, type ObservedBoot } from '#shared/domain/uptime/observations.ts';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { unreachableWithin } from '#shared/domain/uptime/reachability.ts';
import { creditReports, sleepsOf } from '#shared/domain/uptime/reported-credit.ts';
import {
  creditLostBy,
  runningSessions,
  type RunningSession,
  simulateCredit,
} from '#shared/domain/uptime/simulated-credit.ts';
import { quietSince } from '#shared/domain/uptime/standing.ts';
import { nothingKnown, type PayFunction, summarise, type UptimeFacts } from '#shared/domain/uptime/summary.ts';
import { type BootStretch, computeTimeline, LIVE_GRACE_MS, markStandby } from '#shared/domain/uptime/timeline.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { rewardOfNode } from '#main/app/nodes/node-terms.ts';
import type { Stores } from '#main/store/stores.ts';

/** The node that is meant: the one named, this machine, the only one there is, or none. */
export function chooseNode(stores: Stores, id: number | null): FarmNode | null {
  if (id !== null) {
    return findNode(stores, id);
  }
  const own = stores.nodes.thisMachine();
  if (own !== undefined) {
    return own;
  }
  const all = stores.nodes.list();
  return all.length === 1 ? (all[0] ?? null) : null;
}

/** As {@link chooseNode}, for calls that need one. @throws FarmerError NOT_FOUND */
export function requireNode(stores: Stores, id: number | null): FarmNode {
  const node = chooseNode(stores, id);
  if (node === null) {
    throw new FarmerError('NOT_FOUND', message('uptime:core.nodeUnclear'), {
      hint: message('uptime:core.nameNode'),
    });
  }
  return node;
}

/** The period with an index, or the current one. */
export function choosePeriod(index: number | null, nowMs: number): Period {
  return index === null ? periodAt(nowMs / 1000) : periodByIndex(index);
}

/**
 * Reports this long before a period show the boot or the outage that it begins with, in seconds: as far as reports
 * after its end are read. A longer silence may just be a file that was not imported.
 */
const BEFORE_START_S = AFTER_END_WINDOW_S;

function initialPower(stores: Stores, nodeId: number, startS: number): InitialPower {
  const state = stores.uptimeRecords.powerBefore(nodeId, 'state', startS);
  const target = stores.uptimeRecords.powerBefore(nodeId, 'target', startS);
  const isDown = state?.power === 'Down';
  return state === undefined && target === undefined
    ? UNMANAGED
    : { state: isDown ? 'Down' : 'Up', target: target?.power ?? 'Up', downSinceS: isDown ? state.atS : null };
}

function isSeenIn(boots: readonly ObservedBoot[], period: Period): boolean {
  return boots.some((boot) =>
    boot.spans.some(({ startMs, endMs }) => endMs >= period.startS * 1000 && startMs <= period.endS * 1000),
  );
}

function sessionsOf(stretches: readonly BootStretch[], boots: readonly ObservedBoot[]): readonly RunningSession[] {
  const bootedAtS = new Map(boots.map((boot) => [boot.bootId, Math.floor(boot.bootedAtMs / 1000)]));
  return runningSessions(stretches, bootedAtS, 'high');
}

/** The facts from imported reports. */
function factsOfReports(stores: Stores, nodeId: number, period: Period, nowMs: number, rules: RuleVersion) {
  const endS = period.endS + AFTER_END_WINDOW_S;
  const reports = stores.uptime.reports(nodeId, period.startS - BEFORE_START_S, endS);
  const boots = bootsFromReports(reports);
  const power = initialPower(stores, nodeId, period.startS);
  const sleeps = sleepsOf(stores.uptimeRecords.powerEvents(nodeId, period.startS, endS), power, endS);
  const events = stores.uptimeRecords.events(nodeId, period.startS, endS);
  const reachesBack = power !== UNMANAGED || (reports[0]?.atS ?? period.startS) < period.startS;
  return {
    basis: 'reports' as const,
    boots,
    stretches: markStandby(computeTimeline(boots, period, nowMs), sleeps),
    ...creditReports({ events, power, reachesBack }, period, Math.floor(nowMs / 1000), rules),
  };
}

/** The facts from the recorder. */
function factsOfRecorder(stores: Stores, nodeId: number, period: Period, nowMs: number, rules: RuleVersion) {
  const endMs = (period.endS + AFTER_END_WINDOW_S) * 1000;
  const boots = stores.uptime.boots(nodeId, period.startS * 1000, endMs);
  const unreachable = stores.reachability.spans(nodeId, { startS: period.startS, endS: endMs / 1000 });
  const stretches = computeTimeline(boots, period, nowMs);
  const sessions = sessionsOf(stretches, boots);
  return {
    basis: isSeenIn(boots, period) ? ('recorder' as const) : ('none' as const),
    boots,
    stretches,
    credit: simulateCredit(boots, period, nowMs, unreachable, rules),
    lostBy: (outage: TimeWindow) => creditLostBy(outage, sessions, period.startS, rules),
    evidence: [],
  };
}

/** Since when a node is quiet that was heard of last by a report; a recorder that is off is another matter. */
function quietSinceOf(stores: Stores, nodeId: number, nowMs: number): number | null {
  const nowS = Math.floor(nowMs / 1000);
  const reportedS = stores.uptimeRecords.reportRange(nodeId)?.lastS ?? null;
  const power = stores.uptimeRecords.powerBefore(nodeId, 'state', nowS + 1);
  const heardAtS = reportedS === null ? null : Math.max(reportedS, power?.atS ?? 0);
  const isRecorded = (stores.uptime.lastBeatMs(nodeId) ?? 0) / 1000 > (heardAtS ?? 0);
  return isRecorded ? null : quietSince(heardAtS, power?.power === 'Down' ? power.atS : null, nowS);
}

/**
 * Gathers the facts about a node in a period. Imported reports are what the grid itself saw: where there are any, they
 * are the basis.
 */
export function gatherUptime(stores: Stores, node: FarmNode, period: Period, nowMs: number): UptimeFacts {
  const hasReports = stores.uptimeRecords.countReports(node.id, period.startS, period.endS) > 0;
  const rules = rulesOfPeriod(period.index);
  const facts = (hasReports ? factsOfReports : factsOfRecorder)(stores, node.id, period, nowMs, rules);
  const isOver = nowMs > period.endS * 1000;
  const firstSeenMs = stores.uptime.firstSeenMs(node.id);
  return {
    ...facts,
    period,
    nowMs,
    quietSinceS: isOver ? null : quietSinceOf(stores, node.id, nowMs),
    unreachable: unreachableWithin(facts.stretches, stores.reachability.spans(node.id, period)),
    sessions: sessionsOf(facts.stretches, facts.boots),
    maintenance: stores.uptimeRecords.maintenance(node.id, period.startS, period.endS),
    clockSteps: stores.uptime.clockSteps(node.id, period.startS * 1000, period.endS * 1000),
    firstSeenS: firstSeenMs === undefined ? null : Math.floor(firstSeenMs / 1000),
  };
}

/** The reward of a node by its credited seconds; null where its resources, or the numbers of its policy, are not known. */
export function payFunction(node: FarmNode, { index }: Period): PayFunction | null {
  const { resources } = node;
  if (resources === null) {
    return null;
  }
  const rules = rulesOfPeriod(index);
  const rewardAt = (creditedS: number, violation: ViolationKind | null) =>
    rewardOfNode(node, resources, { uptimeSeconds: Math.max(0, creditedS), violation }, rules);
  return rewardAt(0, null) === null ? null : (creditedS, violation) => rewardAt(creditedS, violation)?.tftUnits ?? 0n;
}

/** The summary of a node's period by what is known now. */
export function currentSummary(stores: Stores, node: FarmNode, period: Period, nowMs: number): ComputedSummary {
  return summarise(gatherUptime(stores, node, period, nowMs), node, payFunction(node, period));
}

/**
 * Reads the summary of a frozen period.
 * @param record as it was written, by this version or an earlier one without some of the fields
 */
export function readFrozen(record: unknown): ComputedSummary {
  const { period } = record as UptimeSummary;
  const laterFields = {
    unreachable: [],
    unreachableS: 0,
    evidence: [],
    rulesFrom: rulesOfPeriod(period.index).fromPeriod,
    quietSinceS: null,
  };
  // The record is what the schema gave; encoding checks that and reads the amounts back.
  return z.encode(uptimeSummarySchema, { ...laterFields, ...(record as UptimeSummary) });
}

function frozenSummary(stores: Stores, nodeId: number, periodIndex: number): ComputedSummary | null {
  const frozen = stores.uptimeRecords.frozen(nodeId, periodIndex);
  if (frozen === undefined) {
    return null;
  }
  return { ...readFrozen(frozen.record), frozen };
}

/** The summary of a node's period: as it was frozen, or from what is known now. */
export function uptimeSummary(stores: Stores, node: FarmNode | null, period: Period, nowMs: number): ComputedSummary {
  if (node === null) {
    return summarise(nothingKnown(period, nowMs), null, null);
  }
  return frozenSummary(stores, node.id, period.index) ?? currentSummary(stores, node, period, nowMs);
}

/** The state of this machine's recorder: from this process where it runs one, else from what it wrote. */
function recorderInfo(context: AppContext, stores: Stores): RecorderInfo {
  const holder = stores.uptime.holder();
  const own = context.recorderStatus?.() ?? null;
  const lastBeatAtMs = holder === undefined ? null : (stores.uptime.lastBeatMs(holder.nodeId) ?? null);
  const isLive = lastBeatAtMs !== null && context.nowMs() - lastBeatAtMs <= LIVE_GRACE_MS;
  const who = { host: holder?.host ?? null, pid: holder?.pid ?? null };
  if (own !== null && own.state !== 'stopped') {
    return { ...own, ...who, lastBeatAtMs: own.lastBeatAtMs ?? lastBeatAtMs };
  }
  return { state: isLive ? 'recording' : 'stopped', ...who, lastBeatAtMs, problem: null };
}

/** The periods since a node was first seen, latest first. */
function knownPeriods(stores: Stores, node: FarmNode | null, nowMs: number): readonly Period[] {
  const current = periodAt(nowMs / 1000);
  const firstSeenMs = node === null ? undefined : stores.uptime.firstSeenMs(node.id);
  const firstS = Math.max(periodByIndex(0).startS, Math.min(firstSeenMs ?? nowMs, nowMs) / 1000);
  const first = periodAt(firstS).index;
  return Array.from({ length: current.index - first + 1 }, (_, back) => periodByIndex(current.index - back));
}

const area = implement(uptimeContract).$context<AppContext>();

/** Handlers of the calls about the record of a node. */
export default {
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
};
