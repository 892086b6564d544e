import { z } from 'zod';
import {
  BID_STATES,
  LONGEST_HORIZON_MONTHS,
  REJECTION_REASONS,
  RESOURCES,
  SHORTAGES,
} from '#shared/domain/bids/constants.ts';
import { RULE_SPLIT_IDS } from '#shared/domain/economy/constants.ts';
import { PRICE_CURRENCIES } from '#shared/domain/slices/prices/currency.ts';
import {
  command,
  decimalOutput,
  messageSchema,
  nonNegativeDecimal,
  nonNegativeDecimalOutput,
  positiveDecimal,
  positiveDecimalOutput,
  query,
  roundedOutput,
  unixSeconds,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import { MAX_FILE_NAME, MAX_IMPORT_CHARACTERS, nodeId } from '#shared/contract/nodes/nodes.ts';
import { missingCosts } from '#shared/contract/slices/slices.ts';

/** Places of money in USD. */
const MONEY_PLACES = 6;
const CHANCE_PLACES = 4;

const bidId = typedText().min(1).max(120);
const note = typedText().min(1).max(500);

/** What a buyer wants and offers, and the farmer's decision. A month is a minting period of 730.8 h. */
const bidSchema = z.object({
  id: bidId,
  buyer: z.string(),
  vcpus: wholeNumber,
  memoryGib: nonNegativeDecimal,
  ssdGib: nonNegativeDecimal,
  gpus: wholeNumber,
  months: wholeNumber,
  pricePerMonth: nonNegativeDecimal,
  currency: z.enum(PRICE_CURRENCIES),
  minUptimePercent: nonNegativeDecimal.nullable(),
  certifiedOnly: z.boolean(),
  expiresAtS: unixSeconds.nullable().describe('Null: valid until it is withdrawn'),
  state: z.enum(BID_STATES),
  note: z.string().nullable().describe('The reason of a decline, or the note to a counter-offer'),
  counterPriceMonth: nonNegativeDecimal.nullable().describe("In the bid's own currency"),
  isSimulated: z.boolean(),
});
/** A bid. */
export type Bid = z.infer<typeof bidSchema>;
/** The state of a bid. */
export type BidState = Bid['state'];

/** A bid with its value at today's rate of the Cloud Credit. */
const valuedBidSchema = bidSchema.extend({
  needsKyc: z.boolean().nullable().describe('The whole bid is worth more than 1000 USD; null where that is not known'),
  worthUsd: roundedOutput(MONEY_PLACES)
    .nullable()
    .describe('All months together; null of a bid in CC until the gold price was entered'),
});
/** A bid with its value. */
export type ValuedBid = z.infer<typeof valuedBidSchema>;

const shortageSchema = z.object({
  of: z.enum(SHORTAGES),
  needed: nonNegativeDecimalOutput,
  available: nonNegativeDecimalOutput.describe('The most in any one place'),
});
/** What a bid needs more of than is available, in cores, GiB, GPUs or slices. */
export type Shortage = z.input<typeof shortageSchema>;

const riskSchema = z.object({
  periods: wholeNumber,
  misses: wholeNumber,
  missChance: roundedOutput(CHANCE_PLACES).describe('In one month, 0 to 1'),
  missChanceOverTerm: roundedOutput(CHANCE_PLACES).describe('In at least one month of the bid, 0 to 1'),
});

const rankedBidSchema = z.object({
  bid: valuedBidSchema,
  fits: z.boolean().describe('Whether it has a place; one in CC without a gold price has no rank and names no place'),
  code: z.enum(REJECTION_REASONS).nullable(),
  reason: messageSchema.nullable().describe('Why it does not fit, in a sentence'),
  shortage: shortageSchema.nullable().describe('What is short, where it can be counted'),
  place: z
    .object({
      nodeId,
      nodeName: z.string(),
      kindId: z.string(),
      slices: wholeNumber,
      grossMonthUsd: nonNegativeDecimalOutput,
      shareMonthUsd: nonNegativeDecimalOutput,
      costMonthUsd: nonNegativeDecimalOutput,
      netMonthUsd: decimalOutput,
      missingCosts: missingCosts.describe('Costs that were not entered: the net is before them'),
      netPerScarceUnitUsd: roundedOutput(MONEY_PLACES)
        .nullable()
        .describe('Per core, GiB or GPU of the scarce resource'),
      risk: riskSchema.nullable(),
    })
    .nullable(),
});
/** A bid with its best place, or the reason why it has none. Money in USD. */
export type RankedBid = z.infer<typeof rankedBidSchema>;

const reservationSchema = z.object({
  bidId,
  buyer: z.string(),
  nodeId,
  nodeName: z.string(),
  kindId: z.string(),
  slices: wholeNumber,
  startS: unixSeconds,
  endS: unixSeconds,
  monthUsd: nonNegativeDecimal.describe('What it pays a month, at the rate of the day on which the bid was accepted'),
});
/** Slices reserved for an accepted bid. */
export type Reservation = z.infer<typeof reservationSchema>;

const bestSetSchema = z.object({
  chosen: z.array(
    z.object({
      bid: valuedBidSchema,
      nodeId,
      nodeName: z.string(),
      kindId: z.string(),
      slices: wholeNumber,
      startMonth: wholeNumber.describe('0: now'),
      startS: unixSeconds,
      netUsd: decimalOutput.describe('Within the horizon'),
      missingCosts: missingCosts.describe('Costs that were not entered: the net is before them'),
    }),
  ),
  incomeUsd: decimalOutput.describe('Net within the horizon'),
  boundUsd: decimalOutput.describe('No set of bids whose value is known brings more, as far as is proven'),
  isOptimal: z.boolean(),
  considered: wholeNumber,
  leftOut: wholeNumber.describe('Bids that were left out, because the problem would have been too large'),
  needGoldPrice: wholeNumber.describe('Bids in CC that were left out, because no gold price was entered'),
  months: wholeNumber,
  fromS: unixSeconds.describe('When the horizon begins'),
  freeInMonth: z.array(wholeNumber).describe('Slices that no accepted bid holds, in each month of the horizon'),
});
/** The bids with the highest income within a horizon. Money in USD. */
export type BestSet = z.infer<typeof bestSetSchema>;

const periodRevenueSchema = z.object({
  index: wholeNumber,
  name: z.string(),
  grossUsd: nonNegativeDecimalOutput,
  farmerUsd: nonNegativeDecimalOutput,
  shares: z.array(z.object({ id: z.string(), label: messageSchema, amount: nonNegativeDecimalOutput })),
});
/** The revenue of accepted bids in one minting period. */
export type PeriodRevenue = z.input<typeof periodRevenueSchema>;

const placeInput = {
  nodeId: nodeId.nullable().default(null).describe('Null: where its income is highest'),
  kindId: z.string().max(40).nullable().default(null),
};

const acceptSchema = z.object({ id: bidId, ...placeInput, startS: unixSeconds.nullable().default(null) });
/** The bid to accept, with the chosen node, kind of slice and start. */
export type AcceptInput = z.infer<typeof acceptSchema>;

const lossConsentSchema = z.object({
  acceptsLoss: z.boolean().default(false).describe('Also where a bid costs more than it brings'),
  reason: note.nullable().default(null).describe('Why it is accepted all the same; kept with the bid'),
});
/** Whether the farmer accepts a bid that costs more than it earns, and why. */
export type LossConsent = z.infer<typeof lossConsentSchema>;

const acceptedSchema = z.object({ bid: valuedBidSchema, reservation: reservationSchema });

/** Calls about bids. */
export const bidsContract = {
  importFile: command('Import a bid file of format 1, JSON or CSV; a bad row is reported, the rest is imported')
    .input(
      z.object({
        text: z.string().max(MAX_IMPORT_CHARACTERS),
        file: z.string().max(MAX_FILE_NAME).default('').describe('Where the text comes from'),
      }),
    )
    .output(
      z.object({
        imported: wholeNumber,
        rejected: z.array(z.object({ line: wholeNumber, reason: messageSchema })),
      }),
    ),
  rank: query('Open bids by net income per unit of the scarce resource, each in its best place')
    .input(
      z
        .object({ nodeId: nodeId.nullable().default(null), limit: z.number().int().min(1).max(200_000).default(500) })
        .default({ nodeId: null, limit: 500 }),
    )
    .output(
      z.object({
        bids: z.array(rankedBidSchema),
        total: wholeNumber,
        fitting: wholeNumber,
        scarce: z.enum(RESOURCES),
        counts: z.record(z.enum(BID_STATES), wholeNumber),
        usdPerCc: positiveDecimalOutput.nullable(),
      }),
    ),
  list: query('Bids in some states, newest first')
    .input(
      z.object({
        states: z.array(z.enum(BID_STATES)).min(1),
        limit: z.number().int().min(1).max(200_000).default(500),
      }),
    )
    .output(z.object({ bids: z.array(valuedBidSchema) })),
  accept: command(
    'Accept a bid: its slices are reserved for all its months, or it is refused; one that loses money too',
  )
    .input(acceptSchema.extend(lossConsentSchema.shape))
    .output(acceptedSchema),
  acceptAll: command('Accept several bids: all of them or none')
    .input(lossConsentSchema.extend({ bids: z.array(acceptSchema).min(1).max(1000).readonly() }))
    .output(z.object({ accepted: z.array(acceptedSchema).readonly() })),
  counter: command('Make a counter-offer with another price')
    .input(z.object({ id: bidId, priceMonth: positiveDecimal, note: note.nullable().default(null) }))
    .output(valuedBidSchema),
  decline: command('Decline a bid with a reason')
    .input(z.object({ id: bidId, reason: note }))
    .output(valuedBidSchema),
  reopen: command('Reopen an accepted, countered or declined bid; its reserved slices are free again')
    .input(z.object({ id: bidId }))
    .output(valuedBidSchema),
  findBest: query('The open bids with the highest income in the coming months, found by the solver')
    .input(
      z
        .object({
          nodeId: nodeId.nullable().default(null),
          months: z.number().int().min(1).max(LONGEST_HORIZON_MONTHS).default(12),
          mayBeginLater: z.boolean().default(false).describe('A bid may begin in any month until it expires'),
        })
        .default({ nodeId: null, months: 12, mayBeginLater: false }),
    )
    .output(bestSetSchema),
  listReservations: query('Slices reserved for accepted bids').output(
    z.object({ reservations: z.array(reservationSchema) }),
  ),
  revenue: query('Revenue of accepted bids by minting period, split by a rule set')
    .input(
      z.object({
        nodeId: nodeId.nullable().default(null),
        split: z.enum(RULE_SPLIT_IDS).default('grid-v4'),
        periods: z.number().int().min(1).max(120).default(12),
      }),
    )
    .output(
      z.object({
        periods: z.array(periodRevenueSchema),
        grossUsd: nonNegativeDecimalOutput,
        farmerUsd: nonNegativeDecimalOutput,
      }),
    ),
  simulate: command('Add bids of a simulated market to practise on, marked as such')
    .input(z.object({ count: z.number().int().min(1).max(10_000).default(50), seed: wholeNumber.max(4_294_967_295) }))
    .output(z.object({ added: wholeNumber })),
  clearSimulated: command('Remove all bids of the simulated market').output(z.object({ removed: wholeNumber })),
};
