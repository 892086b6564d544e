import type { ViolationKind } from './violations.ts';
import {
  type CreditLine,
  type CreditPeriod,
  type CreditReason,
  type InitialPower,
  MAX_BOOT_S,
  MAX_SLEEP_S,
} from './credit-types.ts';

/**
 * The state of one node's credit while its events stream by: plain data, so that it can be kept and taken up again.
 * Everything is in unix seconds or seconds. Only the functions of this module and its neighbour change it.
 */
export interface CreditRun {
  readonly startS: number;
  readonly endS: number;
  readonly firstBlockS: number;
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
 * @param power how the node's power stood at the start
 * @param keepAccount whether every event leaves a line
 * Source: docs/rules.md#credited-uptime
 */
export function startCredit(period: CreditPeriod, power: InitialPower, keepAccount: boolean): CreditRun {
  const firstBlockS = period.firstBlockS ?? period.startS;
  const isAsleep = power.state === 'Down';
  return {
    startS: period.startS,
    endS: period.endS,
    firstBlockS,
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
 * Judges a report of a node that the farmerbot put to sleep and then asked to wake: both limits are independent.
 * @returns whether the sleep is credited
 */
export function judgeWake(
  run: CreditRun,
  atS: number,
  upS: number,
  asleepSinceS: number,
  requestedAtS: number,
): boolean {
  const sleptTooLong = atS - asleepSinceS > MAX_SLEEP_S;
  const isLate = atS - upS - requestedAtS > MAX_BOOT_S;
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

/** A report that is neither steady nor a reboot: a violation, no credit, and the state stays. */
export function rejectReboot(run: CreditRun, atS: number, upS: number): void {
  if (upS > run.lastUpS) {
    violate(run, atS, 'UptimeTooLow', 'uptime-too-low');
  } else {
    violate(run, atS, 'InvalidReboot', 'invalid-reboot');
  }
}
