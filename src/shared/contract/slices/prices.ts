import { z } from 'zod';
import { PRICE_CURRENCIES } from '#shared/domain/slices/prices/currency.ts';
import { PRICE_TERMS } from '#shared/domain/slices/prices/relations.ts';
import {
  command,
  decimalString,
  nonNegativeDecimal,
  positiveDecimal,
  query,
  unixMs,
  wholeNumber,
} from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { nodeCostsMonthSchema, priceBandSchema, sliceAmountsSchema } from './slices.ts';

/** The number of a node, a colon, and the kind of slice: "1:economics-2025". */
export const sliceId = z.string().regex(/^[1-9]\d{0,15}:[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, {
  error: 'must be a slice of "farmer price show", like 1:economics-2025',
});

const currency = z.enum(PRICE_CURRENCIES, { error: 'is an unknown currency: prices are in USD or CC' });

const outcomeSchema = z.object({
  gross: decimalString,
  share: decimalString,
  cost: decimalString,
  net: decimalString,
  breakEvenOccupancy: nonNegativeDecimal.nullable(),
});

/** A kind of slice with its price and its rails, all in the currency of its price. */
export const slicePriceSchema = z.object({
  id: sliceId,
  nodeId,
  nodeName: z.string(),
  kindId: z.string(),
  count: wholeNumber,
  amounts: sliceAmountsSchema,
  gpus: wholeNumber,
  currency,
  priceMonth: nonNegativeDecimal.describe('The set price, or the suggested one while none is set'),
  isSuggested: z.boolean(),
  terms: z.record(z.enum(PRICE_TERMS), nonNegativeDecimal),
  floor: nonNegativeDecimal.nullable().describe('Own cost; null when no price covers it'),
  band: priceBandSchema,
  standing: z.enum(['within', 'below-floor', 'below-band', 'above-band']),
  suggestion: z.object({
    priceMonth: nonNegativeDecimal,
    steps: z.array(z.object({ step: z.string(), value: nonNegativeDecimal })),
  }),
  costMonth: nonNegativeDecimal.describe('Own cost of all slices of the kind per month'),
  outcome: outcomeSchema.describe('Of all slices of the kind, at the expected occupancy'),
  setAtMs: unixMs.nullable(),
  setBy: z.string().nullable(),
  reason: z.string().nullable(),
});
/** A kind of slice with its price and its rails. */
export type SlicePrice = z.infer<typeof slicePriceSchema>;

/** What the prices of a node stand on. */
export const nodePricingSchema = z.object({
  nodeId,
  nodeName: z.string(),
  costs: nodeCostsMonthSchema,
  occupancy: nonNegativeDecimal,
  sharePercent: wholeNumber.max(100),
  wholeNodeMonthUsd: nonNegativeDecimal.describe('All slices, less the discount, plus the fee'),
});

const setPriceSchema = z.object({ priceMonth: nonNegativeDecimal, currency });

/** A change of a price. */
export const priceChangeSchema = z.object({
  id: wholeNumber,
  sliceId,
  kind: z.enum(['set', 'undo']),
  from: setPriceSchema.nullable(),
  to: setPriceSchema.nullable(),
  atMs: unixMs,
  by: z.string(),
  reason: z.string().nullable(),
});
/** A change of a price. */
export type PriceChangeWire = z.infer<typeof priceChangeSchema>;

/** One line of an offer sheet. */
export const offerSchema = z.object({
  sliceId,
  nodeName: z.string(),
  count: wholeNumber,
  free: wholeNumber.describe('Slices not reserved now'),
  vcpus: nonNegativeDecimal,
  memoryGib: nonNegativeDecimal,
  ssdGib: nonNegativeDecimal,
  gpus: wholeNumber,
  passmark: nonNegativeDecimal,
  minUptimePercent: nonNegativeDecimal,
  bandwidthMbit: nonNegativeDecimal,
  isCertified: z.boolean(),
  hasPublicIp: z.boolean(),
  currency,
  prices: z.record(z.enum(PRICE_TERMS), nonNegativeDecimal),
});
/** One line of an offer sheet. */
export type Offer = z.infer<typeof offerSchema>;

/** What comes before a price is set past a rail. */
const reason = z.string().trim().min(1).max(300);

/** Calls about prices. */
export const pricesContract = {
  list: query('The prices of all slices, each between its rails')
    .input(z.object({ nodeId: nodeId.nullable().default(null) }).default({ nodeId: null }))
    .output(
      z.object({
        slices: z.array(slicePriceSchema),
        nodes: z.array(nodePricingSchema),
        skipped: z.array(z.object({ nodeId, nodeName: z.string(), because: z.string() })),
        usdPerCc: positiveDecimal,
      }),
    ),
  set: command('Set the price of a slice; refused below the floor or outside the band unless forced')
    .input(
      z.object({
        sliceId,
        priceMonth: decimalString,
        currency: currency.default('USD'),
        isForced: z.boolean().default(false),
        reason: reason.nullable().default(null),
      }),
    )
    .output(slicePriceSchema),
  undo: command('Take the last standing price of a slice back').input(z.object({ sliceId })).output(slicePriceSchema),
  history: query('Every change of the prices of one slice or node, newest first')
    .input(z.object({ sliceId: sliceId.nullable().default(null), nodeId: nodeId.nullable().default(null) }))
    .output(z.object({ changes: z.array(priceChangeSchema) })),
  listOffers: query('The offer sheet: what is for sale, for publishing')
    .input(z.object({ nodeId: nodeId.nullable().default(null) }).default({ nodeId: null }))
    .output(z.object({ format: z.literal(1), offers: z.array(offerSchema), csv: z.string(), json: z.string() })),
};
