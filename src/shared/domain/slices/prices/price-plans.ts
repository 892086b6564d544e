import type { Decimal } from '#shared/decimal.ts';
import { type PriceOutcome, type PricePoint, priceOutcome } from './income.ts';

/** A price with the occupancy that the farmer expects of it. */
export interface PricePlan {
  readonly priceMonth: Decimal;
  /** 0 to 1. */
  readonly occupancy: Decimal;
}

/** Two plans side by side. */
export interface PlanComparison {
  readonly first: PriceOutcome;
  readonly second: PriceOutcome;
  /** Net of the second less that of the first, per month. */
  readonly difference: Decimal;
  /** Occupancy at which the second would net what the first does; null when no occupancy up to 1 would. */
  readonly secondNeedsOccupancy: Decimal | null;
}

/**
 * Compares two price plans for the same slices.
 * @throws FarmerError INVALID_INPUT for an occupancy outside 0 to 1 or a price below zero
 */
export function comparePlans(
  base: Omit<PricePoint, 'priceMonth' | 'occupancy'>,
  firstPlan: PricePlan,
  secondPlan: PricePlan,
): PlanComparison {
  const first = priceOutcome({ ...base, ...firstPlan });
  const second = priceOutcome({ ...base, ...secondPlan });
  const needed = secondPlan.priceMonth.isZero()
    ? null
    : firstPlan.priceMonth.times(firstPlan.occupancy).div(secondPlan.priceMonth);
  return {
    first,
    second,
    difference: second.net.minus(first.net),
    secondNeedsOccupancy: needed === null || needed.gt(1) ? null : needed,
  };
}
