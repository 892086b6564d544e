import { describe, expect, it } from 'vitest';
import { attentionRank, filterFarm } from '#renderer/features/nodes/farm-filter.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';

function row(name: string, change: Partial<FarmNodeRow> = {}): FarmNodeRow {
  return {
    id: 1,
    name,
    kind: 'imported',
    isDemo: false,
    certification: 'diy',
    resources: null,
    grid: { nodeId: null, farmId: null, twinId: null },
    site: null,
    labels: [],
    location: { zone: null, country: null, city: null },
    money: { state: 'missing', missing: ['tft-price'] },
    watts: null,
    paybackMonths: null,
    lastSeenS: null,
    verdict: 'eligible',
    refusal: null,
    capacity: null,
    reward: null,
    uptime: null,
    lastReceipt: null,
    concern: null,
    ...change,
  };
}

const rows = [row('Attic Server'), row('Rack server', { concern: 'lost' }), row('Tower', { concern: 'not-eligible' })];
const wordsOf = ({ name, concern }: FarmNodeRow) => [name, concern ?? 'on target'];
const names = (text: string, attentionOnly = false) =>
  filterFarm(rows, { text, attentionOnly }, wordsOf).map(({ name }) => name);

describe('the filter of the farm', () => {
  // Catches a search that minds capitals, the order of words, or a space too many.
  it('finds every word in any order', () => {
    expect(names('')).toHaveLength(3);
    expect(names(' SERVER  attic ')).toEqual(['Attic Server']);
    expect(names('server lost')).toEqual(['Rack server']);
    expect(names('server eligible')).toEqual([]);
  });

  // Catches a quick filter that forgets the text, or the other way round.
  it('joins the text with what needs attention', () => {
    expect(names('', true)).toEqual(['Rack server', 'Tower']);
    expect(names('server', true)).toEqual(['Rack server']);
  });

  // Catches a planned machine above one that runs, and a healthy one above a refused one.
  it('ranks the worst first and what is only planned last', () => {
    const planned = row('Plan', { kind: 'planned' });
    const ordered = [planned, ...rows].toSorted((a, b) => attentionRank(a) - attentionRank(b));
    expect(ordered.map(({ name }) => name)).toEqual(['Tower', 'Rack server', 'Attic Server', 'Plan']);
  });
});
