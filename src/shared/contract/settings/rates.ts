import { z } from 'zod';
import { command, positiveDecimal, query, unixMs } from '#shared/contract/base.ts';
import type { MessageKey } from '#shared/message.ts';

/**
 * What a rate is of: TFT in USD, a gram of gold in USD, or units of the farmer's currency for one USD.
 */
export const RATE_KINDS = ['tft-usd', 'gold-usd-per-gram', 'currency-per-usd'] as const;
/** One of {@link RATE_KINDS}. */
export type RateKind = (typeof RATE_KINDS)[number];

const currencyCode = z.string().regex(/^[A-Z]{3}$/, { error: 'settings:core.mustBeCurrencyCode' satisfies MessageKey });

/** A rate in use. `rate` is null until it was entered, `typedAtMs` for a default that nobody changed. */
const rateSchema = z.object({
  kind: z.enum(RATE_KINDS),
  currency: currencyCode.nullable().describe('Only for currency-per-usd'),
  rate: positiveDecimal.nullable(),
  typedAtMs: unixMs.nullable(),
});

/** A rate in use. */
export type Rate = z.infer<typeof rateSchema>;
/** A rate as the farmer typed it. */
export type TypedRate = Rate & { readonly rate: string; readonly typedAtMs: number };

/** Calls about rates. They are typed by the farmer and never fetched. */
export const ratesContract = {
  list: query('The rates in use, with when each was typed').output(z.object({ rates: z.array(rateSchema) })),
  set: command('Type a rate; the time is kept with it')
    .input(
      z.object({ kind: z.enum(RATE_KINDS), rate: positiveDecimal, currency: currencyCode.nullable().default(null) }),
    )
    .output(z.object({ rates: z.array(rateSchema) })),
};
