import type { ErrorBudget } from './budget.ts';

/**
 * Where a node stands against its target: on it, with little of its budget left, or past it. `partly-watched` where so
 * much time was unwatched that it cannot be told, `not-watched` where nothing was recorded or reported.
 */
export const STANDINGS = ['on-target', 'low', 'lost', 'partly-watched', 'not-watched'] as const;
/** One of {@link STANDINGS}. */
export type Standing = (typeof STANDINGS)[number];

/** With less than this of the budget left a word is due, in hundredths: half of it, little, so little that it is at risk. */
export const BUDGET_MARKS = { half: 50, little: 20, least: 5 } as const;

/** Whether less of the budget is left than a mark says. @param percent one of {@link BUDGET_MARKS} */
export function isLessLeft(leftS: number, allowedS: number, percent: number): boolean {
  return leftS * 100 < allowedS * percent;
}

/** Where a watched node stands by its error budget. Source: docs/rules.md#uptime-target */
export function standingOf({
  leftS,
  allowedS,
}: Pick<ErrorBudget, 'leftS' | 'allowedS'>): Exclude<Standing, 'not-watched'> {
  if (leftS.high < 0) {
    return 'lost';
  }
  if (leftS.low < 0) {
    return 'partly-watched';
  }
  return isLessLeft(leftS.low, allowedS, BUDGET_MARKS.little) ? 'low' : 'on-target';
}
