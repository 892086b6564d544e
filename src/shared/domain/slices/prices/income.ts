import type { PriceOutcome } from '#shared/contract/slices/prices.ts';
import type { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** What the income of one kind of slice in a month depends on; amounts in one currency. */
export interface PricePoint {
  readonly priceMonth: Decimal;
  readonly sliceCount: number;
  /** Share of the slices that are sold, 0 to 1. */
  readonly occupancy: Decimal;
  /** Share of the price that stays with the farmer, 0 to 1. */
  readonly shareKept: Decimal;
  /** Own cost of these slices' part of the node per month. */
  readonly costMonth: Decimal;
}

/** Occupancy at which a price just covers the cost, 0 to 1; null when even a full node does not. */
export function breakEvenOccupancy(point: Omit<PricePoint, 'occupancy'>): Decimal | null {
  if (point.costMonth.isZero()) {
    return point.costMonth;
  }
  const full = point.priceMonth.times(point.sliceCount).times(point.shareKept);
  const needed = full.isZero() ? null : point.costMonth.div(full);
  return needed === null || needed.gt(1) ? null : needed;
}

/**
 * What a price earns in a month at an occupancy.
 * @throws FarmerError INVALID_INPUT for an occupancy outside 0 to 1 or a price below zero
 */
export function priceOutcome(point: PricePoint): PriceOutcome {
  if (point.occupancy.isNegative() || point.occupancy.gt(1) || point.priceMonth.isNegative()) {
    throw invalidInput(message('slices:core.occupancyOrPriceInvalid'), message('app:core.halfSoldExample'), {
      field: 'occupancy',
    });
  }
  const gross = point.priceMonth.times(point.sliceCount).times(point.occupancy);
  const share = gross.times(point.shareKept);
  return {
    gross,
    share,
    cost: point.costMonth,
    net: share.minus(point.costMonth),
    breakEvenOccupancy: breakEvenOccupancy(point),
  };
}

/** What changes when a price is raised or lowered by a percentage. */
export interface PriceShift {
  readonly before: PriceOutcome;
  /** At the same occupancy. */
  readonly after: PriceOutcome;
  /** Occupancy at which the new price nets as much as the old one does now; above 1: never. */
  readonly sameNetOccupancy: Decimal | null;
  /** Slices that may stay empty, on average, before the change costs money; negative: how many more must be sold. */
  readonly spareSlices: Decimal | null;
}

/**
 * What changes when a price is raised or lowered: the outcome at the same occupancy, and how much occupancy may be lost
 * before the change costs money.
 * @param percent above -100: 10 raises by a tenth, -10 lowers
 * @throws FarmerError INVALID_INPUT as `priceOutcome`, and for a percent of -100 or less
 */
export function shiftPrice(point: PricePoint, percent: Decimal): PriceShift {
  if (percent.lte(-100)) {
    throw invalidInput(message('slices:core.priceLoweredTooFar'), message('slices:core.givePercentage'), {
      field: 'percent',
    });
  }
  const factor = percent.div(100).plus(1);
  const priceMonth = point.priceMonth.times(factor);
  const sameNet = point.priceMonth.isZero() ? null : point.occupancy.div(factor);
  return {
    before: priceOutcome(point),
    after: priceOutcome({ ...point, priceMonth }),
    sameNetOccupancy: sameNet,
    spareSlices: sameNet === null ? null : point.occupancy.minus(sameNet).times(point.sliceCount),
  };
}

/** A price with the occupancy that the farmer expects of it. */
export type PricePlan = Pick<PricePoint, 'priceMonth' | 'occupancy'>;

/** Two plans side by side. */
export interface PlanComparison {
  readonly first: PriceOutcome;
  readonly second: PriceOutcome;
  /** Net of the second less that of the first, per month. */
  readonly difference: Decimal;
  /** Occupancy at which the second would net as much as the first; null when no occupancy up to 1 would. */
  readonly secondNeedsOccupancy: Decimal | null;
}

/**
 * Compares two price plans for the same slices.
 * @throws FarmerError INVALID_INPUT for an occupancy outside 0 to 1 or a price below zero
 */
export function comparePlans(
  base: Omit<PricePoint, keyof PricePlan>,
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
