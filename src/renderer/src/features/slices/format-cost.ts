import type { TFunction } from 'i18next';
import type { Decimal } from '#shared/decimal.ts';

/**
 * Formats an own cost; while parts of it are unknown, a zero is not shown.
 * @param isKnown whether all parts of the cost were entered
 */
export function formatCost(
  t: TFunction<'slices'>,
  isKnown: boolean,
  amount: Decimal,
  format: (amount: Decimal) => string,
): string {
  if (isKnown) return format(amount);
  return amount.isZero() ? t('cost.notGiven') : t('cost.atLeast', { amount: format(amount) });
}
