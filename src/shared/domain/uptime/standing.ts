import type { ViolationKind } from './violations.ts';
import type { ErrorBudget } from '#shared/contract/uptime/uptime.ts';

/**
 * Where a node stands in a period: on its target, with little of its budget left, past it, or with a violation, which
 * zeroes the period whatever its uptime. `partly-watched` where so much time was unwatched that it cannot be told,
 * `not-watched` where nothing was recorded or reported.
 */
export const STANDINGS = ['on-target', 'low', 'lost', 'violation', 'partly-watched', 'not-watched'] as const;
/** One of {@link STANDINGS}. */
export type Standing = (typeof STANDINGS)[number];

/** With less than this of the budget left a word is due, in hundredths: half of it, little, so little that it is at risk. */
export const BUDGET_MARKS = { half: 50, little: 20, least: 5 } as const;

/** Whether less of the budget is left than a mark says. @param percent one of {@link BUDGET_MARKS} */
export function isLessLeft(leftS: number, allowedS: number, percent: number): boolean {
  return leftS * 100 < allowedS * percent;
}

/** What a standing follows from. */
interface PeriodSoFar {
  readonly violation: ViolationKind | null;
  readonly budget: Pick<ErrorBudget, 'leftS' | 'allowedS'>;
}

/** Where a watched node stands in a period. Source: docs/rules.md#uptime-target */
export function standingOf({ violation, budget: { leftS, allowedS } }: PeriodSoFar): Exclude<Standing, 'not-watched'> {
  if (violation !== null) {
    return 'violation';
  }
  if (leftS.high < 0) {
    return 'lost';
  }
  if (leftS.low < 0) {
    return 'partly-watched';
  }
  return isLessLeft(leftS.low, allowedS, BUDGET_MARKS.little) ? 'low' : 'on-target';
}
