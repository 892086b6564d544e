import { z } from 'zod';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import { query, unixSeconds, wholeNumber } from '#shared/contract/base.ts';

/** The index of a minting period. */
export const periodIndex = wholeNumber.max(MAX_PERIOD_INDEX);

/** A minting period. Both ends belong to it; the instant that two share is the start of the later one. */
export const periodSchema = z.object({
  index: periodIndex,
  name: z.string().describe('The UTC month of its midpoint, like 2025-01'),
  startS: unixSeconds,
  endS: unixSeconds,
});

/** A minting period. */
export type Period = Readonly<z.infer<typeof periodSchema>>;

const periodWithAllowance = periodSchema.extend({
  allowedDownSeconds: z.object({ diy: wholeNumber, certified: wholeNumber }),
});

/** A minting period with the downtime that it allows. */
export type PeriodWithAllowance = z.infer<typeof periodWithAllowance>;

/** Calls about minting periods. */
export const periodsContract = {
  get: query('One minting period, by index or by an instant; the current one when neither is given')
    .input(
      z
        .object({ index: z.number().nullable().default(null), atS: z.number().nullable().default(null) })
        .default({ index: null, atS: null }),
    )
    .output(periodWithAllowance),
};
