import { z } from 'zod';
import { RECEIPT_CAUSES } from '#shared/domain/uptime/receipts.ts';
import {
  command,
  decimalString,
  nonNegativeDecimal,
  query,
  unixMs,
  unixSeconds,
  wholeNumber,
} from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { importResultSchema } from './uptime.ts';

/** A receipt beside the own record. Differences are receipt less own. */
export const receiptSchema = z.object({
  id: wholeNumber,
  node: z.object({ id: nodeId, name: z.string() }),
  period: z.object({ index: z.number().int(), name: z.string(), startS: unixSeconds, endS: unixSeconds }),
  measuredUptimeS: wholeNumber,
  permille: wholeNumber,
  musd: wholeNumber,
  tft: nonNegativeDecimal,
  connectionPriceMusd: wholeNumber,
  certification: z.enum(['diy', 'certified']),
  cu: nonNegativeDecimal,
  su: nonNegativeDecimal,
  ownTft: nonNegativeDecimal.nullable().describe('Null where the own record cannot say'),
  uptimeDifferenceS: z.number().int().nullable(),
  tftDifference: decimalString.nullable(),
  causes: z.array(z.enum(RECEIPT_CAUSES)),
  importedAtMs: unixMs,
});

/** A receipt beside the own record. */
export type ReceiptWire = z.infer<typeof receiptSchema>;

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
