import { z } from 'zod';
import {
  command,
  messageSchema,
  nonNegativeDecimalOutput,
  query,
  unixSeconds,
  typedText,
} from '#shared/contract/base.ts';
import { settingsSchema } from './settings.ts';

const { electricity, gold, currency } = settingsSchema.shape.marketSources.shape;

const asked = {
  sinceS: unixSeconds.nullable().describe('When it was a price there; null before the first answer'),
  problem: z
    .object({ message: messageSchema, atS: unixSeconds })
    .nullable()
    .describe('Why it gave none when asked last'),
};

const marketsSchema = z.object({
  electricity: electricity.omit({ address: true }).extend({
    ...asked,
    isTokenSet: z.boolean().describe('Whether a token of ENTSO-E is kept'),
    hoursUsdPerKwh: z
      .array(nonNegativeDecimalOutput)
      .nullable()
      .describe('What a kWh costs by hour of the day, with fees and tax; null while the typed price is in use'),
  }),
  gold: z.object({ source: gold.shape.source, ...asked, usdPerGram: nonNegativeDecimalOutput.nullable() }),
  currency: z.object({
    source: currency.shape.source,
    ...asked,
    code: z.string(),
    unitsPerUsd: nonNegativeDecimalOutput.nullable(),
  }),
});
/** The sources of prices, as calls answer them. */
export type Markets = z.output<typeof marketsSchema>;

/** Calls about the prices of electricity and gold and the rate of the currency. */
export const marketsContract = {
  get: query('Which sources are switched on, what they gave, and since when').output(marketsSchema),
  set: command('Take a price from a source from now on, or as it is typed; asks the source at once')
    .input(
      z.object({
        electricity: electricity.partial().optional(),
        gold: gold.partial().optional(),
        currency: currency.partial().optional(),
      }),
    )
    .output(marketsSchema),
  setToken: command('Keep the token of ENTSO-E, or take it away')
    .input(z.object({ token: typedText().max(200).nullable() }))
    .output(marketsSchema),
};
