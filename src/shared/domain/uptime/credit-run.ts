import type { ViolationKind } from './violations.ts';
import { type CreditLine, type CreditPeriod, type CreditReason, type InitialPower } from './credit-types.ts';
import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';

/**
 * The state of the credit computation of one node: plain data, so that it can be stored and resumed.
 * Everything is in unix seconds or seconds. Only the functions of this module and its neighbour change it.
 */
export interface CreditRun {
  readonly startS: number;
  readonly endS: number;
  readonly firstBlockS: number;
  readonly rules: RuleVersion['credit'];
  readonly pay: RuleVersion['pay'];
  /** The most that one report credits; infinite under rules without a cap. */
  readonly capS: number;
  /** Whether waking up needs a request, and is timed from it. */
  readonly isBootTimed: boolean;
  creditedS: number;
  lateBoots: number;
  firstViolation: ViolationKind | null;
  hasReport: boolean;
  lastAtS: number;
  lastUpS: number;
  bootAtS: number;
  asleepSinceS: number | null;
  wakeRequestedAtS: number | null;
  isStateUp: boolean;
  isTargetUp: boolean;
  /** The account, line by line; null keeps none and allocates nothing for an event. */
  readonly lines: CreditLine[] | null;
}

/**
 * Begins a period's credit for one node.
 * @param power the power of the node at the start
 * @param keepAccount whether every event leaves a line
 * @param rules those of the period, or today's
 * Source: docs/rules.md#credited-uptime
 */
export function startCredit(
  period: CreditPeriod,
  power: InitialPower,
  keepAccount: boolean,
  { credit: rules, pay }: RuleVersion = TODAYS_RULES,
): CreditRun {
  const firstBlockS = period.firstBlockS ?? period.startS;
  const isAsleep = rules.sleep !== null && power.state === 'Down';
  return {
    startS: period.startS,
    endS: period.endS,
    firstBlockS,
    rules,
    pay,
    capS: rules.reportCapS ?? Number.POSITIVE_INFINITY,
    isBootTimed: rules.sleep !== null && rules.sleep.maxBootS !== null,
    creditedS: 0,
    lateBoots: 0,
    firstViolation: null,
    hasReport: false,
    lastAtS: 0,
    lastUpS: 0,
    bootAtS: 0,
    asleepSinceS: isAsleep ? (power.downSinceS ?? period.startS) : null,
    wakeRequestedAtS: isAsleep && power.target === 'Up' ? firstBlockS : null,
    isStateUp: power.state === 'Up',
    isTargetUp: power.target === 'Up',
    lines: keepAccount ? [] : null,
  };
}

/** Under rules without a farmerbot no sleep is credited. */
const NO_SLEEP = { maxS: 0, maxBootS: null } as const;

/** Adds a credit and its line. */
export function credit(run: CreditRun, atS: number, creditedS: number, reason: CreditReason): void {
  run.creditedS += creditedS;
  if (run.lines !== null) {
    run.lines.push({ atS, creditedS, reason, violation: null });
  }
}

/** Notes a violation: the first found is the one reported. Credits `creditedS`, mostly nothing. */
export function violate(
  run: CreditRun,
  atS: number,
  violation: ViolationKind,
  reason: CreditReason,
  creditedS: number = 0,
): void {
  run.firstViolation ??= violation;
  run.creditedS += creditedS;
  if (run.lines !== null) {
    run.lines.push({ atS, creditedS, reason, violation });
  }
}

/** Makes a report the one that the next is compared with. */
export function moveTo(run: CreditRun, atS: number, upS: number): void {
  run.hasReport = true;
  run.lastAtS = atS;
  run.lastUpS = upS;
}

/**
 * Judges a report of a node that the farmerbot put to sleep and then woke: both limits are independent.
 * @param requestedAtS time of the wake-up request; null where the rules need none
 * @returns whether the sleep is credited
 */
export function judgeWake(
  run: CreditRun,
  atS: number,
  upS: number,
  asleepSinceS: number,
  requestedAtS: number | null,
): boolean {
  const { maxS, maxBootS } = run.rules.sleep ?? NO_SLEEP;
  const sleptTooLong = atS - asleepSinceS > maxS;
  const isLate = maxBootS !== null && requestedAtS !== null && atS - upS - requestedAtS > maxBootS;
  if (isLate) {
    run.lateBoots += 1;
    credit(run, atS, 0, sleptTooLong ? 'woken-late-and-asleep-over-24h' : 'woken-late');
  } else if (sleptTooLong) {
    credit(run, atS, 0, 'asleep-over-24h');
  }
  return !isLate && !sleptTooLong;
}

/** Ends a sleep: the report becomes the last one and its boot the boot. */
export function endSleep(run: CreditRun, atS: number, upS: number): void {
  run.asleepSinceS = null;
  run.wakeRequestedAtS = null;
  moveTo(run, atS, upS);
  run.bootAtS = atS - upS;
}

/** Whether the boot time that a report implies drifted so far that it is a violation. */
export function hasSkewedClock(run: CreditRun, atS: number, upS: number): boolean {
  const { clockSkewS } = run.rules;
  return clockSkewS !== null && Math.abs(atS - upS - run.bootAtS) >= clockSkewS;
}

/**
 * A report that grew by more than the time that passed: a violation without credit. Rules of 2022 and 2023 credited
 * what it claims, since reports that reach the chain late are followed by such a one.
 * @param claimedS what it would credit
 */
export function growTooMuch(run: CreditRun, atS: number, upS: number, claimedS: number): void {
  if (run.rules.tooHigh === 'credited') {
    credit(run, atS, claimedS, 'uptime-too-high');
  } else {
    violate(run, atS, 'UptimeTooHigh', 'uptime-too-high');
  }
  moveTo(run, atS, upS);
}

/**
 * A report that is neither steady nor a reboot: a violation, no credit, and the state stays. One that grew too little
 * was credited by earlier rules.
 * @param mostS what it may credit at most
 */
export function rejectReboot(run: CreditRun, atS: number, upS: number, mostS: number): void {
  if (upS > run.lastUpS) {
    if (run.rules.tooLow === 'credited') {
      credit(run, atS, Math.min(upS - run.lastUpS, mostS), 'uptime-too-low');
      moveTo(run, atS, upS);
      return;
    }
    violate(run, atS, 'UptimeTooLow', 'uptime-too-low');
  } else {
    violate(run, atS, 'InvalidReboot', 'invalid-reboot');
  }
}
