import { z } from 'zod';
import {
  command,
  messageSchema,
  nonNegativeDecimal,
  positiveDecimal,
  query,
  unixSeconds,
} from '#shared/contract/base.ts';
import { tftPriceSchema } from '#shared/contract/earnings/value.ts';
import { settingsSchema } from './settings.ts';

const currencySchema = settingsSchema.shape.currency;

const priceSource = settingsSchema.shape.priceSource.shape.tft;

/** By what amounts of money are computed and shown. */
const moneySettingsSchema = z.object({
  priceSource,
  priceProblem: z
    .object({ message: messageSchema, atS: unixSeconds })
    .nullable()
    .describe('Why the source gave no price when it was asked last'),
  tftPrice: tftPriceSchema,
  currency: currencySchema.shape.code,
  rate: currencySchema.shape.unitsPerUsd,
  goldUsdPerGram: settingsSchema.shape.rates.shape.goldUsdPerGram,
  electricity: settingsSchema.shape.electricity,
});

/** Calls about the price of a TFT and the farmer's currency. */
export const moneyContract = {
  get: query(
    'The price of a TFT with its age, the prices of gold and of electricity, and the currency that amounts are shown in',
  ).output(moneySettingsSchema),
  set: command(
    'Enter the price of a TFT, of gold or of electricity, or the currency with its rate; the time is kept with rates',
  )
    .input(
      z.object({
        tftPriceUsd: positiveDecimal.optional(),
        currency: currencySchema.shape.code.optional(),
        rate: positiveDecimal.optional(),
        goldUsdPerGram: positiveDecimal.optional(),
        usdPerKwh: nonNegativeDecimal.optional().describe('The same at every hour'),
      }),
    )
    .output(moneySettingsSchema),
  setPriceSource: command(
    'Take the price of a TFT from a source from now on, or as it is typed; asks the source at once',
  )
    .input(
      z.object({
        source: priceSource,
        address: z.string().max(300).nullable().default(null).describe('Instead of the published one'),
      }),
    )
    .output(moneySettingsSchema),
};
