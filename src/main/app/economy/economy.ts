import { implement } from '@orpc/server';
import { readAuctionBids } from '#shared/domain/economy/auction-bids.ts';
import { cloudCreditRate, tftToCloudCredits } from '#shared/domain/economy/cloud-credit.ts';
import { drawMarket } from '#shared/domain/economy/drawn-market.ts';
import { clearAuction } from '#shared/domain/economy/dutch-auction.ts';
import { capRunOut, difficultyRunOut, GEP_2024_CAP_TFT } from '#shared/domain/economy/minting-cap.ts';
import { computePositionShares } from '#shared/domain/economy/positions.ts';
import { ROADMAP, ROADMAP_SOURCE } from '#shared/domain/economy/roadmap.ts';
import {
  OTHER_SPLITS,
  type RevenueSplit,
  RULE_SPLITS,
  ruleSplit,
  splitExactly,
  splitToUnits,
} from '#shared/domain/economy/splits.ts';
import { farming20Payout, priceSchedule } from '#shared/domain/earnings/farming-2-0-calendar.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { type CapRunOut, economyContract } from '#shared/contract/economy/economy.ts';
import type { Decimal } from '#shared/decimal.ts';
import type { AppContext } from '#main/app/context.ts';
import { readCsvRows } from '#main/app/csv-rows.ts';

/** Amounts in USD are paid in whole cents. */
const PAYABLE_PLACES = 2;

function splitBothWays(amount: Decimal, split: RevenueSplit) {
  return { shares: splitExactly(amount, split), payable: splitToUnits(amount, split, PAYABLE_PLACES) };
}

function withEnd(run: CapRunOut, nowMs: number) {
  return {
    ...run,
    endsAtS: run.monthsLeft === null ? null : Math.floor(nowMs / 1000) + run.monthsLeft * PERIOD_LENGTH_S,
  };
}

const area = implement(economyContract).$context<AppContext>();

export default area.router({
  split: area.split.handler(({ input: { rules, amount } }) => ({
    rules,
    amount,
    ...splitBothWays(amount, ruleSplit(rules)),
  })),
  compareSplits: area.compareSplits.handler(({ input: { amount } }) => ({
    splits: [
      ...RULE_SPLITS.map((split) => ({ ...split, isRule: true, ...splitBothWays(amount, split) })),
      ...OTHER_SPLITS.map((split) => ({ ...split, isRule: false, ...splitBothWays(amount, split) })),
    ],
  })),
  clearAuction: area.clearAuction.handler(({ input: { bids, own, ...round } }) => {
    const others = 'csv' in bids ? readAuctionBids(readCsvRows(bids.csv)) : bids.list;
    return clearAuction(own === null ? others : [...others, own], round);
  }),
  drawMarket: area.drawMarket.handler(({ input }) => ({ bids: drawMarket(input) })),
  quoteCloudCredit: area.quoteCloudCredit.handler(({ input: { goldUsdPerGram, tftPriceUsd, tft } }) => {
    const rate = cloudCreditRate(goldUsdPerGram, tftPriceUsd);
    return { ...rate, cc: tftToCloudCredits(tft, rate) };
  }),
  sharePool: area.sharePool.handler(({ input: { positions, instantsS } }) => ({
    instants: instantsS.map((atS) => ({ atS, shares: computePositionShares(positions, atS) })),
  })),
  forecastRunOut: area.forecastRunOut.handler(({ input: { capTft, mintedTft, perMonthTft }, context }) => ({
    gep2024: withEnd(capRunOut(capTft ?? GEP_2024_CAP_TFT, mintedTft, perMonthTft), context.nowMs()),
    farming20: withEnd(difficultyRunOut(mintedTft, perMonthTft), context.nowMs()),
  })),
  listRoadmap: area.listRoadmap.handler(() => ({ source: ROADMAP_SOURCE, components: [...ROADMAP] })),
  listPriceSchedule: area.listPriceSchedule.handler(() => ({
    months: priceSchedule().map(({ month, priceUsd }) => ({ priceUsd, ...farming20Payout(month) })),
  })),
});
