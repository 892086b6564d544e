import { implement } from '@orpc/server';
import { type BidTable, readBidTable } from '#shared/domain/economy/auction-bids.ts';
import { burnOf, cloudCreditRate, tftToCloudCredits } from '#shared/domain/economy/cloud-credit.ts';
import { drawMarket } from '#shared/domain/economy/drawn-market.ts';
import { type AuctionBid, type AuctionResult, clearAuction } from '#shared/domain/economy/dutch-auction.ts';
import { capRunOut, type CapRunOut, difficultyRunOut, GEP_2024_CAP_TFT } from '#shared/domain/economy/minting-cap.ts';
import { positionShares } from '#shared/domain/economy/positions.ts';
import { ROADMAP, ROADMAP_SOURCE } from '#shared/domain/economy/roadmap.ts';
import {
  OTHER_SPLITS,
  type RevenueSplit,
  RULE_SPLITS,
  ruleSplit,
  splitExactly,
  type SplitShare,
  splitToUnits,
} from '#shared/domain/economy/splits.ts';
import { farming20Payout, priceSchedule } from '#shared/domain/earnings/farming-2-0-calendar.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { economyContract } from '#shared/contract/economy/economy.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { AppContext } from '#main/app/context.ts';
import { readCsvRows } from '#main/app/csv-rows.ts';

/** Cents: what can be paid of an amount in USD. */
const PAYABLE_PLACES = 2;
const MAX_NAMED_ROWS = 5;

const plainOrNull = (value: Decimal | null) => (value === null ? null : toPlain(value));
const decimalOrNull = (text: string | null) => (text === null ? null : new Decimal(text));

function shareToWire(share: SplitShare) {
  return { ...share, amount: toPlain(share.amount) };
}

function splitToWire(amount: Decimal, split: RevenueSplit) {
  return {
    shares: splitExactly(amount, split).map(shareToWire),
    payable: splitToUnits(amount, split, PAYABLE_PLACES).map(shareToWire),
  };
}

/** An auction over half a file would give another price, so a broken row refuses the file and names its line. */
function bidsOfTable({ bids, broken }: BidTable): readonly AuctionBid[] {
  const [first] = broken;
  if (first !== undefined) {
    const named = broken.slice(0, MAX_NAMED_ROWS).map((row) => `line ${row.line}: ${row.reason}`);
    const rows = named.join(' | ');
    const more = broken.length - named.length;
    throw invalidInput(
      more === 0
        ? phrase('The bid file has broken rows: {{rows}}.', { rows })
        : phrase('The bid file has broken rows: {{rows}} and {{more}} more.', { rows, more }),
      'Correct or remove them: leaving them out would change the price for everyone else.',
      { line: first.line, rows: broken.length },
    );
  }
  return bids;
}

interface WireBid {
  readonly lp: string;
  readonly amount: string;
  readonly minPrice: string;
  readonly contributed: string | null;
  readonly exited: string | null;
}

function bidFromWire(bid: WireBid): AuctionBid {
  return {
    lp: bid.lp,
    amount: new Decimal(bid.amount),
    minPrice: new Decimal(bid.minPrice),
    contributed: decimalOrNull(bid.contributed),
    exited: decimalOrNull(bid.exited),
  };
}

function auctionToWire(result: AuctionResult) {
  return {
    clearingPrice: plainOrNull(result.clearingPrice),
    filled: toPlain(result.filled),
    max: toPlain(result.max),
    highestPrice: plainOrNull(result.highestPrice),
    marginKept: toPlain(result.marginKept),
    discountKept: plainOrNull(result.discountKept),
    steps: result.steps.map((step) => ({
      ...step,
      amount: toPlain(step.amount),
      minPrice: toPlain(step.minPrice),
      filled: toPlain(step.filled),
      margin: toPlain(step.margin),
    })),
  };
}

function runOutToWire(run: CapRunOut, nowMs: number) {
  const nowS = Math.floor(nowMs / 1000);
  return {
    capTft: toPlain(run.capTft),
    mintedTft: toPlain(run.mintedTft),
    leftTft: toPlain(run.leftTft),
    perMonthTft: toPlain(run.perMonthTft),
    monthsLeft: run.monthsLeft,
    endsAtS: run.monthsLeft === null ? null : nowS + run.monthsLeft * PERIOD_LENGTH_S,
  };
}

const area = implement(economyContract).$context<AppContext>();

export default area.router({
  split: area.split.handler(({ input: { rules, amount } }) => ({
    rules,
    amount: toPlain(new Decimal(amount)),
    ...splitToWire(new Decimal(amount), ruleSplit(rules)),
  })),
  compareSplits: area.compareSplits.handler(({ input }) => {
    const amount = new Decimal(input.amount);
    const toWire = (split: RevenueSplit, isRule: boolean) => ({
      id: split.id,
      label: split.label,
      isRule,
      ...splitToWire(amount, split),
    });
    return {
      splits: [
        ...RULE_SPLITS.map((split) => toWire(split, true)),
        ...OTHER_SPLITS.map((split) => toWire(split, false)),
      ],
    };
  }),
  clearAuction: area.clearAuction.handler(({ input: { bids, own, max, marketPrice, poolUsdc } }) => {
    const others = 'csv' in bids ? bidsOfTable(readBidTable(readCsvRows(bids.csv))) : bids.list.map(bidFromWire);
    const round = {
      max: new Decimal(max),
      marketPrice: decimalOrNull(marketPrice),
      poolUsdc: decimalOrNull(poolUsdc),
    };
    return auctionToWire(clearAuction(own === null ? others : [...others, bidFromWire(own)], round));
  }),
  drawMarket: area.drawMarket.handler(({ input: { marketPrice, typicalAmount, ...rest } }) => ({
    bids: drawMarket({
      ...rest,
      marketPrice: new Decimal(marketPrice),
      typicalAmount: new Decimal(typicalAmount),
    }).map((bid) => ({
      ...bid,
      amount: toPlain(bid.amount),
      minPrice: toPlain(bid.minPrice),
      contributed: null,
      exited: null,
    })),
  })),
  quoteCloudCredit: area.quoteCloudCredit.handler(({ input }) => {
    const tftPrice = new Decimal(input.tftPriceUsd);
    const rate = cloudCreditRate(new Decimal(input.goldUsdPerGram), tftPrice);
    const burn = burnOf(new Decimal(input.revenueUsd), tftPrice);
    return {
      kind: rate.kind,
      ccUsd: toPlain(rate.ccUsd),
      tftPerCc: toPlain(rate.tftPerCc),
      switchPriceUsd: toPlain(rate.switchPriceUsd),
      cc: toPlain(tftToCloudCredits(new Decimal(input.tft), rate)),
      burnedUsd: toPlain(burn.usd),
      burnedTft: toPlain(burn.tft),
    };
  }),
  sharePool: area.sharePool.handler(({ input }) => {
    const positions = input.positions.map((position) => ({ ...position, amount: new Decimal(position.amount) }));
    return {
      instants: input.instantsS.map((atS) => ({
        atS,
        shares: positionShares(positions, atS).map(({ id, provider, heldS, share }) => ({
          id,
          provider,
          heldS,
          share: toPlain(share),
        })),
      })),
    };
  }),
  forecastRunOut: area.forecastRunOut.handler(({ input, context }) => {
    const [minted, perMonth] = [new Decimal(input.mintedTft), new Decimal(input.perMonthTft)];
    const cap = input.capTft === null ? GEP_2024_CAP_TFT : new Decimal(input.capTft);
    return {
      gep2024: runOutToWire(capRunOut(cap, minted, perMonth), context.nowMs()),
      farming20: runOutToWire(difficultyRunOut(minted, perMonth), context.nowMs()),
    };
  }),
  listRoadmap: area.listRoadmap.handler(() => ({ source: ROADMAP_SOURCE, components: [...ROADMAP] })),
  listPriceSchedule: area.listPriceSchedule.handler(() => ({
    months: priceSchedule().map(({ month, priceUsd }) => {
      const { computedAtS, paidAtS } = farming20Payout(month);
      return { month, priceUsd: toPlain(priceUsd), computedAtS, paidAtS };
    }),
  })),
});
