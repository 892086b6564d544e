import { MAX_SLEEP_S, REPORT_INTERVAL_S } from './credit-types.ts';
import type { ViolationKind } from './violations.ts';

/**
 * The standing of a node in a period: on target, little budget left, budget lost, or a violation, which zeroes the period
 * regardless of uptime. `quiet`: its reports stopped; `partly-watched`: too much time was not recorded to decide;
 * `not-watched`: nothing was recorded or reported.
 */
export const STANDINGS = ['on-target', 'low', 'lost', 'violation', 'quiet', 'partly-watched', 'not-watched'] as const;
/** One of {@link STANDINGS}. */
export type Standing = (typeof STANDINGS)[number];

/** With less than this of the budget left the farmer is warned, in hundredths: half, little, so little that it is at risk. */
export const BUDGET_MARKS = { half: 50, little: 20, least: 5 } as const;

/** Whether less of the budget is left than a mark. @param percent one of {@link BUDGET_MARKS} */
export function isLessLeft(leftS: number, allowedS: number, percent: number): boolean {
  return leftS * 100 < allowedS * percent;
}

/**
 * Since when a node is quiet: the grid calls a node down that left out two reports, or sleeps for longer than 24 hours.
 * @param lastSeenS its last report or change of power, unix seconds; null for a node without any
 * @param asleepSinceS null unless the farmerbot put it to sleep
 * Source: docs/rules.md#quiet
 */
export function quietSince(lastSeenS: number | null, asleepSinceS: number | null, nowS: number): number | null {
  if (lastSeenS === null) {
    return null;
  }
  const dueAtS = asleepSinceS === null ? lastSeenS + 2 * REPORT_INTERVAL_S : asleepSinceS + MAX_SLEEP_S;
  return nowS > dueAtS ? lastSeenS : null;
}

/** The values that determine a standing. */
interface PeriodSoFar {
  readonly basis: 'recorder' | 'reports' | 'none';
  readonly quietSinceS: number | null;
  readonly violation: ViolationKind | null;
  readonly budget: { readonly leftS: { readonly low: number; readonly high: number }; readonly allowedS: number };
}

/** The standing of a node in a period. Source: docs/rules.md#uptime-target */
export function standingOf({ basis, violation, quietSinceS, budget: { leftS, allowedS } }: PeriodSoFar): Standing {
  if (basis === 'none') {
    return quietSinceS === null ? 'not-watched' : 'quiet';
  }
  if (violation !== null) {
    return 'violation';
  }
  if (leftS.high < 0) {
    return 'lost';
  }
  if (quietSinceS !== null) {
    return 'quiet';
  }
  if (leftS.low < 0) {
    return 'partly-watched';
  }
  return isLessLeft(leftS.low, allowedS, BUDGET_MARKS.little) ? 'low' : 'on-target';
}
