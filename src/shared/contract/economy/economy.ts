import { z } from 'zod';
import { MAX_DRAWN_BIDS } from '#shared/domain/economy/drawn-market.ts';
import { ROADMAP_STATUSES } from '#shared/domain/economy/roadmap.ts';
import { RULE_SPLIT_IDS } from '#shared/domain/economy/splits.ts';
import { MAX_SEED } from '#shared/domain/earnings/random.ts';
import {
  decimalString,
  nonNegativeDecimal,
  positiveDecimal,
  query,
  unixSeconds,
  wholeNumber,
} from '#shared/contract/base.ts';

const splitShareSchema = z.object({
  id: z.string(),
  label: z.string(),
  percent: z.number().int(),
  amount: nonNegativeDecimal,
});

const splitSchema = z.object({
  shares: z.array(splitShareSchema),
  payable: z.array(splitShareSchema).describe('The same in whole cents, adding up to the last one'),
});

/** A bid of the exit auction, in the unit of the round. */
export const auctionBidSchema = z.object({
  lp: z.string().trim().min(1).max(80),
  amount: positiveDecimal,
  minPrice: positiveDecimal,
  contributed: nonNegativeDecimal.nullable().default(null),
  exited: nonNegativeDecimal.nullable().default(null),
});

const auctionOutcome = z.enum(['accepted', 'discount', 'lifetime-cap', 'round-full', 'after-stop']);

const auctionResultSchema = z.object({
  clearingPrice: positiveDecimal.nullable(),
  filled: nonNegativeDecimal,
  max: positiveDecimal,
  highestPrice: positiveDecimal.nullable(),
  marginKept: nonNegativeDecimal,
  discountKept: nonNegativeDecimal.nullable(),
  steps: z.array(
    z.object({
      lp: z.string(),
      position: wholeNumber,
      amount: positiveDecimal,
      minPrice: positiveDecimal,
      outcome: auctionOutcome,
      filled: nonNegativeDecimal,
      margin: nonNegativeDecimal,
      reason: z.string(),
    }),
  ),
});

/** The most text taken as a bid file or a tariff file. */
export const MAX_TABLE_CHARACTERS = 4_000_000;

const positionSchema = z.object({
  id: z.string().min(1).max(80),
  provider: z.string().trim().min(1).max(80),
  token: z.string().trim().min(1).max(20),
  amount: positiveDecimal,
  sinceS: unixSeconds,
});

const runOutSchema = z.object({
  capTft: nonNegativeDecimal,
  mintedTft: nonNegativeDecimal,
  leftTft: nonNegativeDecimal,
  perMonthTft: nonNegativeDecimal,
  monthsLeft: wholeNumber.nullable().describe('Minting periods; null: never'),
  endsAtS: unixSeconds.nullable(),
});

/** Calls about the token economy. */
export const economyContract = {
  split: query('Share revenue as a rule set prescribes, to the last unit')
    .input(z.object({ rules: z.enum(RULE_SPLIT_IDS), amount: nonNegativeDecimal }))
    .output(splitSchema.extend({ rules: z.enum(RULE_SPLIT_IDS), amount: nonNegativeDecimal })),
  compareSplits: query('The same amount under every public split')
    .input(z.object({ amount: nonNegativeDecimal }))
    .output(
      z.object({ splits: z.array(splitSchema.extend({ id: z.string(), label: z.string(), isRule: z.boolean() })) }),
    ),
  clearAuction: query('Clear a round of the exit auction, step by step')
    .input(
      z.object({
        bids: z.union([
          z.object({ csv: z.string().min(1).max(MAX_TABLE_CHARACTERS) }),
          z.object({ list: z.array(auctionBidSchema).max(10_000) }),
        ]),
        own: auctionBidSchema.nullable().default(null).describe('One more bid, after those of the same price'),
        max: positiveDecimal,
        marketPrice: positiveDecimal.nullable().default(null),
        poolUsdc: positiveDecimal.nullable().default(null),
      }),
    )
    .output(auctionResultSchema),
  drawMarket: query('Made-up bids to practise on, the same for the same seed')
    .input(
      z.object({
        seed: z.number().int().min(0).max(MAX_SEED).default(1),
        bids: z.number().int().min(1).max(MAX_DRAWN_BIDS).default(20),
        marketPrice: positiveDecimal,
        typicalAmount: positiveDecimal,
      }),
    )
    .output(z.object({ bids: z.array(auctionBidSchema) })),
  quoteCloudCredit: query('What a Cloud Credit is worth and costs')
    .input(
      z.object({
        goldUsdPerGram: positiveDecimal,
        tftPriceUsd: positiveDecimal,
        tft: nonNegativeDecimal.default('0').describe('TFT to turn into Cloud Credits'),
        revenueUsd: nonNegativeDecimal.default('0').describe('Revenue whose burned tenth is asked'),
      }),
    )
    .output(
      z.object({
        kind: z.enum(['fixed', 'market']),
        ccUsd: positiveDecimal,
        tftPerCc: positiveDecimal,
        switchPriceUsd: positiveDecimal,
        cc: nonNegativeDecimal,
        burnedUsd: nonNegativeDecimal,
        burnedTft: nonNegativeDecimal,
      }),
    ),
  sharePool: query('The standing of liquidity positions over time')
    .input(z.object({ positions: z.array(positionSchema).max(200), instantsS: z.array(unixSeconds).min(1).max(200) }))
    .output(
      z.object({
        instants: z.array(
          z.object({
            atS: unixSeconds,
            shares: z.array(
              z.object({ id: z.string(), provider: z.string(), heldS: wholeNumber, share: nonNegativeDecimal }),
            ),
          }),
        ),
      }),
    ),
  forecastRunOut: query('When minting ends under the two caps')
    .input(
      z.object({
        mintedTft: nonNegativeDecimal,
        perMonthTft: nonNegativeDecimal,
        capTft: positiveDecimal.nullable().default(null).describe('Null: one billion'),
      }),
    )
    .output(z.object({ gep2024: runOutSchema, farming20: runOutSchema })),
  listRoadmap: query('The published roadmap, component by component').output(
    z.object({
      source: z.object({ title: z.string(), reference: z.string(), asOf: z.string() }),
      components: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          status: z.enum(ROADMAP_STATUSES),
          due: z.string(),
          asOf: z.string(),
          bearing: z.string(),
        }),
      ),
    }),
  ),
  listPriceSchedule: query('The TFT price that Farming 2.0 used in 2020, and when each month was paid').output(
    z.object({
      months: z.array(
        z.object({ month: z.string(), priceUsd: decimalString, computedAtS: unixSeconds, paidAtS: unixSeconds }),
      ),
    }),
  ),
};
