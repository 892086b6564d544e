import type { Period } from '#shared/contract/uptime/periods.ts';
import type { ClockStep, Maintenance, TimeWindow } from '#shared/contract/uptime/uptime.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { AFTER_END_WINDOW_S, type CreditEvent, type InitialPower, UNMANAGED } from './credit-types.ts';
import { bootsFromReports, type ObservedBoot, type UptimeReport } from './observations.ts';
import { unreachableWithin } from './reachability.ts';
import { creditReports, type PowerEvent, sleepsOf } from './reported-credit.ts';
import { creditLostBy, runningSessions, type RunningSession, simulateCredit } from './simulated-credit.ts';
import { quietSince } from './standing.ts';
import type { UptimeFacts } from './summary.ts';
import { type BootStretch, computeTimeline, markStandby } from './timeline.ts';

/**
 * Reports this long before a period show the boot or the outage that it begins with, in seconds: as far as reports
 * after its end are read. A longer silence may just be a file that was not imported.
 */
const BEFORE_START_S = AFTER_END_WINDOW_S;

/** When a node was first and last heard of; null where it never was. */
export interface SeenNode {
  /** The first instant that anything is known of it, unix milliseconds. */
  readonly firstSeenMs: number | null;
  /** Of all imported reports, unix seconds. */
  readonly lastReportS: number | null;
  /** Of the recorder, unix milliseconds. */
  readonly lastBeatMs: number | null;
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
}

/** Which records say something about a period: from before its start until reports are no longer read for it. */
export function recordWindow({ startS, endS }: Period): TimeWindow {
  return { startS: startS - BEFORE_START_S, endS: endS + AFTER_END_WINDOW_S };
}

/** Reports and power events in the order of their times; power events of one second come first, in their order. */
export function mergeEvents(reports: readonly UptimeReport[], powers: readonly PowerEvent[]): readonly CreditEvent[] {
  const events: CreditEvent[] = [
    ...powers.map(({ kind, atS, power }): CreditEvent => [kind, atS, power]),
    ...reports.map(({ atS, upS }): CreditEvent => ['uptime', atS, upS]),
  ];
  return powers.length === 0 ? events : events.toSorted((a, b) => a[1] - b[1]);
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

/** The facts from imported reports. */
function factsOfReports(records: NodeRecords, period: Period, nowMs: number) {
  const { reports, powerEvents } = records;
  const boots = bootsFromReports(reports);
  const power = initialPower(records);
  const sleeps = sleepsOf(powerEvents, power, recordWindow(period).endS);
  const events = mergeEvents(
    reports.filter(({ atS }) => atS >= period.startS),
    powerEvents,
  );
  const reachesBack = power !== UNMANAGED || (reports[0]?.atS ?? period.startS) < period.startS;
  const history = { events, power, reachesBack };
  return {
    basis: 'reports' as const,
    boots,
    stretches: markStandby(computeTimeline(boots, period, nowMs), sleeps),
    ...creditReports(history, period, Math.floor(nowMs / 1000), rulesOfPeriod(period.index)),
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

/** Since when a node is quiet that was heard of last by a report; a recorder that is off is another matter. */
function quietSinceOf({ lastState, seen: { lastReportS, lastBeatMs } }: NodeRecords, nowMs: number): number | null {
  const heardAtS = lastReportS === null ? null : Math.max(lastReportS, lastState?.atS ?? 0);
  const isRecorded = (lastBeatMs ?? 0) / 1000 > (heardAtS ?? 0);
  const asleepSinceS = lastState?.power === 'Down' ? lastState.atS : null;
  return isRecorded ? null : quietSince(heardAtS, asleepSinceS, Math.floor(nowMs / 1000));
}

/**
 * The facts about a node in a period. Imported reports are what the grid itself saw: where there are any in the period,
 * they are the basis.
 */
export function factsOfRecords(records: NodeRecords, period: Period, nowMs: number): UptimeFacts {
  const { firstSeenMs } = records.seen;
  const hasReports = records.reports.some(({ atS }) => atS >= period.startS && atS <= period.endS);
  const facts = (hasReports ? factsOfReports : factsOfRecorder)(records, period, nowMs);
  return {
    ...facts,
    period,
    nowMs,
    quietSinceS: nowMs > period.endS * 1000 ? null : quietSinceOf(records, nowMs),
    unreachable: unreachableWithin(facts.stretches, records.unreachable),
    sessions: sessionsOf(facts.stretches, facts.boots),
    maintenance: records.maintenance,
    clockSteps: records.clockSteps,
    firstSeenS: firstSeenMs === null ? null : Math.floor(firstSeenMs / 1000),
  };
}
