import { Decimal } from '#shared/decimal.ts';
import { toUsd } from '#shared/domain/slices/prices/currency.ts';
import type { Bid } from './bid.ts';

/** Above this worth in USD the buyer must be known. Source: docs/rules.md#gep-2024 */
export const KYC_ABOVE_USD = '1000';

/** What a bid pays per month, in USD. */
export function bidMonthUsd(bid: Bid, usdPerCc: Decimal): Decimal {
  return toUsd(new Decimal(bid.pricePerMonth), bid.currency, usdPerCc);
}

/** What a bid is worth over all its months, in USD. */
export function bidWorthUsd(bid: Bid, usdPerCc: Decimal): Decimal {
  return bidMonthUsd(bid, usdPerCc).times(bid.months);
}

/** Whether the buyer must be known: the worth of the whole bid passes 1000 USD. */
export function needsKyc(bid: Bid, usdPerCc: Decimal): boolean {
  return bidWorthUsd(bid, usdPerCc).gt(KYC_ABOVE_USD);
}

/** Whether a bid no longer holds. */
export function isExpired(bid: Bid, nowS: number): boolean {
  return bid.expiresAtS !== null && bid.expiresAtS < nowS;
}
