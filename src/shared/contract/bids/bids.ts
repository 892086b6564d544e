import { z } from 'zod';
import { BID_STATES } from '#shared/domain/bids/bid.ts';
import { LONGEST_HORIZON_MONTHS } from '#shared/domain/bids/best-set.ts';
import { MISFIT_REASONS, SHORT_OF } from '#shared/domain/bids/misfit.ts';
import { SCARCE_RESOURCES } from '#shared/domain/bids/scarcity.ts';
import { RULE_SPLIT_IDS } from '#shared/domain/economy/splits.ts';
import { PRICE_CURRENCIES } from '#shared/domain/slices/prices/currency.ts';
import {
  command,
  decimalString,
  nonNegativeDecimal,
  positiveDecimal,
  query,
  unixSeconds,
  wholeNumber,
  words,
} from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';

/** The longest bid file in characters. */
export const MAX_BID_FILE_CHARACTERS = 40_000_000;

const bidId = z.string().trim().min(1).max(120);
const note = z.string().trim().min(1).max(500);

/** A bid as it came, with what became of it. */
export const bidSchema = z.object({
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
  expiresAtS: unixSeconds.nullable(),
  state: z.enum(BID_STATES),
  note: z.string().nullable(),
  counterPriceMonth: nonNegativeDecimal.nullable(),
  isSimulated: z.boolean(),
  needsKyc: z.boolean().describe('The whole bid is worth more than 1000 USD'),
  worthUsd: nonNegativeDecimal.describe('All months together'),
});
/** A bid as it crosses a boundary. */
export type BidWire = z.infer<typeof bidSchema>;

/** What a bid asks for and does not find, in cores, GiB, GPUs or slices. */
const shortageSchema = z.object({
  of: z.enum(SHORT_OF),
  needed: nonNegativeDecimal,
  available: nonNegativeDecimal.describe('The most that one place has'),
});

const riskSchema = z.object({
  periods: wholeNumber,
  misses: wholeNumber,
  missChance: nonNegativeDecimal.describe('In one month, 0 to 1'),
  missChanceOverTerm: nonNegativeDecimal.describe('In at least one month of the bid, 0 to 1'),
});

/** A bid with the place where it does best. Money in USD. */
export const rankedBidSchema = z.object({
  bid: bidSchema,
  fits: z.boolean(),
  code: z.enum(MISFIT_REASONS).nullable(),
  reason: words.nullable().describe('Why it does not fit, in a sentence'),
  shortage: shortageSchema.nullable().describe('What is short, where it can be counted'),
  place: z
    .object({
      nodeId,
      nodeName: z.string(),
      kindId: z.string(),
      slices: wholeNumber,
      grossMonthUsd: nonNegativeDecimal,
      shareMonthUsd: nonNegativeDecimal,
      costMonthUsd: nonNegativeDecimal,
      netMonthUsd: decimalString,
      netPerScarceUnitUsd: decimalString.nullable().describe('Per core, GiB or GPU of the scarce resource'),
      risk: riskSchema.nullable(),
    })
    .nullable(),
});
/** A ranked bid as it crosses a boundary. */
export type RankedBidWire = z.infer<typeof rankedBidSchema>;

/** Slices promised to a bid. */
export const reservationSchema = z.object({
  bidId,
  buyer: z.string(),
  nodeId,
  nodeName: z.string(),
  kindId: z.string(),
  slices: wholeNumber,
  startS: unixSeconds,
  endS: unixSeconds,
  monthUsd: nonNegativeDecimal,
});
/** Slices promised to a bid. */
export type ReservationWire = z.infer<typeof reservationSchema>;

/** The best set of bids within a horizon, as far as it is proven. Money in USD. */
export const bestSetSchema = z.object({
  chosen: z.array(
    z.object({
      bid: bidSchema,
      nodeId,
      nodeName: z.string(),
      kindId: z.string(),
      slices: wholeNumber,
      startMonth: wholeNumber.describe('0: now'),
      startS: unixSeconds,
      netUsd: decimalString.describe('Within the horizon'),
    }),
  ),
  incomeUsd: decimalString.describe('Net within the horizon'),
  boundUsd: decimalString.describe('No set brings more, as far as is proven'),
  isOptimal: z.boolean(),
  considered: wholeNumber,
  leftOut: wholeNumber.describe('Bids that did not enter the question, because it would have been too large'),
  months: wholeNumber,
  fromS: unixSeconds.describe('When the horizon begins'),
  freeInMonth: z.array(wholeNumber).describe('Slices that no accepted bid holds, in each month of the horizon'),
});
/** The best set of bids as it crosses a boundary. */
export type BestSetWire = z.infer<typeof bestSetSchema>;

const placeInput = {
  nodeId: nodeId.nullable().default(null).describe('Null: where the bid does best'),
  kindId: z.string().max(40).nullable().default(null),
};

/** Calls about bids. */
export const bidsContract = {
  importFile: command('Import a bid file of format 1, JSON or CSV; a bad row is reported, the rest is imported')
    .input(z.object({ text: z.string().max(MAX_BID_FILE_CHARACTERS) }))
    .output(
      z.object({
        imported: wholeNumber,
        rejected: z.array(z.object({ line: wholeNumber, reason: z.string() })),
      }),
    ),
  rank: query('Open bids by net income per unit of the scarce resource, each where it does best')
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
        scarce: z.enum(SCARCE_RESOURCES),
        counts: z.record(z.enum(BID_STATES), wholeNumber),
        usdPerCc: positiveDecimal,
      }),
    ),
  list: query('Bids in some states, newest first')
    .input(
      z.object({
        states: z.array(z.enum(BID_STATES)).min(1),
        limit: z.number().int().min(1).max(200_000).default(500),
      }),
    )
    .output(z.object({ bids: z.array(bidSchema) })),
  accept: command('Accept a bid: its slices are reserved for all its months, or it is refused')
    .input(z.object({ id: bidId, ...placeInput, startS: unixSeconds.nullable().default(null) }))
    .output(z.object({ bid: bidSchema, reservation: reservationSchema })),
  counter: command('Ask another price of a bidder')
    .input(z.object({ id: bidId, priceMonth: positiveDecimal, note: note.nullable().default(null) }))
    .output(bidSchema),
  decline: command('Decline a bid with a reason')
    .input(z.object({ id: bidId, reason: note }))
    .output(bidSchema),
  reopen: command('Take an accept, counter-offer or decline back; reserved slices are free again')
    .input(z.object({ id: bidId }))
    .output(bidSchema),
  findBest: query('The set of open bids that brings most in the coming months, found by the solver')
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
  listReservations: query('What is promised to accepted bids').output(
    z.object({ reservations: z.array(reservationSchema) }),
  ),
  revenue: query('What accepted bids bring in each minting period, split as a rule set says')
    .input(
      z.object({
        nodeId: nodeId.nullable().default(null),
        split: z.enum(RULE_SPLIT_IDS).default('grid-v4'),
        periods: z.number().int().min(1).max(120).default(12),
      }),
    )
    .output(
      z.object({
        periods: z.array(
          z.object({
            index: wholeNumber,
            name: z.string(),
            grossUsd: nonNegativeDecimal,
            farmerUsd: nonNegativeDecimal,
            shares: z.array(z.object({ id: z.string(), label: z.string(), amount: nonNegativeDecimal })),
          }),
        ),
        grossUsd: nonNegativeDecimal,
        farmerUsd: nonNegativeDecimal,
      }),
    ),
  simulate: command('Add bids of a simulated market to practise on, marked as such')
    .input(z.object({ count: z.number().int().min(1).max(10_000).default(50), seed: wholeNumber.max(4_294_967_295) }))
    .output(z.object({ added: wholeNumber })),
  clearSimulated: command('Remove all bids of the simulated market').output(z.object({ removed: wholeNumber })),
};
