import { z } from 'zod';
import { PRICE_STANDINGS, PRICE_TERMS, SUGGESTION_STEPS } from '#shared/domain/slices/constants.ts';
import { PRICE_CURRENCIES } from '#shared/domain/slices/prices/currency.ts';
import {
  command,
  decimalString,
  messageSchema,
  nonNegativeDecimal,
  nonNegativeDecimalOutput,
  positiveDecimalOutput,
  query,
  roundedOutput,
  unixMs,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { MISSING_COSTS, nodeCostsSchema, priceBandSchema, sliceGroupSchema } from './slices.ts';
import type { MessageKey } from '#shared/message.ts';

/** Decimal places of amounts of money. */
const MONEY_PLACES = 8;
/** Most slices whose prices one call changes. */
const MAX_SLICES_AT_ONCE = 100_000;
/** Decimal places of a break-even occupancy. */
const SHARE_PLACES = 6;

/** The number of a node, a colon, and the kind of slice: "1:economics-2025". */
const sliceId = z.string().regex(/^[1-9]\d{0,15}:[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, {
  error: 'slices:core.mustBeSliceId' satisfies MessageKey,
});

const currency = z.enum(PRICE_CURRENCIES, { error: 'slices:core.currencyNotUsdOrCc' satisfies MessageKey });

const priceOutcomeSchema = z.object({
  gross: roundedOutput(MONEY_PLACES),
  share: roundedOutput(MONEY_PLACES).describe('The part of the gross that stays with the farmer'),
  cost: roundedOutput(MONEY_PLACES),
  net: roundedOutput(MONEY_PLACES),
  breakEvenOccupancy: roundedOutput(SHARE_PLACES).nullable().describe('Null when even a full node does not pay'),
});
/** The monthly income from a price, from the payments of users to the net. */
export type PriceOutcome = z.input<typeof priceOutcomeSchema>;

const priceBoundsSchema = z.object({
  floor: nonNegativeDecimalOutput.nullable().describe('Own cost; null when no price covers it'),
  band: priceBandSchema,
});
/** The bounds of a price per month, all in one currency. */
export type PriceBounds = z.input<typeof priceBoundsSchema>;

const suggestionSchema = z.object({
  priceMonth: roundedOutput(MONEY_PLACES),
  steps: z
    .array(z.object({ step: z.enum(SUGGESTION_STEPS), value: roundedOutput(MONEY_PLACES) }))
    .describe('How the price was derived, in order'),
});
/** A suggested price, and how it was derived. */
export type Suggestion = z.input<typeof suggestionSchema>;

const termPricesSchema = z.record(z.enum(PRICE_TERMS), nonNegativeDecimalOutput);
/** The prices of one slice for an hour, a day, a month and a year. */
export type TermPrices = z.input<typeof termPricesSchema>;

const slicePriceSchema = sliceGroupSchema.extend({
  id: sliceId,
  nodeId,
  nodeName: z.string(),
  currency: currency.describe('Of the price, and of all other amounts'),
  priceMonth: nonNegativeDecimalOutput.describe('The set price, or the suggested one while none is set'),
  isSuggested: z.boolean(),
  terms: termPricesSchema,
  floor: priceBoundsSchema.shape.floor,
  band: priceBandSchema
    .nullable()
    .describe('Null of a price in CC, as its floor, cost and suggestion, until the gold price was entered'),
  standing: z.enum(PRICE_STANDINGS),
  suggestion: suggestionSchema.nullable(),
  costMonth: roundedOutput(MONEY_PLACES).nullable().describe('Own cost of all slices of the kind per month'),
  isRentable: z.boolean().describe('Users cannot rent a machine that is not eligible: its slices earn nothing'),
  missing: z
    .array(z.enum([...MISSING_COSTS, 'gold-price']))
    .describe('Numbers that were not entered; no net without them'),
  outcome: priceOutcomeSchema
    .extend({ cost: priceOutcomeSchema.shape.cost.nullable(), net: priceOutcomeSchema.shape.net.nullable() })
    .describe('Of all slices of the kind, at the expected occupancy'),
  setAtMs: unixMs.nullable(),
  setBy: z.string().nullable(),
  reason: z.string().nullable(),
});
/** A kind of slice with its price and its bounds, as the program computes it. */
export type ComputedSlicePrice = z.input<typeof slicePriceSchema>;
/** A kind of slice with its price and its bounds, as a call returns it. */
export type SlicePrice = z.output<typeof slicePriceSchema>;

const nodePricingSchema = z.object({
  nodeId,
  nodeName: z.string(),
  costs: nodeCostsSchema,
  occupancy: nonNegativeDecimal,
  sharePercent: wholeNumber.max(100),
  wholeNodeMonthUsd: roundedOutput(MONEY_PLACES)
    .nullable()
    .describe('All slices, less the discount, plus the fee; null where a price in CC needs the gold price'),
});

const setPriceSchema = z.object({ priceMonth: nonNegativeDecimal, currency });
/** A price as it was set. */
export type SetPrice = z.infer<typeof setPriceSchema>;

const priceChangeSchema = z.object({
  id: wholeNumber,
  sliceId,
  kind: z.enum(['set', 'undo']),
  from: setPriceSchema.nullable().describe('Null: no price was set before, the suggested one applied'),
  to: setPriceSchema.nullable().describe('Null: the suggested price applies again'),
  atMs: unixMs,
  by: z.string(),
  reason: z.string().nullable().describe("Why it was set outside the bounds, or the farmer's own note"),
});
/** A change of the price of a slice; entries are only ever added. */
export type PriceChange = z.infer<typeof priceChangeSchema>;

const offerSchema = z.object({
  sliceId,
  nodeName: z.string(),
  count: wholeNumber,
  free: wholeNumber.describe('Slices not reserved now'),
  vcpus: nonNegativeDecimalOutput,
  memoryGib: nonNegativeDecimalOutput,
  ssdGib: nonNegativeDecimalOutput,
  gpus: wholeNumber,
  passmark: nonNegativeDecimalOutput,
  minUptimePercent: nonNegativeDecimalOutput,
  bandwidthMbit: nonNegativeDecimalOutput,
  isCertified: z.boolean(),
  hasPublicIp: z.boolean(),
  currency,
  prices: termPricesSchema,
});
/** One line of an offer sheet, as the program computes it. */
export type ComputedOffer = z.input<typeof offerSchema>;
/** One line of an offer sheet, as a call returns it. */
export type Offer = z.output<typeof offerSchema>;

const setPriceInputSchema = z.object({
  sliceId,
  priceMonth: decimalString,
  currency: currency.default('USD'),
  isForced: z.boolean().default(false),
  reason: typedText().min(1).max(300).nullable().default(null),
});
/** A price to set. */
export type SetPriceInput = z.output<typeof setPriceInputSchema>;

const ofNodeOrAll = z.object({ nodeId: nodeId.nullable().default(null) }).default({ nodeId: null });

const sliceIds = z.array(sliceId).min(1).max(MAX_SLICES_AT_ONCE);

/** Calls about prices. */
export const pricesContract = {
  list: query('The prices of all slices, each with its bounds')
    .input(ofNodeOrAll)
    .output(
      z.object({
        slices: z.array(slicePriceSchema),
        nodes: z.array(nodePricingSchema),
        skipped: z.array(z.object({ nodeId, nodeName: z.string(), because: z.string() })),
        usdPerCc: positiveDecimalOutput.nullable().describe('Null until the gold price was entered'),
      }),
    ),
  set: command('Set the price of a slice; refused below the floor or outside the band unless forced')
    .input(setPriceInputSchema)
    .output(slicePriceSchema),
  setSuggested: command('Set the suggested price of several slices; those whose suggestion is refused keep theirs')
    .input(z.object({ sliceIds }))
    .output(
      z.object({
        set: z.array(sliceId),
        refused: z.array(z.object({ sliceId, nodeName: z.string(), because: messageSchema })),
      }),
    ),
  undo: command('Undo the last price that was set for a slice').input(z.object({ sliceId })).output(slicePriceSchema),
  undoAll: command('Undo the last price of several slices: of all of them or none')
    .input(z.object({ sliceIds }))
    .output(z.object({ slices: z.array(slicePriceSchema) })),
  history: query('Every change of the prices of one slice or node, newest first')
    .input(z.object({ sliceId: sliceId.nullable().default(null), nodeId: nodeId.nullable().default(null) }))
    .output(z.object({ changes: z.array(priceChangeSchema) })),
  listOffers: query('The offer sheet: what is for sale, for publishing')
    .input(ofNodeOrAll)
    .output(z.object({ format: z.literal(1), offers: z.array(offerSchema), csv: z.string(), json: z.string() })),
};
