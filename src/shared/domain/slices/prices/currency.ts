import type { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The currencies that prices and bids may be in. CC: Cloud Credit. Source: docs/rules.md#cloud-credit */
export const PRICE_CURRENCIES = ['USD', 'CC'] as const;
/** One of {@link PRICE_CURRENCIES}. */
export type PriceCurrency = (typeof PRICE_CURRENCIES)[number];

/**
 * Reads a currency, whatever its case.
 * @throws FarmerError INVALID_INPUT for any other
 */
export function parseCurrency(text: string): PriceCurrency {
  const found = PRICE_CURRENCIES.find((currency) => currency === text.trim().toUpperCase());
  if (found === undefined) {
    throw invalidInput(
      message('slices:core.currencyUnknown', { currency: text.slice(0, 20) }),
      message('slices:core.pricesInUsdOrCc'),
      {
        field: 'currency',
      },
    );
  }
  return found;
}

/**
 * The value of a Cloud Credit in USD, a milligram of gold; null until the price of gold was entered: an amount in CC
 * then has no value in USD.
 */
export type UsdPerCc = Decimal | null;

/** An amount in another currency; null if that needs a gold price and none is entered. */
export function convertCurrency(
  amount: Decimal,
  from: PriceCurrency,
  to: PriceCurrency,
  usdPerCc: UsdPerCc,
): Decimal | null {
  if (from === to) return amount;
  if (usdPerCc === null) return null;
  return from === 'CC' ? amount.times(usdPerCc) : amount.div(usdPerCc);
}

/** An amount in USD; null if that needs a gold price and none is entered. */
export function toUsd(amount: Decimal, currency: PriceCurrency, usdPerCc: UsdPerCc): Decimal | null {
  return convertCurrency(amount, currency, 'USD', usdPerCc);
}
