import { z } from 'zod';
import { command, decimalOutput, nonNegativeDecimalOutput, query, unixMs, wholeNumber } from '#shared/contract/base.ts';
import { CERTIFICATIONS } from '#shared/domain/uptime/limits.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { periodSchema } from './periods.ts';
import { importResultSchema } from './uptime.ts';

const receiptCause = z.enum([
  'not-recorded',
  'unwatched-time',
  'report-timing',
  'uptime-higher-than-recorded',
  'uptime-lower-than-recorded',
  'target-missed',
  'violation',
  'connection-price',
  'capacity',
  'traffic',
  'certification',
  'policy',
  'rounding',
]);

/** Why a receipt differs from the own record. */
export type ReceiptCause = z.infer<typeof receiptCause>;

const receiptSchema = z.object({
  id: wholeNumber,
  node: z.object({ id: nodeId, name: z.string() }),
  period: periodSchema,
  measuredUptimeS: wholeNumber,
  permille: wholeNumber,
  musd: wholeNumber,
  tft: nonNegativeDecimalOutput,
  connectionPriceMusd: wholeNumber,
  certification: z.enum(CERTIFICATIONS),
  cu: nonNegativeDecimalOutput,
  su: nonNegativeDecimalOutput,
  ownTft: nonNegativeDecimalOutput.nullable().describe('Null where the own record cannot say'),
  uptimeDifferenceS: z.number().int().nullable(),
  tftDifference: decimalOutput.nullable(),
  causes: z.array(receiptCause).readonly(),
  importedAtMs: unixMs,
});

/** A receipt beside the own record, as calls answer it. Differences are receipt less own. */
export type Receipt = z.output<typeof receiptSchema>;
/** A {@link Receipt} within the program. */
export type ComparedReceipt = z.input<typeof receiptSchema>;

const node = nodeId.nullable().default(null).describe('Null: every node');

/** Calls about minting receipts. */
export const receiptsContract = {
  list: query('Receipts, latest period first, each compared with the own record')
    .input(z.object({ nodeId: node }))
    .output(z.object({ receipts: z.array(receiptSchema) })),
  getLatest: query('The last payout of a node')
    .input(z.object({ nodeId: nodeId.nullable().default(null).describe('Null: this machine, or the only node') }))
    .output(z.object({ receipt: receiptSchema.nullable() })),
  importReceipts: command('Import minting receipts; a node that is not here yet is added')
    .input(z.object({ text: z.string().min(1).max(16_000_000) }))
    .output(importResultSchema),
  exportReceipts: query('Receipts as they came, as a JSON list')
    .input(z.object({ nodeId: node }))
    .output(z.object({ text: z.string(), count: wholeNumber })),
};
