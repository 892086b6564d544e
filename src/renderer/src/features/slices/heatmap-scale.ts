import type { IncomeHeatmap } from '#shared/domain/slices/prices/income-heatmap.ts';
import { Decimal } from '#shared/decimal.ts';

/** Width of the heatmap in its own units. */
export const HEATMAP_WIDTH = 520;
/** Height of the heatmap in its own units. */
export const HEATMAP_HEIGHT = 260;

/** The position of a price and an occupancy in the drawing. */
export interface HeatmapScale {
  readonly x: (price: Decimal) => number;
  readonly y: (occupancy: Decimal) => number;
}

/** The scale that places each price and occupancy in the middle of its cell. */
export function heatmapScale({ prices, occupancies }: Pick<IncomeHeatmap, 'prices' | 'occupancies'>): HeatmapScale {
  const first = prices[0] ?? new Decimal(0);
  const width = (prices.at(-1) ?? first).minus(first);
  const [cellWidth, cellHeight] = [HEATMAP_WIDTH / prices.length, HEATMAP_HEIGHT / occupancies.length];
  return {
    x: (price) =>
      cellWidth / 2 + (width.isZero() ? 0 : price.minus(first).div(width).toNumber() * (HEATMAP_WIDTH - cellWidth)),
    y: (occupancy) => HEATMAP_HEIGHT - cellHeight / 2 - occupancy.toNumber() * (HEATMAP_HEIGHT - cellHeight),
  };
}
