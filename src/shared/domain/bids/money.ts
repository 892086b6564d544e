import type { Decimal } from '#shared/decimal.ts';
import type { Bid } from './bid.ts';
import type { Lot } from './lots.ts';
import { microOfPlain, toMicroUsd } from './micro-usd.ts';
import { bidMonthUsd } from './worth.ts';

/** What the money of a bid depends on beside the bid. */
export interface RankTerms {
  /** What a Cloud Credit is worth, in USD. */
  readonly usdPerCc: Decimal;
  readonly nowS: number;
}

/** What a bid brings in a month, in millionths of a USD. */
export interface BidMoney {
  readonly grossMicroUsd: number;
  readonly shareMicroUsd: number;
  readonly costMicroUsd: number;
  readonly netMicroUsd: number;
}

/** What a bid pays a month in millionths of a USD. */
export function grossMicroUsd(bid: Bid, usdPerCc: Decimal): number {
  const plain = bid.currency === 'USD' ? microOfPlain(bid.pricePerMonth) : null;
  return plain ?? toMicroUsd(bidMonthUsd(bid, usdPerCc));
}

/** What of a month stays with the farmer, in millionths of a USD, floored. @param sharePercent 0 to 100 */
export function shareOf(gross: number, sharePercent: number): number {
  return Math.floor((gross * sharePercent) / 100);
}

/** What a bid on so many slices of a lot brings a month. */
export function bidMoney(bid: Bid, lot: Lot, slices: number, terms: RankTerms): BidMoney {
  const gross = grossMicroUsd(bid, terms.usdPerCc);
  const share = shareOf(gross, lot.node.sharePercent);
  const cost = lot.costPerSliceMicroUsd * slices;
  return { grossMicroUsd: gross, shareMicroUsd: share, costMicroUsd: cost, netMicroUsd: share - cost };
}
