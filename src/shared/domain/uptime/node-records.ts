import type { Period } from '#shared/contract/uptime/periods.ts';
import type { ClockStep, Maintenance, TimeWindow } from '#shared/contract/uptime/uptime.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { AFTER_END_WINDOW_S, type InitialPower, type TwinState, UNMANAGED } from './credit-types.ts';
import { mergeEvents } from './event-order.ts';
import { bootsFromReports, type ObservedBoot, type UptimeReport } from './observations.ts';
import { unreachableWithin } from './reachability.ts';
import { creditReports, type PowerEvent, sleepsOf } from './reported-credit.ts';
import { creditLostBy, runningSessions, type RunningSession, simulateCredit } from './simulated-credit.ts';
import { quietSince } from './standing.ts';
import type { UptimeFacts } from './summary.ts';
import type { NodeState } from '#shared/domain/nodes/node-states.ts';
import { type BootStretch, computeTimeline, markSilent, markStandby } from './timeline.ts';

/**
 * Reports this long before a period show the boot or the outage that it begins with, in seconds: as far as reports
 * after its end are read. A longer silence may just be a file that was not imported.
 */
const BEFORE_START_S = AFTER_END_WINDOW_S;
/** A grid record that ended longer ago does not show the current state, in seconds. */
const MOST_LAG_S = 7200;

/** When a node was first and last seen; null if never. */
export interface SeenNode {
  /** The first instant that anything is known of it, unix milliseconds. */
  readonly firstSeenMs: number | null;
  /** Of all imported reports, unix seconds. */
  readonly lastReportS: number | null;
  /** Of the recorder, unix milliseconds. */
  readonly lastBeatMs: number | null;
}

/** The stored part of the grid's own record of a node: every event between two instants. */
export interface GridCoverage {
  readonly fromS: number;
  /** Up to when the chain was indexed. */
  readonly toS: number;
  /** The time of the period's first block; null where it is not known. */
  readonly firstBlockS: number | null;
}

/** What the registrar of grid 4 lists of a node, which has no uptime there. */
export interface RegistrarListing {
  /** When the node reported last. */
  readonly seenAtS: number;
  /** When the registrar answered last. */
  readonly toS: number;
}

/** The stored uptime records of a node that matter for one period. Lists ascend by time. */
export interface NodeRecords {
  /** Imported reports within {@link recordWindow}. */
  readonly reports: readonly UptimeReport[];
  /** From the start of the period on. */
  readonly powerEvents: readonly PowerEvent[];
  /** The last of each kind before the period. */
  readonly stateBefore: PowerEvent | null;
  readonly targetBefore: PowerEvent | null;
  /** The last known state until now. */
  readonly lastState: PowerEvent | null;
  readonly boots: readonly ObservedBoot[];
  /** When it was up and no named host answered. */
  readonly unreachable: readonly TimeWindow[];
  readonly maintenance: readonly Maintenance[];
  readonly clockSteps: readonly ClockStep[];
  readonly seen: SeenNode;
  /** Null for a node that is not followed on the grid. */
  readonly coverage: GridCoverage | null;
  /** Null for a node that no registrar lists, or that has a {@link coverage}. */
  readonly listing: RegistrarListing | null;
  /** The state of its twin at the end of the period, or now; null if the chain was not queried then. */
  readonly twin: TwinState | null;
}

/** The time whose records matter for a period: from before its start until reports no longer count for it. */
export function recordWindow({ startS, endS }: Period): TimeWindow {
  return { startS: startS - BEFORE_START_S, endS: endS + AFTER_END_WINDOW_S };
}

function initialPower({ stateBefore, targetBefore }: NodeRecords): InitialPower {
  const isDown = stateBefore?.power === 'Down';
  return stateBefore === null && targetBefore === null
    ? UNMANAGED
    : {
        state: isDown ? 'Down' : 'Up',
        target: targetBefore?.power ?? 'Up',
        downSinceS: isDown ? stateBefore.atS : null,
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

/** The facts from reports. @param coverage where every event of the period's beginning is here */
function factsOfReports(records: NodeRecords, period: Period, nowMs: number, coverage: GridCoverage | null) {
  const { reports, powerEvents, twin } = records;
  const nowS = Math.floor(nowMs / 1000);
  const boots = bootsFromReports(reports);
  const power = initialPower(records);
  const sleeps = sleepsOf(powerEvents, power, recordWindow(period).endS);
  const events = mergeEvents(
    reports.filter(({ atS }) => atS >= period.startS),
    powerEvents,
  );
  const reachesBack = coverage !== null || power !== UNMANAGED || (reports[0]?.atS ?? period.startS) < period.startS;
  const knownUntilS = coverage?.toS ?? null;
  const firstBlockS = coverage?.firstBlockS ?? period.startS;
  const lastSeenS = Math.max(reports.at(-1)?.atS ?? 0, period.startS);
  const timeline = computeTimeline(boots, period, nowMs);
  const isSilent = knownUntilS !== null && quietSince(lastSeenS, null, knownUntilS) !== null;
  return {
    basis: 'reports' as const,
    boots,
    stretches: markStandby(isSilent ? markSilent(timeline, lastSeenS, knownUntilS) : timeline, sleeps),
    ...creditReports(
      { events, power, twin, reachesBack, knownUntilS, firstBlockS },
      period,
      nowS,
      rulesOfPeriod(period.index),
    ),
  };
}

/** The facts from the recorder. */
function factsOfRecorder({ boots, unreachable }: NodeRecords, period: Period, nowMs: number) {
  const rules = rulesOfPeriod(period.index);
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

/** Whether a grid record ended too long ago to show the current state. */
export function isLagging({ toS }: Pick<GridCoverage, 'toS'>, nowMs: number): boolean {
  return nowMs / 1000 - toS > MOST_LAG_S;
}

/** Since when a node has been quiet, if its last sign was a report and not the recorder. */
function quietSinceOf({ lastState, seen, coverage, listing }: NodeRecords, nowMs: number): number | null {
  const { lastBeatMs } = seen;
  const nowS = Math.floor(nowMs / 1000);
  const known = coverage ?? listing;
  if (known !== null && isLagging(known, nowMs)) {
    return null;
  }
  const lastReportS = Math.max(seen.lastReportS ?? 0, listing?.seenAtS ?? 0);
  const lastSeenS = lastReportS === 0 ? null : Math.max(lastReportS, lastState?.atS ?? 0);
  const isRecorded = (lastBeatMs ?? 0) / 1000 > (lastSeenS ?? 0);
  const asleepSinceS = lastState?.power === 'Down' ? lastState.atS : null;
  return isRecorded ? null : quietSince(lastSeenS, asleepSinceS, known?.toS ?? nowS);
}

/**
 * The current state of a node. The grid's own record decides if it is available; while it lags, the state is unknown. Source: docs/rules.md#quiet
 */
function stateOf(
  { coverage, listing, lastState }: NodeRecords,
  stretches: readonly BootStretch[],
  quietSinceS: number | null,
  nowMs: number,
): NodeState {
  const known = coverage ?? listing;
  if (known === null) {
    return quietSinceS === null ? (stretches.at(-1)?.state ?? 'unknown') : 'quiet';
  }
  if (isLagging(known, nowMs)) {
    return 'unknown';
  }
  if (quietSinceS !== null) {
    return 'down';
  }
  return lastState?.power === 'Down' ? 'standby' : 'up';
}

/** Whether the grid's own record covers the start of a period. */
export function isCovered({ coverage }: NodeRecords, { startS }: Period): boolean {
  return coverage !== null && coverage.fromS <= startS && coverage.toS > startS;
}

/**
 * The time to which the facts of a node refer: the end of the grid's own record unless it lags, otherwise the local
 * clock. Source: docs/grid.md#as-of
 */
function instantOf(records: NodeRecords, period: Period, localMs: number): number {
  const toMs = (records.coverage?.toS ?? 0) * 1000;
  const isCurrent = isCovered(records, period) && localMs - toMs <= MOST_LAG_S * 1000;
  return isCurrent ? toMs : Math.max(localMs, toMs);
}

/** Whether nothing was ever recorded, imported or listed of a node. */
function isNeverSeen({ seen, coverage, listing, reports, powerEvents, lastState, ...before }: NodeRecords): boolean {
  const { firstSeenMs, lastReportS, lastBeatMs } = seen;
  const facts = [
    firstSeenMs,
    lastReportS,
    lastBeatMs,
    coverage,
    listing,
    lastState,
    before.stateBefore,
    before.targetBefore,
  ];
  return facts.every((fact) => fact === null) && reports.length + powerEvents.length === 0;
}

/** Until when the facts of a period stay as they are while nothing new is recorded, in unix seconds; null: they change with the clock. */
export function factsValidUntilS(records: NodeRecords, period: Period): number | null {
  if (isNeverSeen(records)) {
    return period.endS;
  }
  const { coverage, boots, seen } = records;
  const isRecorded = boots.length > 0 || seen.lastBeatMs !== null;
  return coverage === null || isRecorded || !isCovered(records, period) ? null : coverage.toS + MOST_LAG_S - 1;
}

/**
 * The facts about a node in a period. Reports are what the grid itself saw: they are the basis if there are any in the
 * period or the grid's own record covers it.
 * @param localMs the local clock; a chain that is ahead of it is right
 */
export function factsOfRecords(records: NodeRecords, period: Period, localMs: number): UptimeFacts {
  const { firstSeenMs } = records.seen;
  const { coverage } = records;
  const nowMs = instantOf(records, period, localMs);
  const known = isCovered(records, period) ? coverage : null;
  const hasReports = records.reports.some(({ atS }) => atS >= period.startS && atS <= period.endS);
  const facts =
    hasReports || known !== null
      ? factsOfReports(records, period, nowMs, known)
      : factsOfRecorder(records, period, nowMs);
  const quietSinceS = nowMs > period.endS * 1000 ? null : quietSinceOf(records, nowMs);
  return {
    ...facts,
    period,
    nowMs,
    asOfS: coverage?.toS ?? null,
    quietSinceS,
    state: stateOf(records, facts.stretches, quietSinceS, Math.max(localMs, nowMs)),
    unreachable: unreachableWithin(facts.stretches, records.unreachable),
    sessions: sessionsOf(facts.stretches, facts.boots),
    maintenance: records.maintenance,
    clockSteps: records.clockSteps,
    firstSeenS: firstSeenMs === null ? null : Math.floor(firstSeenMs / 1000),
  };
}
