import { describe, expect, it } from 'vitest';
import { slicesTaken } from '#renderer/features/bids/schedule.ts';

const chosen = (startMonth: number, months: number, slices: number) => ({ startMonth, slices, bid: { months } });

describe('the slices used by a best set', () => {
  // Catches a month counted twice where one bid follows on another, and one that runs past the horizon.
  it('are counted for each month, up to the horizon', () => {
    const bids = [chosen(0, 2, 3), chosen(2, 12, 4), chosen(1, 1, 2)];
    expect(slicesTaken(bids, 4)).toEqual([3, 5, 4, 4]);
  });

  it('are none without bids', () => {
    expect(slicesTaken([], 2)).toEqual([0, 0]);
  });
});
