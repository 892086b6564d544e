import { z } from 'zod';
import {
  command,
  decimalOutput,
  nonNegativeDecimalOutput,
  query,
  tftIntervalOutput,
  unixMs,
  unixSeconds,
  wholeNumber,
  wholeNumberOutput,
} from '#shared/contract/base.ts';
import { PAYOUT_STATES } from '#shared/domain/uptime/payout.ts';
import { CERTIFICATIONS } from '#shared/domain/uptime/limits.ts';
import { MAX_IMPORT_CHARACTERS, nodeId } from '#shared/contract/nodes/nodes.ts';
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
  'not-known',
]);

/** Why a receipt differs from the own record. */
export type ReceiptCause = z.infer<typeof receiptCause>;

const receiptKind = z.enum(['minting', 'fixup', 'retry']);
/** A receipt of a period, a correction of one, or a payment that failed and was sent again. */
export type ReceiptKind = z.infer<typeof receiptKind>;

const hashCheck = z
  .enum(['verified', 'differs', 'unverifiable'])
  .describe('Whether the raw bytes have the hash; unverifiable where they are not there');
/** Whether a receipt's hash could be verified. */
export type HashCheck = z.infer<typeof hashCheck>;

const receiptStanding = z
  .enum(['only', 'paid-most', 'named-by-fixup', 'paid-less', 'corrected'])
  .describe('Why it counts for its period (the first three), or why another does');
/** Whether a receipt counts for its period, and why. */
export type ReceiptStanding = z.infer<typeof receiptStanding>;

const hash = z.string().nullable().describe('Null where the receipt came without one');
const node = z.object({ id: nodeId, name: z.string(), isRemoved: z.boolean() });
const paid = { musd: wholeNumberOutput, tft: nonNegativeDecimalOutput };

/** The payment status of a receipt, as calls answer it. */
export const paymentShape = {
  payoutState: z.enum(PAYOUT_STATES).describe('Computed or late: the payments were read, and none bears the hash'),
  payout: z
    .object({ atS: unixSeconds, tft: nonNegativeDecimalOutput, transaction: z.string(), address: z.string() })
    .nullable()
    .describe('The payment by the issuer of TFT whose memo is the hash; null: none was seen'),
};
const paymentSchema = z.object(paymentShape);
/** The payment status of a receipt within the program. */
export type ReceiptPayment = z.input<typeof paymentSchema>;

const receiptSchema = z.object({
  id: wholeNumber,
  hash,
  verification: hashCheck,
  standing: receiptStanding,
  isCounted: z.boolean(),
  node,
  gridNodeId: wholeNumber,
  gridFarmId: wholeNumber,
  payoutAddress: z.string(),
  policyId: wholeNumber.nullable(),
  period: periodSchema,
  measuredUptimeS: wholeNumber,
  permille: wholeNumber,
  musd: wholeNumber,
  tft: nonNegativeDecimalOutput,
  connectionPriceMusd: wholeNumber.nullable().describe('At which it was paid; null where nothing was'),
  certification: z.enum(CERTIFICATIONS),
  cu: nonNegativeDecimalOutput,
  su: nonNegativeDecimalOutput,
  nu: nonNegativeDecimalOutput,
  ip: nonNegativeDecimalOutput,
  ownTft: tftIntervalOutput.nullable().describe('Null where the own record cannot say'),
  uptimeDifferenceS: z.number().int().nullable(),
  tftDifference: decimalOutput.nullable().describe('0 within the interval'),
  causes: z.array(receiptCause).readonly(),
  isAsIfMinted: z.boolean().describe('Grid 3 no longer mints this period, by what the farmer set'),
  ...paymentShape,
  importedAtMs: unixMs,
});

const fixupSchema = z.object({
  id: wholeNumber,
  hash,
  node,
  gridNodeId: wholeNumber,
  gridFarmId: wholeNumber,
  period: periodSchema,
  mintedHash: z.string(),
  correctHash: z.string(),
  minted: z.object(paid),
  correct: z.object(paid),
  fixup: z.object(paid).describe('What the correction paid'),
  units: z
    .object({ cu: nonNegativeDecimalOutput, su: nonNegativeDecimalOutput, nu: nonNegativeDecimalOutput })
    .nullable()
    .describe('Of the corrected receipt'),
  payoutAddress: z.string(),
  isCounted: z.boolean().describe('Since the corrected receipt is not here'),
  isAsIfMinted: z.boolean(),
  ...paymentShape,
});

const retrySchema = z.object({
  id: wholeNumber,
  hash,
  node: node.nullable().describe('Null where the receipt it pays again is not here'),
  period: periodSchema.describe('The period whose payment failed'),
  retryPeriod: periodSchema,
  receiptHash: z.string(),
  ...paid,
  payoutAddress: z.string(),
  ...paymentShape,
});

const knownUnits = nonNegativeDecimalOutput.nullable().describe('Null where no payment in it names them');

const receiptTotalSchema = z.object({
  span: z.string().describe('The month (2025-01) or year (2025) in which the periods end, in UTC'),
  nodes: wholeNumber,
  receipts: wholeNumber.describe('That count: each period of a node once'),
  musd: wholeNumberOutput,
  tft: nonNegativeDecimalOutput,
  cu: knownUnits,
  su: knownUnits,
  nu: knownUnits,
  ip: knownUnits,
  unitsMissing: wholeNumber.describe('Corrections in it that name no CU, SU and NU'),
  ipMissing: wholeNumber.describe('Corrections in it: they name no IPv4 addresses'),
  ownTft: tftIntervalOutput.nullable().describe('Of the receipts beside which there is an own record'),
  ownMissing: wholeNumber.describe('Receipts without an own record'),
  isAsIfMinted: z.boolean(),
});

const receiptTotalsSchema = z.object({
  months: z.array(receiptTotalSchema).readonly(),
  years: z.array(receiptTotalSchema).readonly(),
  all: receiptTotalSchema,
});

/** What was paid in a month or a year, within the program. */
export type ReceiptTotal = z.input<typeof receiptTotalSchema>;
/** What was paid by month and by year, within the program. */
export type ReceiptTotals = z.input<typeof receiptTotalsSchema>;

/** A receipt compared with the own record, as calls answer it. Differences are receipt less own. */
export type Receipt = z.output<typeof receiptSchema>;
/** A {@link Receipt} within the program. */
export type ComparedReceipt = z.input<typeof receiptSchema>;
/** A correction of a receipt, within the program. */
export type ListedFixup = z.input<typeof fixupSchema>;
/** A payment sent again, within the program. */
export type ListedRetry = z.input<typeof retrySchema>;

/** Receipts of every kind and their totals. */
export const receiptListSchema = z.object({
  receipts: z.array(receiptSchema),
  fixups: z.array(fixupSchema).describe('Corrections of receipts'),
  retries: z.array(retrySchema).describe('Payments that failed and were sent again: no further payment'),
  totals: receiptTotalsSchema.describe('Of what counts; demo data is in them where there is nothing else'),
});

/** Receipts of every kind, as calls answer them. */
export type ReceiptList = z.output<typeof receiptListSchema>;

/** What the import of receipts did. */
const receiptImportSchema = importResultSchema.extend({ fixups: wholeNumber, retries: wholeNumber });

const nodeOrAll = nodeId.nullable().default(null).describe('Null: every node');

/** Calls about minting receipts. */
export const receiptsContract = {
  list: query('Receipts, latest period first, each compared with the own record')
    .input(z.object({ nodeId: nodeOrAll }))
    .output(receiptListSchema),
  getLatest: query('The last payout of a node')
    .input(z.object({ nodeId: nodeId.nullable().default(null).describe('Null: this machine, or the only node') }))
    .output(
      z.object({
        receipt: receiptSchema.nullable(),
        fixup: fixupSchema.nullable().describe('Where a correction alone names the latest period'),
      }),
    ),
  importReceipts: command('Import minting receipts; a node that is not here yet is added')
    .input(
      z.object({
        text: z.string().min(1).max(MAX_IMPORT_CHARACTERS),
        file: z.string().max(4000).default('').describe('Its name; a raw receipt is named by its hash'),
      }),
    )
    .output(receiptImportSchema),
  exportReceipts: query('Receipts as they came, as a JSON list')
    .input(z.object({ nodeId: nodeOrAll }))
    .output(z.object({ text: z.string(), count: wholeNumber })),
};
