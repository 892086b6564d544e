import { z } from 'zod';
import { nonNegativeDecimalOutput, query, unixSeconds, wholeNumber } from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { PAYOUT_STEPS } from '#shared/domain/uptime/payout.ts';
import { periodIndex, periodSchema } from './periods.ts';
import { paymentShape } from './receipts.ts';

/** Where the payout of a node's period is. */
export const payoutSchema = z.object({
  node: z.object({ id: nodeId, name: z.string(), gridNodeId: wholeNumber }),
  period: periodSchema,
  step: z.enum(PAYOUT_STEPS),
  lateSinceS: unixSeconds.nullable().describe('Since when the receipt or the payment is late; null where it is not'),
  receiptsReadAtS: unixSeconds.nullable().describe('When the receipts of the node were read last'),
  paymentsReadAtS: unixSeconds.nullable().describe('When the payments of the account were read last'),
  tft: nonNegativeDecimalOutput.nullable().describe('What its receipt and corrections pay; null without a receipt'),
  isAsIfMinted: z.boolean().describe('Grid 3 no longer mints this period, by what the farmer set'),
  payments: z
    .array(
      z.object({
        kind: z.enum(['receipt', 'correction']),
        hash: z.string().nullable(),
        tft: nonNegativeDecimalOutput,
        ...paymentShape,
      }),
    )
    .readonly()
    .describe('What is to be paid, and the payment of each that was seen'),
});
/** Where a payout is, as calls answer it. */
export type Payout = z.output<typeof payoutSchema>;

/** Calls about payouts. */
export const payoutsContract = {
  list: query('Where the payouts of the latest periods are, step by step, from receipts and payments that were read')
    .input(
      z.object({
        nodeId: nodeId.nullable().default(null).describe('Null: every node that the grid knows'),
        periods: z.number().int().min(1).max(400).default(3).describe('The latest so many, the running one included'),
        periodIndex: periodIndex.nullable().default(null).describe('One period instead'),
      }),
    )
    .output(z.object({ payouts: z.array(payoutSchema).readonly() })),
};
