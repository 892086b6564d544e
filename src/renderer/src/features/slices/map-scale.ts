import type { OccupancyMap } from '#shared/domain/slices/prices/occupancy-map.ts';
import { Decimal } from '#shared/decimal.ts';

/** How wide the map of price and occupancy is drawn, in its own units. */
export const MAP_WIDTH = 520;
/** How high the map is drawn. */
export const MAP_HEIGHT = 260;

/** Where a price and an occupancy stand in the drawing. */
export interface MapScale {
  readonly x: (price: Decimal) => number;
  readonly y: (occupancy: Decimal) => number;
}

/** Each price and occupancy of the map stands in the middle of its cell. */
export function mapScale({ prices, occupancies }: Pick<OccupancyMap, 'prices' | 'occupancies'>): MapScale {
  const first = prices[0] ?? new Decimal(0);
  const width = (prices.at(-1) ?? first).minus(first);
  const [cellWidth, cellHeight] = [MAP_WIDTH / prices.length, MAP_HEIGHT / occupancies.length];
  return {
    x: (price) =>
      cellWidth / 2 + (width.isZero() ? 0 : price.minus(first).div(width).toNumber() * (MAP_WIDTH - cellWidth)),
    y: (occupancy) => MAP_HEIGHT - cellHeight / 2 - occupancy.toNumber() * (MAP_HEIGHT - cellHeight),
  };
}
