import { Decimal, type DecimalString, roundHalfUp, toPlain } from '#shared/decimal.ts';

/** Places of a price that was entered in another currency, in USD. */
const PLACES = 10;

/** An amount of a currency in USD; null where the amount or the rate was not entered. */
export function usdOfCurrency(amount: DecimalString | null, unitsPerUsd: DecimalString | null): DecimalString | null {
  return amount === null || unitsPerUsd === null
    ? null
    : toPlain(roundHalfUp(new Decimal(amount).div(unitsPerUsd), PLACES));
}
