import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import type { TimeWindow, ViolationEvidence } from '#shared/contract/uptime/uptime.ts';
import { overlapSeconds } from '#shared/domain/time-windows.ts';
import { settleCredit, takeEvent } from './credit.ts';
import { type CreditRun, startCredit } from './credit-run.ts';
import {
  AFTER_END_WINDOW_S,
  type CreditEvent,
  type CreditLine,
  type InitialPower,
  type Power,
  type TwinState,
} from './credit-types.ts';
import type { UptimeReport } from './observations.ts';
import { uptimePermille } from './periods.ts';
import type { CreditInterval } from './simulated-credit.ts';

/** What was imported of a node for one period, up to 27 hours after its end. */
export interface ReportHistory {
  /** Ascending by time. */
  readonly events: readonly CreditEvent[];
  readonly power: InitialPower;
  /** How the node's twin was at the end, or is now; null where that is not known. */
  readonly twin: TwinState | null;
  /** Whether anything is known of the hours before the period: else reports may be missing before the first one. */
  readonly reachesBack: boolean;
  /** Up to when every event is here; null where that is not known. */
  readonly knownUntilS: number | null;
  /** The time of the period's first block. */
  readonly firstBlockS: number;
}

/** What the grid credits for reports. */
export interface ReportedCredit {
  readonly credit: CreditInterval;
  readonly evidence: readonly ViolationEvidence[];
  /** The seconds of credit that an outage cost. */
  readonly lostBy: (outage: TimeWindow) => number;
}

/** A change of wanted or actual power. */
export interface PowerEvent {
  readonly kind: 'target' | 'state';
  readonly atS: number;
  readonly power: Power;
  /** Its place on the chain, or a smaller number: its place in the file that it came from. */
  readonly position?: number;
}

/** The sleeps in power events; one that still lasts ends with the window. */
export function sleepsOf(power: readonly PowerEvent[], initial: InitialPower, endS: number): readonly TimeWindow[] {
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

/** The reports that a violation compares: the one before it, or for a skewed clock the first one of its boot. */
function proveViolation(line: CreditLine, report: UptimeReport, before: UptimeReport, ofBoot: UptimeReport) {
  const { violation } = line;
  if (violation === null) {
    return [];
  }
  const compared = violation === 'ClockSkew' ? ofBoot : before;
  const expectedUpS = compared.upS + report.atS - compared.atS;
  const offByS = Math.abs(report.upS - expectedUpS);
  return [{ kind: violation, reports: [compared, report], expectedUpS, offByS } satisfies ViolationEvidence];
}

function creditEvents(run: CreditRun, lines: readonly CreditLine[], events: readonly CreditEvent[]) {
  const evidence: ViolationEvidence[] = [];
  let ofBoot: UptimeReport = { atS: 0, upS: 0 };
  for (const event of events) {
    const before = { atS: run.lastAtS, upS: run.lastUpS };
    const { bootAtS } = run;
    const from = lines.length;
    takeEvent(run, event);
    if (event[0] === 'uptime') {
      const report = { atS: event[1], upS: event[2] };
      evidence.push(...lines.slice(from).flatMap((line) => proveViolation(line, report, before, ofBoot)));
      ofBoot = run.bootAtS === bootAtS ? ofBoot : report;
    }
  }
  return evidence;
}

/**
 * How much of the time since the last report may still be credited, in seconds. Where every event is here, a report that
 * comes now credits so much at most, and after the last that is read for a period nothing comes.
 */
function openAfter(run: CreditRun, lastS: number, nowS: number, knownUntilS: number | null): number {
  const endS = Math.min(nowS, run.endS);
  if (knownUntilS === null || run.asleepSinceS !== null) {
    return knownUntilS !== null && knownUntilS >= run.endS + AFTER_END_WINDOW_S ? 0 : Math.max(0, endS - lastS);
  }
  const unknownS = knownUntilS >= run.endS + AFTER_END_WINDOW_S ? 0 : Math.max(0, nowS - knownUntilS) + run.capS;
  return Math.max(0, Math.min(endS - lastS, unknownS));
}

/**
 * The credit of imported reports, as the grid works it out. The time that no report covers may just be a file that was
 * not imported: the high end takes it for credited, the low end for lost.
 * @param rules those of the period
 * Source: docs/rules.md#credited-uptime
 */
export function creditReports(
  { events, power, twin, reachesBack, knownUntilS, firstBlockS }: ReportHistory,
  period: Period,
  nowS: number,
  rules: RuleVersion,
): ReportedCredit {
  const run = startCredit({ ...period, firstBlockS }, power, true, rules);
  const lines = run.lines ?? [];
  const evidence = creditEvents(run, lines, events);
  const result = settleCredit(run, twin ?? undefined);
  const reports = events.filter(([kind]) => kind === 'uptime');
  const creditedAt = new Map(lines.map(({ atS, creditedS }) => [atS, creditedS]));
  const endS = Math.min(nowS, period.endS);
  const firstS = reports[0]?.[1] ?? endS;
  const lastS = reports.at(-1)?.[1] ?? period.startS;
  const beforeS = reachesBack ? 0 : firstS - period.startS - (creditedAt.get(firstS) ?? 0);
  const openS = Math.max(0, beforeS) + openAfter(run, lastS, nowS, knownUntilS);
  const highS = Math.max(result.creditedS, Math.min(endS - period.startS, result.creditedS + openS));
  const low = { result, pendingS: 0, lastReportS: reports.at(-1)?.[1] ?? null };
  const permille = { low: result.permille, high: uptimePermille(highS) };
  return {
    credit: {
      low,
      high: { ...low, result: { ...result, creditedS: highS, permille: permille.high } },
      creditedS: { low: result.creditedS, high: highS },
      permille,
    },
    evidence,
    lostBy: (outage) => {
      const nextS = reports.find(([, atS]) => atS >= outage.endS)?.[1] ?? outage.endS;
      const missingS = overlapSeconds({ startS: outage.startS, endS: nextS }, period);
      return Math.max(0, missingS - (creditedAt.get(nextS) ?? 0));
    },
  };
}
