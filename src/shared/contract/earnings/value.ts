import { z } from 'zod';
import {
  decimalOutput,
  nonNegativeDecimalOutput,
  positiveDecimalOutput,
  roundedOutput,
  unixSeconds,
} from '#shared/contract/base.ts';
import { NEEDED_NUMBERS } from '#shared/domain/earnings/needed-numbers.ts';

/** Where the price of a TFT comes from once the farmer switches one on: Stellar's exchange, or the chain's own record. */
export const PRICE_SOURCES = ['stellar-dex', 'chain'] as const;

/** What a TFT is worth to the farmer, with its source and since when; there is no price until one was entered. */
export const tftPriceSchema = z.discriminatedUnion('source', [
  z.object({
    source: z.literal('entered'),
    usd: positiveDecimalOutput,
    sinceS: unixSeconds.nullable().describe('Null where the time was not kept'),
  }),
  z.object({
    source: z.enum(PRICE_SOURCES),
    usd: positiveDecimalOutput,
    sinceS: unixSeconds.describe('When it was a price there'),
  }),
  z.object({ source: z.literal('not-entered'), usd: z.null(), sinceS: z.null() }),
]);
/** The farmer's price of a TFT: a Decimal inside. */
export type TftPrice = z.input<typeof tftPriceSchema>;
/** The farmer's price of a TFT as callers get it. */
export type TftPriceAnswer = z.output<typeof tftPriceSchema>;

/** No figure, and which numbers are missing for one. */
export const missingSchema = z.object({
  state: z.literal('missing'),
  missing: z.array(z.enum(NEEDED_NUMBERS)).min(1).readonly(),
});
/** No figure, and which numbers are missing for one. */
export type Missing = z.infer<typeof missingSchema>;

const breakEven = roundedOutput(8).nullable();

/** The money of one whole minting period in USD; no net while a number that it needs was not entered. */
export const periodMoneySchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('known'),
    grossUsd: nonNegativeDecimalOutput.describe('The TFT of the reward at the farmer’s price'),
    powerUsd: nonNegativeDecimalOutput,
    otherUsd: nonNegativeDecimalOutput.describe('Other running costs'),
    netUsd: decimalOutput.describe('gross − power − other; the price of the hardware is not in it'),
    breakEvenTftPriceUsd: breakEven.describe('The TFT price at which the net is 0; null without a reward'),
    breakEvenKwhPriceUsd: breakEven.describe('The price of a kWh at which the net is 0; null where no price is'),
  }),
  missingSchema.extend({
    grossUsd: nonNegativeDecimalOutput.nullable().describe('Null while the reward or the TFT price is not known'),
    powerUsd: nonNegativeDecimalOutput.nullable().describe('Null while the watts or the tariff are not known'),
  }),
]);
/** The money of one whole minting period: Decimals inside. */
export type PeriodMoney = z.input<typeof periodMoneySchema>;
/** The money of one whole minting period as callers get it. */
export type PeriodMoneyAnswer = z.output<typeof periodMoneySchema>;
