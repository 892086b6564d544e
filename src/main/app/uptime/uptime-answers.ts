import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { type RecorderWire, type UptimeSummary, uptimeSummarySchema } from '#shared/contract/uptime/uptime.ts';
import type { Stores } from '#main/store/stores.ts';
import { FarmerError } from '#shared/errors.ts';
import { MAX_PERIOD_INDEX, type Period, periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { PlannerState } from '#shared/domain/uptime/planner.ts';
import { LIVE_GRACE_MS } from '#shared/domain/uptime/truth.ts';
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
    throw new FarmerError('NOT_FOUND', 'It is not clear which node is meant.', {
      hint: 'Name one with its number: see "farmer nodes". "farmer record" adds this machine.',
    });
  }
  return node;
}

/** The period with an index, or the current one. */
export function choosePeriod(index: number | null, nowMs: number): Period {
  return index === null ? periodAt(nowMs / 1000) : periodByIndex(index);
}

function frozenSummary(stores: Stores, nodeId: number, periodIndex: number): UptimeSummary | null {
  const frozen = stores.uptimeRecords.frozen(nodeId, periodIndex);
  if (frozen === undefined) {
    return null;
  }
  const summary = uptimeSummarySchema.parse(JSON.parse(frozen.recordJson));
  return { ...summary, frozen: { rulesId: frozen.rulesId, frozenAtMs: frozen.frozenAtMs } };
}

/** The summary of a node's period: as it was frozen, or from what is known now. */
export function uptimeSummary(stores: Stores, node: FarmNode | null, period: Period, nowMs: number): UptimeSummary {
  if (node === null) {
    return summarise(nothingKnown(period, nowMs), null);
  }
  const frozen = frozenSummary(stores, node.id, period.index);
  return frozen ?? summarise(gatherUptime(stores, node, period, nowMs), node);
}

/** How the recorder of this machine is: in this process where it runs one, else by what it wrote. */
export function recorderToWire(context: AppContext, stores: Stores): RecorderWire {
  const holder = stores.uptime.holder();
  const own = context.recorderStatus?.() ?? null;
  const lastBeatAtMs = holder === undefined ? null : (stores.uptime.lastBeatMs(holder.nodeId) ?? null);
  const isLive = lastBeatAtMs !== null && context.nowMs() - lastBeatAtMs <= LIVE_GRACE_MS;
  const who = { host: holder?.host ?? null, pid: holder?.pid ?? null };
  if (own !== null && own.state !== 'stopped') {
    const { problem } = own;
    return {
      state: own.state,
      ...who,
      lastBeatAtMs: own.lastBeatAtMs ?? lastBeatAtMs,
      problem:
        problem === null
          ? null
          : {
              code: problem.error.code,
              message: problem.error.message,
              hint: problem.error.hint,
              sinceMs: problem.sinceMs,
            },
    };
  }
  return { state: isLive ? 'recording' : 'stopped', ...who, lastBeatAtMs, problem: null };
}

/** What the planner needs to know of a node now. */
export function plannerState(stores: Stores, node: FarmNode, nowMs: number): PlannerState {
  const period = periodAt(nowMs / 1000);
  const nowS = Math.floor(nowMs / 1000);
  const facts = gatherUptime(stores, node, period, nowMs);
  const { budget, violation } = summarise(facts, node);
  const running = facts.sessions.findLast((session) => session.toS >= nowS);
  // Time that nobody watched from the start has no boot, and so no rhythm of reports.
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
