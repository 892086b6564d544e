import { z } from 'zod';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/periods.ts';
import { query, wholeNumber } from '#shared/contract/base.ts';

/** A minting period. Both ends belong to it; the instant that two share is the start of the later one. */
export const periodSchema = z.object({
  index: wholeNumber.max(MAX_PERIOD_INDEX),
  name: z.string().describe('The UTC month of its midpoint, like 2025-01'),
  startS: wholeNumber.describe('Unix seconds'),
  endS: wholeNumber.describe('Unix seconds'),
  allowedDownSeconds: z.object({ diy: wholeNumber, certified: wholeNumber }),
});

/** A minting period. */
export type PeriodWire = z.infer<typeof periodSchema>;

/** Calls about minting periods. */
export const periodsContract = {
  get: query('One minting period, by index or by an instant; the current one when neither is given')
    .input(
      z
        .object({ index: z.number().nullable().default(null), atS: z.number().nullable().default(null) })
        .default({ index: null, atS: null }),
    )
    .output(periodSchema),
  list: query('The current minting period and those before it, newest first')
    .input(z.object({ count: z.number().int().min(1).max(240).default(12) }).default({ count: 12 }))
    .output(z.object({ periods: z.array(periodSchema) })),
};
