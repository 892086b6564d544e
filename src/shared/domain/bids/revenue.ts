import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import { type RuleSplitId, ruleSplit, type SplitShare, splitExactly } from '#shared/domain/economy/splits.ts';
import { type Period, PERIOD_LENGTH_S, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { Reservation } from './reservations.ts';

/** A reservation with what it pays a month, in USD. */
export interface PaidReservation extends Reservation {
  readonly monthUsd: Decimal;
}

/** What accepted bids bring in one minting period, in USD. */
export interface PeriodRevenue {
  readonly period: Period;
  readonly grossUsd: Decimal;
  /** The farmer's part first; the parts add up to the gross. */
  readonly shares: readonly SplitShare[];
  readonly farmerUsd: Decimal;
}

/** Places of a period's revenue, in USD: rounded once, half up, so that every sum of them is exact. */
export const REVENUE_PLACES = 8;

function overlapS(reservation: Reservation, period: Period): number {
  return Math.max(0, Math.min(reservation.endS, period.endS) - Math.max(reservation.startS, period.startS));
}

/**
 * What accepted bids bring in one period: each pays by the second for its part of the month. The one function behind
 * every figure of booked revenue.
 * Source: docs/rules.md#bid-revenue
 */
export function revenueOfPeriod(
  reservations: readonly PaidReservation[],
  periodIndex: number,
  split: RuleSplitId,
): PeriodRevenue {
  const period = periodByIndex(periodIndex);
  const exact = reservations.reduce(
    (sum, entry) => sum.plus(entry.monthUsd.times(overlapS(entry, period)).div(PERIOD_LENGTH_S)),
    new Decimal(0),
  );
  const grossUsd = roundHalfUp(exact, REVENUE_PLACES);
  const shares = splitExactly(grossUsd, ruleSplit(split));
  return { period, grossUsd, shares, farmerUsd: shares[0]?.amount ?? new Decimal(0) };
}

/** {@link revenueOfPeriod} for so many periods from one on. */
export function bookedRevenue(
  reservations: readonly PaidReservation[],
  firstPeriod: number,
  periods: number,
  split: RuleSplitId,
): readonly PeriodRevenue[] {
  return Array.from({ length: periods }, (_, offset) => revenueOfPeriod(reservations, firstPeriod + offset, split));
}
