import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import type { PriceBand } from './band.ts';
import { breakEvenOccupancy, type PricePoint, priceOutcome } from './income.ts';

/** One cell of the map: what a price nets in a month at an occupancy. */
export interface MapCell {
  readonly priceMonth: Decimal;
  readonly occupancy: Decimal;
  readonly net: Decimal;
}

/** Net income over price and occupancy, with the line on which it is zero. */
export interface OccupancyMap {
  /** Ascending. */
  readonly prices: readonly Decimal[];
  /** Ascending, 0 to 1. */
  readonly occupancies: readonly Decimal[];
  /** One row an occupancy, one cell a price. */
  readonly cells: readonly (readonly MapCell[])[];
  /** For each price, the occupancy at which it just pays; null where even a full node does not. */
  readonly zeroLine: readonly (Decimal | null)[];
}

/** How fine the map is. */
export interface MapSteps {
  /** 2 to 100. */
  readonly prices: number;
  /** 2 to 100. */
  readonly occupancies: number;
}

function spread(from: Decimal, to: Decimal, steps: number): readonly Decimal[] {
  const width = to.minus(from);
  return Array.from({ length: steps }, (_, index) => from.plus(width.times(index).div(steps - 1)));
}

function assertSteps({ prices, occupancies }: MapSteps): void {
  for (const steps of [prices, occupancies]) {
    if (!Number.isInteger(steps) || steps < 2 || steps > 100) {
      throw invalidInput('A map has 2 to 100 steps each way.', 'Take 13 prices and 11 occupancies.', {
        field: 'steps',
      });
    }
  }
}

/**
 * The map of net income per month over a range of prices and every occupancy from none to all.
 * @throws FarmerError INVALID_INPUT for steps outside 2 to 100
 */
export function occupancyMap(
  point: Omit<PricePoint, 'priceMonth' | 'occupancy'>,
  range: PriceBand,
  steps: MapSteps,
): OccupancyMap {
  assertSteps(steps);
  const prices = spread(range.min, range.max, steps.prices);
  const occupancies = spread(new Decimal(0), new Decimal(1), steps.occupancies);
  return {
    prices,
    occupancies,
    cells: occupancies.map((occupancy) =>
      prices.map((priceMonth) => ({
        priceMonth,
        occupancy,
        net: priceOutcome({ ...point, priceMonth, occupancy }).net,
      })),
    ),
    zeroLine: prices.map((priceMonth) => breakEvenOccupancy({ ...point, priceMonth })),
  };
}
