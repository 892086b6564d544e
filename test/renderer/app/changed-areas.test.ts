import { describe, expect, it } from 'vitest';
import { mayDiffer } from '#renderer/app/changed-areas.ts';

describe('areas refetched after a change', () => {
  // Catches a page that shows for half a minute what was true before the price, the slices or the machine changed.
  it.each(['nodes', 'hardware', 'settings', 'uptime', 'slices', 'bids'] as const)(
    'refetches earnings after a change of %s',
    (topic) => {
      expect(mayDiffer(topic, ['earnings', 'compare'])).toBe(true);
    },
  );

  // Catches an accepted bid whose slices the Slices page still offers.
  it('refetches slices and bids after a change of each other', () => {
    expect(mayDiffer('bids', ['slices', 'prices', 'list'])).toBe(true);
    expect(mayDiffer('slices', ['bids', 'list'])).toBe(true);
  });

  // Catches a page of a thousand nodes that gets the list of them with every beat of the recorder.
  it('refetches the summary of the farm after an uptime report, but not the list of nodes', () => {
    expect(mayDiffer('uptime', ['nodes', 'list'])).toBe(false);
    expect(mayDiffer('nodes', ['nodes', 'list'])).toBe(true);
    expect(mayDiffer('uptime', ['nodes', 'summariseFarm'])).toBe(true);
    expect(mayDiffer('bids', ['nodes', 'summariseFarm'])).toBe(false);
  });
});
