import { describe, expect, it } from 'vitest';
import { isAffectedBy } from '#renderer/app/changed-areas.ts';

describe('areas refetched after a change', () => {
  // Catches a page that shows for half a minute what was true before the price, the slices or the machine changed.
  it.each(['nodes', 'hardware', 'settings', 'uptime', 'slices', 'bids'] as const)(
    'refetches earnings after a change of %s',
    (topic) => {
      expect(isAffectedBy(topic, ['earnings', 'compare'])).toBe(true);
    },
  );

  // Catches an accepted bid whose slices the Slices page still offers.
  it('refetches slices and bids after a change of each other', () => {
    expect(isAffectedBy('bids', ['slices', 'prices', 'list'])).toBe(true);
    expect(isAffectedBy('slices', ['bids', 'list'])).toBe(true);
  });

  // Catches a page of a thousand nodes that gets the list of them with every beat of the recorder.
  it('refetches the summary of the farm after an uptime report, but not the list of nodes', () => {
    expect(isAffectedBy('uptime', ['nodes', 'list'])).toBe(false);
    expect(isAffectedBy('nodes', ['nodes', 'list'])).toBe(true);
    expect(isAffectedBy('uptime', ['nodes', 'summariseFarm'])).toBe(true);
    expect(isAffectedBy('bids', ['nodes', 'summariseFarm'])).toBe(false);
  });
});
