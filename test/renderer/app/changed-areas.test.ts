import { describe, expect, it } from 'vitest';
import { areasOf } from '#renderer/app/changed-areas.ts';

describe('what is asked again after a change', () => {
  // Catches a page that shows for half a minute what was true before the price, the slices or the machine changed.
  it.each(['nodes', 'hardware', 'settings', 'uptime', 'slices', 'prices', 'bids', 'rates'] as const)(
    'a projection stands on %s',
    (topic) => {
      expect(areasOf(topic)).toContain('projections');
    },
  );

  // Catches an accepted bid whose slices the Slices page still offers.
  it('slices, prices and bids stand on each other', () => {
    expect([...areasOf('bids')]).toEqual(expect.arrayContaining(['slices', 'prices']));
    expect([...areasOf('prices')]).toEqual(expect.arrayContaining(['slices', 'bids']));
    expect([...areasOf('slices')]).toEqual(expect.arrayContaining(['prices', 'bids']));
  });
});
