import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';

/** Grams in one troy ounce, exact by definition: gold prices are quoted in ounces. */
export const GRAMS_PER_TROY_OUNCE = new Decimal('31.1034768');
/** Cloud Credits in a gram of gold: one is a milligram. Source: docs/rules.md#cloud-credit */
export const CC_PER_GRAM = 1000;
/** What one Cloud Credit costs in TFT until the market passes it. Source: docs/rules.md#cloud-credit */
export const FIXED_TFT_PER_CC = new Decimal(2);
/** The part of revenue that buys and burns TFT in the plan. Source: docs/rules.md#burn */
export const BURN_FRACTION = new Decimal('0.1');

/** At which rate TFT turns into CC. `fixed`: 2 TFT; `market`: TFT is worth more than half a CC, so fewer are needed. */
export interface CloudCreditRate {
  readonly kind: 'fixed' | 'market';
  readonly ccUsd: Decimal;
  readonly tftPerCc: Decimal;
  /** The TFT price in USD at which the fixed rate ends: half a Cloud Credit. */
  readonly switchPriceUsd: Decimal;
}

/** What a burn does to the supply. */
export interface Burn {
  readonly usd: Decimal;
  readonly tft: Decimal;
}

function assertPositive(value: Decimal, what: string, field: string): void {
  if (!value.isFinite() || value.lte(0)) {
    throw invalidInput(
      phrase('{{what}} must be above zero.', { what: phrase(what) }),
      'Type the price as it stands today.',
      {
        field,
      },
    );
  }
}

/** Turns a gold price per troy ounce into one per gram. */
export function goldUsdPerGram(usdPerTroyOunce: Decimal): Decimal {
  assertPositive(usdPerTroyOunce, 'The gold price', 'goldUsdPerOunce');
  return usdPerTroyOunce.div(GRAMS_PER_TROY_OUNCE);
}

/**
 * What one Cloud Credit is worth in USD: a milligram of gold.
 * @throws FarmerError INVALID_INPUT when the price is not above zero
 * Source: docs/rules.md#cloud-credit
 */
export function cloudCreditUsd(goldPriceUsdPerGram: Decimal): Decimal {
  assertPositive(goldPriceUsdPerGram, 'The gold price', 'goldUsdPerGram');
  return goldPriceUsdPerGram.div(CC_PER_GRAM);
}

/**
 * How many TFT one Cloud Credit costs: 2, until one TFT is worth more than half a Cloud Credit; then what the market says.
 * @throws FarmerError INVALID_INPUT when a price is not above zero
 * Source: docs/rules.md#cloud-credit
 */
export function cloudCreditRate(goldPriceUsdPerGram: Decimal, tftPriceUsd: Decimal): CloudCreditRate {
  assertPositive(tftPriceUsd, 'The TFT price', 'tftPriceUsd');
  const ccUsd = cloudCreditUsd(goldPriceUsdPerGram);
  const switchPriceUsd = ccUsd.div(FIXED_TFT_PER_CC);
  const isMarket = tftPriceUsd.gt(switchPriceUsd);
  return {
    kind: isMarket ? 'market' : 'fixed',
    ccUsd,
    tftPerCc: isMarket ? ccUsd.div(tftPriceUsd) : FIXED_TFT_PER_CC,
    switchPriceUsd,
  };
}

/** TFT into Cloud Credits at a rate; this way only. Source: docs/rules.md#cloud-credit */
export function tftToCloudCredits(tft: Decimal, rate: CloudCreditRate): Decimal {
  return tft.div(rate.tftPerCc);
}

/** What the burned tenth of some revenue buys at a TFT price. Source: docs/rules.md#burn */
export function burnOf(revenueUsd: Decimal, tftPriceUsd: Decimal): Burn {
  assertPositive(tftPriceUsd, 'The TFT price', 'tftPriceUsd');
  const usd = revenueUsd.times(BURN_FRACTION);
  return { usd, tft: usd.div(tftPriceUsd) };
}
