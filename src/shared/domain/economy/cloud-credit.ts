import type { CloudCreditRate } from '#shared/contract/economy/economy.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';

/** Cloud Credits in a gram of gold: one is a milligram. Source: docs/rules.md#cloud-credit */
const CC_PER_GRAM = 1000;
/** The price of a Cloud Credit in TFT until the market price is lower. Source: docs/rules.md#cloud-credit */
const FIXED_TFT_PER_CC = new Decimal(2);
/** The part of revenue that buys and burns TFT in the plan. Source: docs/rules.md#burn */
const BURN_FRACTION = new Decimal('0.1');

function assertPositive(value: Decimal, what: Message, field: string): void {
  if (!value.isFinite() || value.lte(0)) {
    throw invalidInput(message('economy:core.figureNotAboveZero', { what }), message('economy:core.typePriceOfToday'), {
      field,
    });
  }
}

/**
 * The value of a Cloud Credit in USD: a milligram of gold.
 * @throws FarmerError INVALID_INPUT when the price is not above zero
 * Source: docs/rules.md#cloud-credit
 */
export function cloudCreditUsd(goldPriceUsdPerGram: Decimal): Decimal {
  assertPositive(goldPriceUsdPerGram, message('economy:core.goldPrice'), 'goldUsdPerGram');
  return goldPriceUsdPerGram.div(CC_PER_GRAM);
}

/**
 * The price of a Cloud Credit in TFT: 2, until one TFT is worth more than half a Cloud Credit; then the market price.
 * @throws FarmerError INVALID_INPUT when a price is not above zero
 * Source: docs/rules.md#cloud-credit
 */
export function cloudCreditRate(goldPriceUsdPerGram: Decimal, tftPriceUsd: Decimal): CloudCreditRate {
  assertPositive(tftPriceUsd, message('economy:core.tftPrice'), 'tftPriceUsd');
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

/** Converts TFT to Cloud Credits; there is no way back. Source: docs/rules.md#cloud-credit */
export function tftToCloudCredits(tft: Decimal, rate: CloudCreditRate): Decimal {
  return tft.div(rate.tftPerCc);
}

/** The TFT that the burned part of a revenue buys. Source: docs/rules.md#burn */
export function computeBurnedTft(revenueUsd: Decimal, tftPriceUsd: Decimal): Decimal {
  assertPositive(tftPriceUsd, message('economy:core.tftPrice'), 'tftPriceUsd');
  return revenueUsd.times(BURN_FRACTION).div(tftPriceUsd);
}
