import { describe, expect, it } from 'vitest';
import { roundTicks, yearTicks } from '#renderer/ui/charts/round-ticks.ts';

describe('ticks of an axis of money', () => {
  // Catches an axis of 950s, and one that ends below its highest amount.
  it.each([
    [
      [-1132, 1862],
      [-2000, -1000, 0, 1000, 2000],
    ],
    [
      [260, 39_376],
      [0, 10_000, 20_000, 30_000, 40_000],
    ],
    [
      [-120_876_960, 0],
      [-150_000_000, -100_000_000, -50_000_000, 0],
    ],
    [
      [0.02, 0.9],
      [0, 0.5, 1],
    ],
    [[0], [0, 1]],
    [[], [0, 1]],
  ])('%j gets the ticks %j', (amounts, ticks) => {
    expect(roundTicks(amounts)).toEqual(ticks);
  });

  it('labels a year of months at its end', () => {
    expect(yearTicks(30)).toEqual([1, 12, 24]);
    expect(yearTicks(5)).toEqual([1]);
    expect(yearTicks(120)).toEqual([1, 24, 48, 72, 96, 120]);
  });
});
