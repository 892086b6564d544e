import { describe, expect, it } from 'vitest';
import { linesOfName, spreadNames } from '#renderer/ui/charts/line-names.tsx';

describe('the series names next to a chart', () => {
  it('are split at spaces and shortened with an ellipsis', () => {
    expect(linesOfName('Cash, hardware paid at once')).toEqual(['Cash, hardware', 'paid at once']);
    expect(linesOfName('Node-with-a-name-that-never-ends')).toEqual(['Node-with-a-name-…']);
    expect(linesOfName('one two three four five six seven eight nine ten')).toHaveLength(2);
  });

  // Catches names of lines that end together drawn over one another, or below the plot.
  it('overlap neither each other nor the bottom of the plot', () => {
    const names = ['a', 'b', 'c'].map((key) => ({ key, topPx: 95, heightPx: 14 }));
    const tops = spreadNames(names, 100).map(({ topPx }) => topPx);
    expect(tops.toSorted((a, b) => a - b)).toEqual([58, 72, 86]);
  });
});
