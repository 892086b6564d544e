import type { PriceBand } from '#shared/contract/slices/slices.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { breakEvenOccupancy, type PricePlan, type PricePoint, priceOutcome } from './income.ts';

/** What a price nets in a month at an occupancy. */
export interface HeatmapCell {
  readonly priceMonth: Decimal;
  readonly occupancy: Decimal;
  readonly net: Decimal;
}

/** Net income over price and occupancy, with the line on which it is zero. */
export interface IncomeHeatmap {
  /** Ascending. */
  readonly prices: readonly Decimal[];
  /** Ascending, 0 to 1. */
  readonly occupancies: readonly Decimal[];
  /** One row per occupancy, one cell per price. */
  readonly cells: readonly (readonly HeatmapCell[])[];
  /** For each price, the break-even occupancy; null where even a full node does not pay. */
  readonly zeroLine: readonly (Decimal | null)[];
}

/** The number of prices and of occupancies, 2 to 100 each. */
export interface HeatmapSteps {
  readonly prices: number;
  readonly occupancies: number;
}

function spread(from: Decimal, to: Decimal, steps: number): readonly Decimal[] {
  if (!Number.isInteger(steps) || steps < 2 || steps > 100) {
    throw invalidInput(message('slices:core.mapStepsOutOfRange'), message('slices:core.mapStepsExample'), {
      field: 'steps',
    });
  }
  const width = to.minus(from);
  return Array.from({ length: steps }, (_, index) => from.plus(width.times(index).div(steps - 1)));
}

/**
 * Net income per month over a range of prices and every occupancy from none to all.
 * @throws FarmerError INVALID_INPUT for steps outside 2 to 100
 */
export function computeHeatmap(
  point: Omit<PricePoint, keyof PricePlan>,
  range: PriceBand,
  steps: HeatmapSteps,
): IncomeHeatmap {
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
