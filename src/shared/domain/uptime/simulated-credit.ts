import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import type { Interval, TimeWindow } from '#shared/contract/uptime/uptime.ts';
import { settleCredit, takeReport } from './credit.ts';
import { type CreditRun, startCredit } from './credit-run.ts';
import { AFTER_END_WINDOW_S, type CreditPeriod, type CreditResult, UNMANAGED } from './credit-types.ts';
import type { ObservedBoot } from './observations.ts';
import { type BootStretch, computeTimeline } from './timeline.ts';

/** A stretch that a machine ran without a break. `bootedAtS` may lie before `fromS`. Unix seconds. */
export interface RunningSession {
  readonly bootedAtS: number;
  readonly fromS: number;
  readonly toS: number;
  /** Whether it ends in time that nobody watched: then its last report may have come at the very end. */
  readonly endsUnwatched: boolean;
}

/** How unwatched time is counted: `low` as down, `high` as up. */
export type UnknownReading = 'low' | 'high';

/**
 * The sessions in which a machine ran without a break, with unknown time counted one way. Waking from suspend starts a
 * new one: sleep counts as down. Unknown time that counts as up continues the boot before it until the next boot.
 */
export function runningSessions(
  stretches: readonly BootStretch[],
  bootedAtS: ReadonlyMap<string, number>,
  reading: UnknownReading,
): readonly RunningSession[] {
  const sessions: RunningSession[] = [];
  const seen = new Set<string>();
  let currentBoot: string | null = null;
  for (const { startS, endS, state, bootId } of stretches) {
    const endsUnwatched = state === 'unknown';
    if (state === 'down' || (state === 'unknown' && reading === 'low')) {
      continue;
    }
    const last = sessions.at(-1);
    if (last?.toS === startS && (bootId === null || bootId === currentBoot)) {
      sessions[sessions.length - 1] = { ...last, toS: endS, endsUnwatched };
      continue;
    }
    const isFirstSeen = bootId !== null && !seen.has(bootId);
    const claimedS = isFirstSeen ? (bootedAtS.get(bootId) ?? startS) : startS;
    // Two boots that claim the same time: the later one cannot have begun before the earlier one was last seen.
    const earliestS = last?.toS ?? Number.NEGATIVE_INFINITY;
    sessions.push({
      bootedAtS: Math.max(earliestS, Math.min(claimedS, startS)),
      fromS: startS,
      toS: endS,
      endsUnwatched,
    });
    currentBoot = bootId;
    if (bootId !== null) {
      seen.add(bootId);
    }
  }
  return sessions;
}

/** The credit of the simulated reports, and the credit that the next report would add. */
export interface SimulatedCredit {
  readonly result: CreditResult;
  /** Running time since the last report that the next one will credit if the machine lives to send it, seconds. */
  readonly pendingS: number;
  /** When the last report was sent, unix seconds; null without any. */
  readonly lastReportS: number | null;
}

/**
 * Sends the reports of sessions, every 40 minutes from each boot (every 2 hours by the rules of 2022), through the credit rules.
 * @param untilS up to when, unix seconds
 * @param lost when reports did not get through: what was due then is sent with the next one
 * Source: docs/rules.md#credited-uptime
 */
function creditSessions(
  sessions: readonly RunningSession[],
  period: CreditPeriod,
  untilS: number,
  lost: readonly TimeWindow[],
  rules: RuleVersion,
): SimulatedCredit {
  const isLost = (atS: number) => lost.some(({ startS, endS }) => atS >= startS && atS <= endS);
  const run = startCredit(period, UNMANAGED, false, rules);
  const { reportIntervalS } = run.rules;
  const lastS = Math.min(untilS, period.endS + AFTER_END_WINDOW_S);
  for (const session of sessions) {
    const skipped = Math.max(
      0,
      Math.ceil((Math.max(session.fromS, period.startS) - session.bootedAtS) / reportIntervalS),
    );
    const toS = Math.min(session.toS, lastS);
    for (let atS = session.bootedAtS + skipped * reportIntervalS; atS <= toS; atS += reportIntervalS) {
      if (!isLost(atS)) {
        takeReport(run, atS, atS - session.bootedAtS);
      }
    }
    // A report that was due at that very second was sent already: twice the same is a violation.
    const isDueAtEnd = (toS - session.bootedAtS) % reportIntervalS === 0;
    if (session.endsUnwatched && toS > session.bootedAtS && !isDueAtEnd) {
      takeReport(run, toS, toS - session.bootedAtS);
    }
  }
  return {
    result: settleCredit(run),
    pendingS: pendingSeconds(run, sessions.at(-1), untilS),
    lastReportS: run.hasReport ? run.lastAtS : null,
  };
}

function pendingSeconds(run: CreditRun, session: RunningSession | undefined, untilS: number): number {
  const endS = Math.min(untilS, run.endS);
  if (session === undefined || session.toS < endS || (run.hasReport && run.lastAtS >= run.endS)) {
    return 0;
  }
  const sinceS = Math.max(session.fromS, run.startS, run.hasReport ? run.lastAtS : 0);
  return Math.min(run.capS, Math.max(0, endS - sinceS));
}

/** Both readings of a node's history. */
export interface CreditInterval {
  readonly low: SimulatedCredit;
  readonly high: SimulatedCredit;
  readonly creditedS: Interval;
  readonly permille: Interval;
}

/**
 * What the grid would credit a node with this history, as an interval: the low end takes unwatched time for down, and
 * a report that was due while the machine was unreachable for lost.
 * @param nowMs unix milliseconds
 * @param unreachable when none of the hosts that the farmer named answered, unix seconds
 * @param rules those of the period, or today's
 */
export function simulateCredit(
  boots: readonly ObservedBoot[],
  period: CreditPeriod,
  nowMs: number,
  unreachable: readonly TimeWindow[] = [],
  rules: RuleVersion = TODAYS_RULES,
): CreditInterval {
  const window = { startS: period.startS, endS: period.endS + AFTER_END_WINDOW_S };
  const stretches = computeTimeline(boots, window, nowMs);
  const bootedAtS = new Map(boots.map((boot) => [boot.bootId, Math.floor(boot.bootedAtMs / 1000)]));
  const nowS = Math.floor(nowMs / 1000);
  const credit = (reading: UnknownReading) =>
    creditSessions(
      runningSessions(stretches, bootedAtS, reading),
      period,
      nowS,
      reading === 'low' ? unreachable : [],
      rules,
    );
  const low = credit('low');
  const high = credit('high');
  return {
    low,
    high,
    creditedS: { low: low.result.creditedS, high: Math.max(low.result.creditedS, high.result.creditedS) },
    permille: { low: low.result.permille, high: Math.max(low.result.permille, high.result.permille) },
  };
}

/**
 * The seconds of credit that an outage costs: its length, and what ran since the report before it.
 * @param sessions as the high reading has them
 */
export function creditLostBy(
  outage: TimeWindow,
  sessions: readonly RunningSession[],
  periodStartS: number,
  { credit: { reportIntervalS } }: RuleVersion,
): number {
  const { startS, endS } = outage;
  const session = sessions.findLast(({ fromS, toS }) => fromS < startS && toS >= startS);
  const ranS = session === undefined ? 0 : (startS - session.bootedAtS) % reportIntervalS;
  const reportedS = Math.max(startS - ranS, session?.fromS ?? startS, periodStartS);
  return endS - Math.min(reportedS, startS);
}
