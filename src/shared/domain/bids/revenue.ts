import type { PeriodRevenue, Reservation } from '#shared/contract/bids/bids.ts';
import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import type { RuleSplitId } from '#shared/domain/economy/constants.ts';
import { ruleSplit, splitExactly } from '#shared/domain/economy/splits.ts';
import { PERIOD_LENGTH_S, currentPeriod, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { overlapSeconds } from '#shared/domain/time-windows.ts';

/** Places of a period's revenue, in USD: rounded once, half up, so that every sum of them is exact. */
const REVENUE_PLACES = 8;

/** The fields of a reservation that its revenue depends on. */
type PaidTime = Pick<Reservation, 'nodeId' | 'startS' | 'endS' | 'monthUsd'>;

/** The revenue of one period: each reservation pays by the second for its part of the month. */
function computePeriodRevenue(
  reservations: readonly PaidTime[],
  periodIndex: number,
  split: RuleSplitId,
): PeriodRevenue {
  const period = periodByIndex(periodIndex);
  const exact = reservations.reduce(
    (sum, entry) => sum.plus(new Decimal(entry.monthUsd).times(overlapSeconds(entry, period)).div(PERIOD_LENGTH_S)),
    new Decimal(0),
  );
  const grossUsd = roundHalfUp(exact, REVENUE_PLACES);
  const shares = splitExactly(grossUsd, ruleSplit(split));
  return {
    index: period.index,
    name: period.name,
    grossUsd,
    farmerUsd: shares[0]?.amount ?? new Decimal(0),
    shares,
  };
}

/** Which reservations and periods to count. */
interface RevenueRange {
  /** Null for every node of the farm. */
  readonly nodeId: number | null;
  readonly split: RuleSplitId;
  /** How many periods, from that of `nowS` on. */
  readonly periods: number;
  readonly nowS: number;
}

/**
 * The revenue of accepted bids by minting period: the bids page, the command line and every projection show this one.
 * Source: docs/rules.md#bid-revenue
 */
export function computeBookedRevenue(
  reservations: readonly PaidTime[],
  { nodeId, split, periods, nowS }: RevenueRange,
): PeriodRevenue[] {
  const counted = reservations.filter((entry) => nodeId === null || entry.nodeId === nodeId);
  const first = currentPeriod(nowS * 1000).index;
  return Array.from({ length: periods }, (_, offset) => computePeriodRevenue(counted, first + offset, split));
}
