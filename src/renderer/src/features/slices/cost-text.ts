import type { TFunction } from 'i18next';
import type { Decimal } from '#shared/decimal.ts';

/**
 * An own cost in words: what is not given is not a cost of zero.
 * @param isKnown whether everything that makes the cost up was given
 */
export function costText(
  t: TFunction<'slices'>,
  isKnown: boolean,
  amount: Decimal,
  format: (amount: Decimal) => string,
): string {
  if (isKnown) return format(amount);
  return amount.isZero() ? t('cost.notGiven') : t('cost.atLeast', { amount: format(amount) });
}
