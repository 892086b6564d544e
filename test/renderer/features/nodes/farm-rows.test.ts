import { describe, expect, it } from 'vitest';
import {
  countSubsets,
  type FarmGroup,
  type FarmSubset,
  groupRows,
  matcherOf,
  nodesInSubset,
} from '#renderer/features/nodes/farm/farm-rows.ts';
import { sortRows } from '#renderer/ui/table-sort.ts';
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
    money: { state: 'missing', missing: ['tft-price'], grossUsd: null, powerUsd: null },
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

const ids = (rows: readonly FarmNodeRow[]) => rows.map(({ id }) => id);
const money = (netUsd: string): FarmNodeRow['money'] => ({
  state: 'known',
  grossUsd: '1',
  powerUsd: '1',
  otherUsd: '0',
  netUsd,
  breakEvenTftPriceUsd: null,
  breakEvenKwhPriceUsd: null,
});
const place = (city: string, country: string) => ({ zone: null, city, country });

const value = (one: FarmNodeRow) => (one.money.state === 'known' ? one.money.netUsd : null);

describe('the rows of the farm', () => {
  const rows = [
    row('Attic Server', { id: 1, location: place('Gent', 'Belgium'), money: money('-1.5') }),
    row('Rack', { id: 2, concern: 'lost', labels: ['used'], site: 'Barn', money: money('2') }),
    row('Tower', { id: 3, concern: 'not-eligible', grid: { nodeId: 5004, farmId: 77, twinId: null } }),
    row('Plan', { id: 4, kind: 'planned', site: 'Barn' }),
  ];
  const found = (text: string, show: FarmSubset = 'all', site: string | null = null) =>
    ids(nodesInSubset(show, rows).filter(matcherOf({ site, text })));

  // Catches a search that minds capitals or the order of words, or that does not know a city.
  it('are found by name, number, city, country, site and label', () => {
    expect(found('')).toEqual([1, 2, 3, 4]);
    expect(found(' SERVER  attic ')).toEqual([1]);
    expect(found('belgium gent')).toEqual([1]);
    expect(found('5004')).toEqual([3]);
    expect(found('used')).toEqual([2]);
    expect(found('nowhere')).toEqual([]);
  });

  // Catches a filter that takes a node without numbers for one that loses.
  it('are filtered by their problem, and by site', () => {
    expect(found('', 'losing')).toEqual([1]);
    expect(found('', 'at-risk')).toEqual([2]);
    expect(found('', 'missing')).toEqual([3]);
    expect(found('', 'attention')).toEqual([2, 3]);
    expect(found('', 'all', 'Barn')).toEqual([2, 4]);
    expect(countSubsets(rows)).toMatchObject({ all: 4, losing: 1, quiet: 0, missing: 1, planned: 1 });
  });

  // Catches a filter that counts planned machines, which the sentence above it does not.
  it('are counted without planned ones, unless there are no others', () => {
    const plans = [row('Plan', { id: 1, kind: 'planned', money: money('-1') })];
    expect(countSubsets([...rows, ...plans])).toMatchObject({ all: 5, losing: 1, planned: 2 });
    expect(countSubsets(plans)).toMatchObject({ all: 1, losing: 1, planned: 1 });
  });

  // Catches "9" after "10", two decimals that floats cannot tell apart, and unknown amounts that lead when turned round.
  it('are sorted by amount, with unknown values last in both directions', () => {
    const nets = ['10', '9', '0.30000000000000000002', '0.30000000000000000001'];
    const many = [row('None', { id: 9 }), ...nets.map((net, id) => row(net, { id, money: money(net) }))];
    expect(ids(sortRows(many, { kind: 'number', value }, 'ascending'))).toEqual([3, 2, 1, 0, 9]);
    expect(ids(sortRows(many, { kind: 'number', value }, 'descending'))).toEqual([0, 1, 2, 3, 9]);
  });

  // Catches a planned machine that leaves its site, or is counted among the nodes that its total is of.
  it('are grouped by site with its planned machines, then those without a site, then planned ones without a site', () => {
    const heads: FarmGroup[] = [];
    const grouped = (some: readonly FarmNodeRow[]) =>
      groupRows(some, (group) => heads.push(group)).map((line) => ('row' in line ? line.row.id : line.key));
    expect(grouped([...rows, row('Idea', { id: 5, kind: 'planned' })])).toEqual([
      'site Barn',
      2,
      4,
      'none',
      1,
      3,
      'planned',
      5,
    ]);
    expect(heads[0]).toEqual({ kind: 'site', site: 'Barn', count: 2, planned: 1 });
    expect(grouped(rows.filter(({ site }) => site === null))).toEqual([1, 3]);
  });
});
