import type { ErrorBudget } from './budget.ts';

/**
 * Where a node stands against its target: on it, with little of its budget left, or past it. `partly-watched` where so
 * much time was unwatched that it cannot be told, `not-watched` where nothing was recorded or reported.
 */
export const STANDINGS = ['on-target', 'low', 'lost', 'partly-watched', 'not-watched'] as const;
/** One of {@link STANDINGS}. */
export type Standing = (typeof STANDINGS)[number];

/** Less than this part of the budget left is little: one fifth. */
const LITTLE_LEFT_PART = 5;

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
  return leftS.low * LITTLE_LEFT_PART < allowedS ? 'low' : 'on-target';
}
