import { expect, it } from 'vitest';
import { HEATMAP_HEIGHT, HEATMAP_WIDTH, heatmapScale } from '#renderer/features/slices/heatmap-scale.ts';
import { Decimal } from '#shared/decimal.ts';

const decimals = (values: readonly number[]) => values.map((value) => new Decimal(value));

// Catches a zero line that is drawn beside the cells in which the net changes its sign.
it('places a price and an occupancy in the middle of their cell', () => {
  const prices = decimals([1, 2, 3, 4]);
  const occupancies = decimals([0, 0.25, 0.5, 0.75, 1]);
  const { x, y } = heatmapScale({ prices, occupancies });
  expect(prices.map(x)).toEqual([0, 1, 2, 3].map((at) => (at + 0.5) * (HEATMAP_WIDTH / 4)));
  expect(occupancies.map(y)).toEqual([4, 3, 2, 1, 0].map((at) => (at + 0.5) * (HEATMAP_HEIGHT / 5)));
});

it('places a single price in the middle', () => {
  const only = decimals([5]);
  expect(heatmapScale({ prices: only, occupancies: only }).x(new Decimal(5))).toBe(HEATMAP_WIDTH / 2);
});
