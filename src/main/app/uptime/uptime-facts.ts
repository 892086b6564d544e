import type { ClockStep, Maintenance, TimeWindow, UptimeBasis } from '#shared/contract/uptime/uptime.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { PowerEvent } from '#main/store/uptime/uptime-record-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { creditVector } from '#shared/domain/uptime/credit-vectors.ts';
import { AFTER_END_WINDOW_S, type InitialPower, UNMANAGED } from '#shared/domain/uptime/credit-types.ts';
import { bootsFromReports, type ObservedBoot } from '#shared/domain/uptime/observations.ts';
import {
  type CreditInterval,
  runningSessions,
  type RunningSession,
  simulateCredit,
} from '#shared/domain/uptime/simulated-credit.ts';
import { type BootStretch, computeTimeline, markStandby } from '#shared/domain/uptime/timeline.ts';
import { unreachableWithin } from '#shared/domain/uptime/reachability.ts';
import { uptimePermille } from '#shared/domain/uptime/periods.ts';

/** All recorded and imported facts about a node in a period. */
export interface UptimeFacts {
  readonly basis: UptimeBasis;
  readonly period: Period;
  readonly nowMs: number;
  readonly boots: readonly ObservedBoot[];
  readonly stretches: readonly BootStretch[];
  /** When it was up and none of the hosts that the farmer named answered; ascending, without overlaps. */
  readonly unreachable: readonly TimeWindow[];
  /** With unwatched time counted as up: outages are priced by these. */
  readonly sessions: readonly RunningSession[];
  readonly credit: CreditInterval;
  readonly maintenance: readonly Maintenance[];
  readonly clockSteps: readonly ClockStep[];
  /** When the node was first seen at all, unix seconds; null when it never was. */
  readonly firstSeenS: number | null;
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

/** The sleeps in power events; one that still lasts ends with the window. */
function sleepsOf(power: readonly PowerEvent[], initial: InitialPower, endS: number): readonly TimeWindow[] {
  const sleeps: TimeWindow[] = [];
  let sinceS = initial.downSinceS;
  for (const { kind, atS, power: value } of power) {
    if (kind === 'state' && value === 'Down') {
      sinceS ??= atS;
    } else if (kind === 'state' && sinceS !== null) {
      sleeps.push({ startS: sinceS, endS: atS });
      sinceS = null;
    }
  }
  return sinceS === null ? sleeps : [...sleeps, { startS: sinceS, endS }];
}

/** Imported reports are what the grid credits; only the time since the last one is uncertain. */
function creditOfReports(stores: Stores, nodeId: number, period: Period, nowS: number): CreditInterval {
  const events = stores.uptimeRecords.events(nodeId, period.startS, period.endS + AFTER_END_WINDOW_S);
  const power = initialPower(stores, nodeId, period.startS);
  const result = creditVector({ id: String(nodeId), period, initialPower: power, events }, false);
  const lastReportS = events.findLast((event) => event[0] === 'uptime')?.[1] ?? null;
  const openS = Math.max(0, Math.min(nowS, period.endS) - (lastReportS ?? period.startS));
  const highS = result.creditedS + openS;
  const side = { result, pendingS: 0, lastReportS };
  return {
    low: side,
    high: { ...side, result: { ...result, creditedS: highS, permille: uptimePermille(highS) } },
    creditedS: { low: result.creditedS, high: highS },
    permille: { low: result.permille, high: uptimePermille(highS) },
  };
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
function factsOfReports(stores: Stores, nodeId: number, period: Period, nowMs: number) {
  const endS = period.endS + AFTER_END_WINDOW_S;
  const boots = bootsFromReports(stores.uptime.reports(nodeId, period.startS - BEFORE_START_S, endS));
  const power = stores.uptimeRecords.powerEvents(nodeId, period.startS, endS);
  const sleeps = sleepsOf(power, initialPower(stores, nodeId, period.startS), endS);
  return {
    basis: 'reports' as const,
    boots,
    stretches: markStandby(computeTimeline(boots, period, nowMs), sleeps),
    credit: creditOfReports(stores, nodeId, period, Math.floor(nowMs / 1000)),
  };
}

/** The facts from the recorder. */
function factsOfRecorder(stores: Stores, nodeId: number, period: Period, nowMs: number) {
  const endMs = (period.endS + AFTER_END_WINDOW_S) * 1000;
  const boots = stores.uptime.boots(nodeId, period.startS * 1000, endMs);
  const unreachable = stores.reachability.spans(nodeId, { startS: period.startS, endS: endMs / 1000 });
  return {
    basis: isSeenIn(boots, period) ? ('recorder' as const) : ('none' as const),
    boots,
    stretches: computeTimeline(boots, period, nowMs),
    credit: simulateCredit(boots, period, nowMs, unreachable),
  };
}

/**
 * Gathers the facts about a node in a period. Imported reports are what the grid itself saw: where there are any, they
 * are the basis.
 */
export function gatherUptime(stores: Stores, node: FarmNode, period: Period, nowMs: number): UptimeFacts {
  const hasReports = stores.uptimeRecords.countReports(node.id, period.startS, period.endS) > 0;
  const facts = (hasReports ? factsOfReports : factsOfRecorder)(stores, node.id, period, nowMs);
  const firstSeenMs = stores.uptime.firstSeenMs(node.id);
  return {
    ...facts,
    period,
    nowMs,
    unreachable: unreachableWithin(facts.stretches, stores.reachability.spans(node.id, period)),
    sessions: sessionsOf(facts.stretches, facts.boots),
    maintenance: stores.uptimeRecords.maintenance(node.id, period.startS, period.endS),
    clockSteps: stores.uptime.clockSteps(node.id, period.startS * 1000, period.endS * 1000),
    firstSeenS: firstSeenMs === undefined ? null : Math.floor(firstSeenMs / 1000),
  };
}

/** The facts of a period of which nothing is known and no node exists. */
export function nothingKnown(period: Period, nowMs: number): UptimeFacts {
  return {
    basis: 'none',
    period,
    nowMs,
    boots: [],
    stretches: computeTimeline([], period, nowMs),
    unreachable: [],
    sessions: [],
    credit: simulateCredit([], period, nowMs),
    maintenance: [],
    clockSteps: [],
    firstSeenS: null,
  };
}
