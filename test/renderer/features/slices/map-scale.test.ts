import { expect, it } from 'vitest';
import { MAP_HEIGHT, MAP_WIDTH, mapScale } from '#renderer/features/slices/map-scale.ts';
import { Decimal } from '#shared/decimal.ts';

const decimals = (values: readonly number[]) => values.map((value) => new Decimal(value));

// Catches a zero line that runs beside the cells in which the net turns: each stands in the middle of its cell.
it('a price and an occupancy of the map stand in the middle of their cell', () => {
  const prices = decimals([1, 2, 3, 4]);
  const occupancies = decimals([0, 0.25, 0.5, 0.75, 1]);
  const { x, y } = mapScale({ prices, occupancies });
  expect(prices.map(x)).toEqual([0, 1, 2, 3].map((at) => (at + 0.5) * (MAP_WIDTH / 4)));
  expect(occupancies.map(y)).toEqual([4, 3, 2, 1, 0].map((at) => (at + 0.5) * (MAP_HEIGHT / 5)));
});

it('one price alone stands in the middle', () => {
  const only = decimals([5]);
  expect(mapScale({ prices: only, occupancies: only }).x(new Decimal(5))).toBe(MAP_WIDTH / 2);
});
