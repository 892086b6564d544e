import { z } from 'zod';
import type { Period } from '#shared/contract/uptime/periods.ts';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import {
  type ComputedSummary,
  type RecorderInfo,
  type UptimeSummary,
  uptimeSummarySchema,
} from '#shared/contract/uptime/uptime.ts';
import type { Stores } from '#main/store/stores.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { PlannerState } from '#shared/domain/uptime/planner.ts';
import { LIVE_GRACE_MS } from '#shared/domain/uptime/timeline.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { gatherUptime, nothingKnown } from './uptime-facts.ts';
import { payFunction, summarise } from './uptime-summary.ts';

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
 * Reads the summary of a frozen period.
 * @param record as it was written, by this version or one that knew nothing of reachability yet
 */
export function readFrozen(record: unknown): ComputedSummary {
  const withoutReachability = { unreachable: [], unreachableS: 0 };
  // The record is what the schema gave; encoding checks that and reads the amounts back.
  return z.encode(uptimeSummarySchema, { ...withoutReachability, ...(record as UptimeSummary) });
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
    return summarise(nothingKnown(period, nowMs), null);
  }
  const frozen = frozenSummary(stores, node.id, period.index);
  return frozen ?? summarise(gatherUptime(stores, node, period, nowMs), node);
}

/** The state of this machine's recorder: from this process where it runs one, else from what it wrote. */
export function recorderInfo(context: AppContext, stores: Stores): RecorderInfo {
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

/** The planner's facts about a node now. */
export function plannerState(stores: Stores, node: FarmNode, nowMs: number): PlannerState {
  const period = periodAt(nowMs / 1000);
  const nowS = Math.floor(nowMs / 1000);
  const facts = gatherUptime(stores, node, period, nowMs);
  const { budget, violation } = summarise(facts, node);
  const running = facts.sessions.findLast((session) => session.toS >= nowS);
  // A timeline that begins with unwatched time has no boot, and so no rhythm of reports.
  const isBootKnown = facts.boots.some(({ bootedAtMs }) => Math.floor(bootedAtMs / 1000) === running?.bootedAtS);
  return {
    period,
    nextPeriod: periodByIndex(Math.min(period.index + 1, MAX_PERIOD_INDEX)),
    certification: node.certification,
    budget,
    nowS,
    bootedAtS: isBootKnown ? (running?.bootedAtS ?? null) : null,
    payAt: payFunction(node, violation) ?? (() => 0n),
  };
}

/** The periods since a node was first seen, latest first. */
export function knownPeriods(stores: Stores, node: FarmNode | null, nowMs: number): readonly Period[] {
  const current = periodAt(nowMs / 1000);
  const firstSeenMs = node === null ? undefined : stores.uptime.firstSeenMs(node.id);
  const firstS = Math.max(periodByIndex(0).startS, Math.min(firstSeenMs ?? nowMs, nowMs) / 1000);
  const first = periodAt(firstS).index;
  return Array.from({ length: current.index - first + 1 }, (_, back) => periodByIndex(current.index - back));
}
