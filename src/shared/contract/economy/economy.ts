import { z } from 'zod';
import { MAX_DRAWN_BIDS, RULE_SPLIT_IDS } from '#shared/domain/economy/constants.ts';
import { MAX_SEED } from '#shared/domain/earnings/limits.ts';
import { Decimal } from '#shared/decimal.ts';
import {
  decimalOutput,
  messageSchema,
  nonNegativeDecimalInput,
  nonNegativeDecimalOutput,
  positiveDecimalInput,
  positiveDecimalOutput,
  query,
  unixSeconds,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';

const splitShareSchema = z.object({
  id: z.string(),
  label: messageSchema,
  percent: z.number().int(),
  amount: nonNegativeDecimalOutput,
});
/** The part of an amount that one receiver gets, in the amount's own unit. */
export type SplitShare = z.input<typeof splitShareSchema>;

const splitSchema = z.object({
  shares: z.array(splitShareSchema),
  payable: z.array(splitShareSchema).describe('The same in whole cents, adding up to the last one'),
});

function bidOfAuction<Positive extends z.ZodType, NonNegative extends z.ZodType>(
  positive: Positive,
  nonNegative: NonNegative,
) {
  return z.object({
    lp: typedText().min(1).max(80),
    amount: positive.describe('In the unit of the round'),
    minPrice: positive.describe('The lowest price per unit that the provider accepts'),
    contributed: nonNegative.nullable().default(null).describe('Over the lifetime; null: not stated'),
    exited: nonNegative.nullable().default(null).describe('Already taken out; null: not stated'),
  });
}
const auctionBidInput = bidOfAuction(positiveDecimalInput, nonNegativeDecimalInput);
/** The bid of a liquidity provider to leave the pool. */
export type AuctionBid = z.output<typeof auctionBidInput>;

const auctionRoundShape = {
  max: positiveDecimalInput,
  marketPrice: positiveDecimalInput.nullable().default(null).describe('Null: no discount is required'),
  poolUsdc: positiveDecimalInput.nullable().default(null).describe('Null: the round is not limited by the pool'),
};
const auctionRoundSchema = z.object(auctionRoundShape);
/** The limits of a round. */
export type AuctionRound = z.output<typeof auctionRoundSchema>;

const auctionResultSchema = z.object({
  clearingPrice: positiveDecimalOutput.nullable().describe('Null: nothing was accepted'),
  filled: nonNegativeDecimalOutput,
  max: positiveDecimalOutput.describe('The given maximum, or 5 % of the pool when that is less'),
  highestPrice: positiveDecimalOutput.nullable().describe('The highest minimum price that keeps the discount'),
  marginKept: nonNegativeDecimalOutput,
  discountKept: nonNegativeDecimalOutput.nullable().describe('amount × (market − clearing) over the accepted bids'),
  steps: z
    .array(
      z.object({
        lp: z.string(),
        position: wholeNumber.describe('In the file, from 0'),
        amount: positiveDecimalOutput,
        minPrice: positiveDecimalOutput,
        outcome: z.enum(['accepted', 'discount', 'lifetime-cap', 'round-full', 'after-stop']),
        filled: nonNegativeDecimalOutput.describe('In total, after this bid'),
        margin: nonNegativeDecimalOutput.describe('amount × (clearing − minimum price) of an accepted bid'),
        reason: messageSchema,
      }),
    )
    .describe('In the order in which the auction considered the bids'),
});
/** The outcome of a round. */
export type AuctionResult = z.input<typeof auctionResultSchema>;

/** The longest bid file or tariff file in characters. */
export const MAX_TABLE_CHARACTERS = 4_000_000;

const positionSchema = z.object({
  id: z.string().min(1).max(80),
  provider: typedText().min(1).max(80),
  token: typedText().min(1).max(20),
  amount: positiveDecimalInput,
  sinceS: unixSeconds,
});
/** An amount that a provider holds in the pool. */
export type LiquidityPosition = z.output<typeof positionSchema>;

const positionShareSchema = z.object({
  id: z.string(),
  provider: z.string(),
  heldS: wholeNumber,
  share: nonNegativeDecimalOutput.describe('A fraction of 12 places; all shares add up to exactly 1'),
});
/** The share of a position at an instant. */
export type PositionShare = z.input<typeof positionShareSchema>;

const runOutSchema = z.object({
  capTft: nonNegativeDecimalOutput,
  mintedTft: nonNegativeDecimalOutput,
  leftTft: nonNegativeDecimalOutput,
  perMonthTft: nonNegativeDecimalOutput,
  monthsLeft: wholeNumber.nullable().describe('Minting periods; null: never'),
  endsAtS: unixSeconds.nullable(),
});
/** When minting reaches its cap. */
export type CapRunOut = Omit<z.input<typeof runOutSchema>, 'endsAtS'>;

const creditRateShape = {
  kind: z.enum(['fixed', 'market']).describe('`fixed`: 2 TFT; `market`: TFT is worth more than half a Cloud Credit'),
  ccUsd: positiveDecimalOutput,
  tftPerCc: positiveDecimalOutput,
  switchPriceUsd: positiveDecimalOutput.describe('The TFT price at which the fixed rate ends'),
};
const creditRateSchema = z.object(creditRateShape);
/** The rate at which TFT is converted to Cloud Credits. */
export type CloudCreditRate = z.input<typeof creditRateSchema>;

const roadmapComponentSchema = z.object({
  id: z.string(),
  title: messageSchema,
  status: z.enum(['running', 'in-development', 'designed', 'announced', 'withheld']),
  due: messageSchema.describe('As the source promises it'),
  asOf: z.string().describe('The month of the source'),
  bearing: messageSchema.describe("What it changes for a farmer's income"),
});
/** A component of the published roadmap. */
export type RoadmapComponent = z.infer<typeof roadmapComponentSchema>;

/** Calls about the token economy. */
export const economyContract = {
  split: query('Share revenue as a rule set prescribes, to the last unit')
    .input(z.object({ rules: z.enum(RULE_SPLIT_IDS), amount: nonNegativeDecimalInput }))
    .output(splitSchema.extend({ rules: z.enum(RULE_SPLIT_IDS), amount: nonNegativeDecimalOutput })),
  compareSplits: query('The same amount under every public split')
    .input(z.object({ amount: nonNegativeDecimalInput }))
    .output(
      z.object({ splits: z.array(splitSchema.extend({ id: z.string(), label: messageSchema, isRule: z.boolean() })) }),
    ),
  clearAuction: query('Clear a round of the exit auction, step by step')
    .input(
      z.object({
        bids: z.union([
          z.object({ csv: z.string().min(1).max(MAX_TABLE_CHARACTERS) }),
          z.object({ list: z.array(auctionBidInput).max(10_000) }),
        ]),
        own: auctionBidInput.nullable().default(null).describe('One more bid, after those of the same price'),
        ...auctionRoundShape,
      }),
    )
    .output(auctionResultSchema),
  drawMarket: query('Simulated bids to practise on, the same for the same seed')
    .input(
      z.object({
        seed: z.number().int().min(0).max(MAX_SEED).default(1),
        bids: z.number().int().min(1).max(MAX_DRAWN_BIDS).default(20),
        marketPrice: positiveDecimalInput,
        typicalAmount: positiveDecimalInput,
      }),
    )
    .output(z.object({ bids: z.array(bidOfAuction(positiveDecimalOutput, nonNegativeDecimalOutput)) })),
  quoteCloudCredit: query('The value and the price of a Cloud Credit')
    .input(
      z.object({
        goldUsdPerGram: positiveDecimalInput,
        tftPriceUsd: positiveDecimalInput,
        tft: nonNegativeDecimalInput.default(new Decimal(0)).describe('TFT to convert to Cloud Credits'),
      }),
    )
    .output(z.object({ ...creditRateShape, cc: nonNegativeDecimalOutput })),
  sharePool: query('Shares of liquidity positions over time')
    .input(z.object({ positions: z.array(positionSchema).max(200), instantsS: z.array(unixSeconds).min(1).max(200) }))
    .output(
      z.object({
        instants: z.array(
          z.object({
            atS: unixSeconds,
            shares: z.array(positionShareSchema),
          }),
        ),
      }),
    ),
  forecastRunOut: query('When minting ends under the two caps')
    .input(
      z.object({
        mintedTft: nonNegativeDecimalInput,
        perMonthTft: nonNegativeDecimalInput,
        capTft: positiveDecimalInput.nullable().default(null).describe('Null: one billion'),
      }),
    )
    .output(z.object({ gep2024: runOutSchema, farming20: runOutSchema })),
  listRoadmap: query('The published roadmap, component by component').output(
    z.object({
      source: z.object({ title: messageSchema, reference: z.string(), asOf: z.string() }),
      components: z.array(roadmapComponentSchema),
    }),
  ),
  listPriceSchedule: query('The TFT price that Farming 2.0 used in 2020, and when each month was paid').output(
    z.object({
      months: z.array(
        z.object({ month: z.string(), priceUsd: decimalOutput, computedAtS: unixSeconds, paidAtS: unixSeconds }),
      ),
    }),
  ),
};
