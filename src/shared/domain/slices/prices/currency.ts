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

function assertRate(usdPerCc: Decimal): void {
  if (!usdPerCc.isFinite() || usdPerCc.lte(0)) {
    throw invalidInput(message('slices:core.cloudCreditNotAboveZero'), message('slices:core.setGoldPrice'), {
      field: 'goldUsdPerGram',
    });
  }
}

/** An amount in USD. @param usdPerCc what one Cloud Credit is worth */
export function toUsd(amount: Decimal, currency: PriceCurrency, usdPerCc: Decimal): Decimal {
  assertRate(usdPerCc);
  return currency === 'USD' ? amount : amount.times(usdPerCc);
}

/** An amount of USD in another currency. @param usdPerCc what one Cloud Credit is worth */
export function fromUsd(amountUsd: Decimal, currency: PriceCurrency, usdPerCc: Decimal): Decimal {
  assertRate(usdPerCc);
  return currency === 'USD' ? amountUsd : amountUsd.div(usdPerCc);
}

/** An amount in another currency. @param usdPerCc what one Cloud Credit is worth */
export function convertCurrency(amount: Decimal, from: PriceCurrency, to: PriceCurrency, usdPerCc: Decimal): Decimal {
  return from === to ? amount : fromUsd(toUsd(amount, from, usdPerCc), to, usdPerCc);
}
