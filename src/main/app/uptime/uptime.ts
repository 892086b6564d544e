import { implement } from '@orpc/server';
import { z } from 'zod';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import {
  type ComputedSummary,
  type RecorderInfo,
  type UptimeSummary,
  uptimeContract,
  uptimeSummarySchema,
} from '#shared/contract/uptime/uptime.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { factsOfRecords, isCovered } from '#shared/domain/uptime/node-records.ts';
import { currentPeriod, periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { nothingKnown, type PayFunction, summarise, type UptimeFacts } from '#shared/domain/uptime/summary.ts';
import { LIVE_GRACE_MS } from '#shared/domain/uptime/timeline.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { isPeriodAsIfMinted } from '#main/app/rules/minting-end.ts';
import { rewardOfNode } from '#main/app/nodes/node-terms.ts';
import type { Stores } from '#main/store/stores.ts';

/** The node that a call refers to: the given one, this machine, the only one, or none. */
export function chooseNode(stores: Stores, id: number | null): FarmNode | null {
  if (id !== null) {
    return findNode(stores, id);
  }
  const own = stores.nodes.thisNode();
  if (own !== undefined) {
    return own;
  }
  const all = stores.nodes.list();
  return all.length === 1 ? (all[0] ?? null) : null;
}

/**
 * {@link chooseNode} for calls that require a node.
 * @throws FarmerError NOT_FOUND
 */
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
  return index === null ? currentPeriod(nowMs) : periodByIndex(index);
}

/** The facts about a node in a period. */
export function gatherUptime(stores: Stores, { id }: FarmNode, period: Period, nowMs: number): UptimeFacts {
  return factsOfRecords(stores.uptime.load([id], period, nowMs)(id), period, nowMs);
}

/**
 * Computes the reward of a node from its credited seconds; null when its resources or the numbers of its policy are
 * unknown.
 */
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

/** The summary of a node's period from current facts. */
export function summaryOfFacts(node: FarmNode, facts: UptimeFacts): ComputedSummary {
  return summarise(facts, node, payFunction(node, facts.period));
}

/**
 * Reads the summary of a frozen period.
 * @param record as written by this version, or by an earlier one that lacked some of the fields
 */
export function readFrozen(record: unknown): ComputedSummary {
  const { period } = record as UptimeSummary;
  const laterFields = {
    unreachable: [],
    unreachableS: 0,
    evidence: [],
    isAsIfMinted: false,
    isTargetAssumed: false,
    rulesFrom: rulesOfPeriod(period.index).fromPeriod,
    quietSinceS: null,
    state: 'unknown',
    asOfS: null,
  };
  // The record was written by the schema; encoding validates it and restores the amounts.
  return z.encode(uptimeSummarySchema, { ...laterFields, ...(record as UptimeSummary) });
}

function frozenSummary(stores: Stores, nodeId: number, periodIndex: number): ComputedSummary | null {
  const frozen = stores.uptimeRecords.frozen(nodeId, periodIndex);
  if (frozen === undefined) {
    return null;
  }
  return { ...readFrozen(frozen.record), frozen };
}

/**
 * The summaries of nodes for a period: the frozen one, or one computed from current facts. Uses a constant number of
 * statements.
 */
export function loadSummaries(
  stores: Stores,
  nodes: readonly FarmNode[],
  period: Period,
  nowMs: number,
): (node: FarmNode) => ComputedSummary {
  const ids = nodes.map(({ id }) => id);
  const recordsOf = stores.uptime.load(ids, period, nowMs);
  const isAsIfMinted = isPeriodAsIfMinted(stores, period.index);
  return (node) => {
    const records = recordsOf(node.id);
    // The grid's own record takes precedence over a frozen summary of the recorder.
    const frozen = isCovered(records, period) ? null : frozenSummary(stores, node.id, period.index);
    return { ...(frozen ?? summaryOfFacts(node, factsOfRecords(records, period, nowMs))), isAsIfMinted };
  };
}

/** The summary of a node's period: the frozen one, or one computed from current facts. */
export function uptimeSummary(stores: Stores, node: FarmNode | null, period: Period, nowMs: number): ComputedSummary {
  if (node === null) {
    const isAsIfMinted = isPeriodAsIfMinted(stores, period.index);
    return { ...summarise(nothingKnown(period, nowMs), null, null), isAsIfMinted };
  }
  return loadSummaries(stores, [node], period, nowMs)(node);
}

/** The state of this machine's recorder: from this process if it runs one, otherwise from the stored state. */
function recorderInfo(context: AppContext, stores: Stores): RecorderInfo {
  const holder = stores.uptime.holder();
  const own = context.recorderStatus?.() ?? null;
  const lastBeatAtMs = holder === undefined ? null : stores.uptime.seen([holder.nodeId])(holder.nodeId).lastBeatMs;
  const isLive = lastBeatAtMs !== null && context.nowMs() - lastBeatAtMs <= LIVE_GRACE_MS;
  const who = { host: holder?.host ?? null, pid: holder?.pid ?? null };
  if (own !== null && own.state !== 'stopped') {
    return { ...own, ...who, lastBeatAtMs: own.lastBeatAtMs ?? lastBeatAtMs };
  }
  return { state: isLive ? 'recording' : 'stopped', ...who, lastBeatAtMs, problem: null };
}

/** The periods since a node was first seen, latest first. */
function knownPeriods(stores: Stores, node: FarmNode | null, nowMs: number): readonly Period[] {
  const current = currentPeriod(nowMs);
  const firstSeenMs = node === null ? null : stores.uptime.seen([node.id])(node.id).firstSeenMs;
  const firstS = Math.max(periodByIndex(0).startS, Math.min(firstSeenMs ?? nowMs, nowMs) / 1000);
  const first = periodAt(firstS).index;
  return Array.from({ length: current.index - first + 1 }, (_, back) => periodByIndex(current.index - back));
}

const area = implement(uptimeContract).$context<AppContext>();

/** Calls about the uptime record of a node. */
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
