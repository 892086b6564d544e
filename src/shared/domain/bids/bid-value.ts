import type { Bid } from '#shared/contract/bids/bids.ts';
import { Decimal, type DecimalString, roundHalfUp } from '#shared/decimal.ts';
import { toUsd, type UsdPerCc } from '#shared/domain/slices/prices/currency.ts';
import type { Capacity } from './capacity.ts';

/** Above this total value in USD the buyer must be identified. Source: docs/rules.md#gep-2024 */
const KYC_ABOVE_USD = '1000';

/** Millionths of a USD in one USD: bids are compared in whole millionths. */
export const MICRO_PER_USD = 1_000_000;
const MICRO_PLACES = 6;

/** Whole millionths as a decimal amount of USD. */
export function fromMicroUsd(micro: number): Decimal {
  return new Decimal(micro).div(MICRO_PER_USD);
}

/** A plain decimal of at most 6 places as whole millionths, without rounding; null for a longer one. */
function parseMicroUsd(text: DecimalString): number | null {
  const [whole = '0', fraction = ''] = text.split('.');
  if (fraction.length > MICRO_PLACES) {
    return null;
  }
  return Number(whole) * MICRO_PER_USD + Number(fraction.padEnd(MICRO_PLACES, '0'));
}

/** What a bid pays per month, in USD; null for one in CC without a gold price. */
export function bidMonthUsd(bid: Bid, usdPerCc: UsdPerCc): Decimal | null {
  return toUsd(new Decimal(bid.pricePerMonth), bid.currency, usdPerCc);
}

/**
 * What a bid pays a month in millionths of a USD, rounded half up; below 2^53 for amounts up to 9 thousand million USD.
 * Null for one in CC without a gold price.
 * Plain USD prices take a shortcut, because a ranking goes over hundreds of thousands of bids.
 */
export function grossMicroUsd(bid: Bid, usdPerCc: UsdPerCc): number | null {
  const plain = bid.currency === 'USD' ? parseMicroUsd(bid.pricePerMonth) : null;
  if (plain !== null) return plain;
  const monthUsd = bidMonthUsd(bid, usdPerCc);
  return monthUsd && roundHalfUp(monthUsd.times(MICRO_PER_USD), 0).toNumber();
}

/** A bid with its value over all its months in USD, and whether the buyer must be identified; null where not known. */
export function withTotalValue(bid: Bid, usdPerCc: UsdPerCc) {
  const worthUsd = bidMonthUsd(bid, usdPerCc)?.times(bid.months) ?? null;
  return { ...bid, worthUsd, needsKyc: worthUsd?.gt(KYC_ABOVE_USD) ?? null };
}

/** Whether a bid is no longer valid. */
export function isExpired(bid: Bid, nowS: number): boolean {
  return bid.expiresAtS !== null && bid.expiresAtS < nowS;
}

/** The inputs of the value of a bid, other than the bid. */
export interface RankingTerms {
  readonly usdPerCc: UsdPerCc;
  readonly nowS: number;
}

/** The income from a bid in a month, in millionths of a USD. */
export interface BidIncome {
  readonly grossMicroUsd: number;
  readonly shareMicroUsd: number;
  readonly costMicroUsd: number;
  readonly netMicroUsd: number;
}

/** The part of a month's price that stays with the farmer, in millionths of a USD, floored. @param sharePercent 0 to 100 */
export function farmerShareMicroUsd(gross: number, sharePercent: number): number {
  return Math.floor((gross * sharePercent) / 100);
}

/** The monthly income from what a bid pays, {@link grossMicroUsd}, on a number of slices of a capacity. */
export function computeBidIncome(gross: number, capacity: Capacity, slices: number): BidIncome {
  const share = farmerShareMicroUsd(gross, capacity.node.sharePercent);
  const cost = capacity.costPerSliceMicroUsd * slices;
  return { grossMicroUsd: gross, shareMicroUsd: share, costMicroUsd: cost, netMicroUsd: share - cost };
}
