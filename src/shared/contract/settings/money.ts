import { z } from 'zod';
import { command, positiveDecimal, query } from '#shared/contract/base.ts';
import { tftPriceSchema } from '#shared/contract/earnings/value.ts';
import { settingsSchema } from './settings.ts';

const currencySchema = settingsSchema.shape.currency;

/** By what amounts of money are computed and shown. */
export const moneySettingsSchema = z.object({
  tftPrice: tftPriceSchema,
  currency: currencySchema.shape.code,
  rate: currencySchema.shape.unitsPerUsd,
});

/** Calls about the price of a TFT and the farmer's currency. */
export const moneyContract = {
  get: query('The price of a TFT with its age, and the currency that amounts are shown in').output(moneySettingsSchema),
  set: command('Enter the price of a TFT, or the currency with its rate; the time is kept with them')
    .input(
      z.object({
        tftPriceUsd: positiveDecimal.optional(),
        currency: currencySchema.shape.code.optional(),
        rate: positiveDecimal.optional(),
      }),
    )
    .output(moneySettingsSchema),
};
