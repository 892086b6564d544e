import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);
const farmer = (...argv: readonly string[]) => runFarmer(argv, directory.path);

function fileWith(name: string, text: string): string {
  const path = join(directory.path, name);
  writeFileSync(path, text);
  return path;
}

const HOME = ['--cores', '16', '--mem', '32GiB', '--ssd', '1000GiB', '--passmark', '22000'];

describe('farmer slices', () => {
  it('has the fields that scripts depend on', async () => {
    const result = await farmer('slices', ...HOME, '--json');
    expect(jsonOf(result)).toMatchObject({
      definition: 'economics-2025',
      count: 7,
      per_slice: {
        cores: expect.stringMatching(/^2\.2857142857/),
        memory_gib: '4',
        ssd_gib: expect.stringMatching(/^142\.857142857/),
        passmark: expect.stringMatching(/^3142\.857142857/),
      },
      price_month: { min: '1.2', max: '12' },
      price_hour: { min: '0.0033', max: '0.025' },
      income_month: { min: '10.92', max: '126' },
      unused: { cores: '0', memory_gib: '0', ssd_gib: '0' },
    });
    expect([result.code, result.stderr]).toEqual([0, '']);
  });

  it('rounds each price once, half up, from the exact value', async () => {
    // 29 GiB in 7 slices: 0.3 x 29 / 7 = 1.242857…, and 29 x 0.3 x 1.3 = 11.31, not 7 x 1.2429 x 1.3.
    const result = await farmer(
      'slices',
      '--cores',
      '8',
      '--mem',
      '33GiB',
      '--ssd',
      '1TiB',
      '--passmark',
      '7999',
      '--json',
    );
    expect(jsonOf(result)).toMatchObject({
      count: 7,
      price_month: { min: '1.2429', max: '12.4286' },
      price_hour: { min: '0.0035', max: '0.0259' },
      income_month: { min: '11.31', max: '130.5' },
    });
  });

  it('uses a published machine’s maximum number of slices and price band', async () => {
    const ai = ['--cores', '32', '--mem', '128GiB', '--ssd', '4000GiB', '--passmark', '50000', '--model', 'Mini AI 1'];
    const result = await farmer('slices', ...ai, '--json');
    expect(jsonOf(result)).toMatchObject({
      count: 4,
      price_month: { min: '10', max: '100' },
      income_month: { min: '52', max: '600' },
    });
  });

  it.each([
    [['--mem', '0'], /without memory/],
    [['--definition', 'economics-2026'], /economics-2025/],
    [['--cores', '1.5'], /whole number/],
    [['--model', 'Maxi'], /no published machine/],
  ])('refuses %j', async (change, message) => {
    const result = await farmer('slices', ...HOME, ...change);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(message);
  });

  // Catches a "0 slices" that exits well and never says that the mark is what is missing.
  it('explains what is missing when not a single slice fits', async () => {
    const none = await farmer('slices', ...HOME.slice(0, 6), '--passmark', '0');
    expect([none.code, none.stdout]).toEqual([
      0,
      expect.stringContaining('each of economics-2025 needs a PassMark of 1000'),
    ]);
    expect(none.stderr).toMatch(/^hint: Give the CPU Mark/);
    const json = await farmer('slices', ...HOME.slice(0, 6), '--passmark', '999', '--json');
    expect(jsonOf(json)).toMatchObject({ count: 0, binding: 'passmark', note: expect.stringContaining('PassMark') });
    expect(jsonOf(await farmer('slices', ...HOME, '--json'))).toMatchObject({ note: null });
  });

  // Catches 64 bytes taken for 64 GiB without a word; what was asked is still answered.
  it('hints at suspicious sizes of a few bytes without changing the answer', async () => {
    const mem = (size: string) =>
      farmer('slices', '--cores', '4', '--mem', size, '--ssd', '1TiB', '--passmark', '9000');
    const bare = await mem('64');
    expect([bare.code, bare.stderr]).toEqual([0, 'hint: --mem 64 is 64 bytes; did you mean 64GiB?\n']);
    expect((await Promise.all([mem('64GiB'), mem('512KiB'), mem('68719476736')])).map((run) => run.stderr)).toEqual([
      '',
      '',
      '',
    ]);
    const sizes = ['--cru', '8', '--mru', '32', '--sru', '1000', '--hru', '0'];
    expect((await farmer('capacity', ...sizes, '--json')).stderr.match(/did you mean/g)).toHaveLength(2);
  });

  it('requires a PassMark only where the definition needs one', async () => {
    const bare = HOME.slice(0, 6);
    expect((await farmer('slices', ...bare)).stderr).toContain('PassMark');
    expect(jsonOf(await farmer('slices', ...bare, '--definition', 'mycelium', '--json'))).toMatchObject({ count: 5 });
  });
});

describe('prices and bids of a planned node', () => {
  beforeAll(async () => {
    await farmer('nodes', 'add', 'Home', '--cru', '16', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0');
  });

  it('layouts: compares, chooses, and accepts a PassMark', async () => {
    const shown = jsonOf(await farmer('layouts', '--json'));
    expect(shown).toMatchObject({ node: 1, chosen: 'parts-8', needs_passmark: true });
    expect(jsonOf(await farmer('layouts', 'choose', 'parts-4', '--json'))).toMatchObject({
      chosen: 'parts-4',
      layout: { slices: 4 },
    });
    expect((await farmer('layouts', 'choose', 'economics-2025')).stderr).toContain('PassMark');
    expect((await farmer('layouts', 'choose', 'parts-3')).code).toBe(2);
    expect(jsonOf(await farmer('layouts', 'choose', 'mycelium', '--json'))).toMatchObject({ chosen: 'mycelium' });
  });

  it('price: shows, sets, lists the history and undoes', async () => {
    const shown = jsonOf(await farmer('price', 'show', '--json'));
    expect(shown).toMatchObject({
      slices: [
        {
          id: '1:mycelium',
          price_month: expect.any(String),
          currency: 'USD',
          floor: '0',
          band: { min: '1.2', max: '12' },
          set_at: null,
        },
      ],
    });
    const set = await farmer('price', 'set', '--slice', '1:mycelium', '--month', '4.50', '--json');
    expect(jsonOf(set)).toMatchObject({
      slices: [{ id: '1:mycelium', price_month: '4.5', set_at: expect.stringMatching(/Z$/) }],
    });
    const refused = await farmer('price', 'set', '--slice', '1:mycelium', '--month', '1', '--json');
    expect(refused.code).toBe(2);
    expect(jsonOf(refused)).toMatchObject({ error: { code: 'REFUSED', message: expect.stringContaining('1.2 USD') } });
    const forced = await farmer('price', 'set', '--slice', '1:mycelium', '--month', '1', '--force', '--json');
    expect(jsonOf(forced)).toMatchObject({ slices: [{ price_month: '1', standing: 'below-band' }] });
    expect(jsonOf(await farmer('price', 'undo', '--slice', '1:mycelium', '--json'))).toMatchObject({
      slices: [{ price_month: '4.5' }],
    });
    expect(jsonOf(await farmer('price', 'history', '--json'))).toMatchObject({
      changes: [
        { kind: 'undo' },
        { kind: 'set', reason: 'set on purpose: below the band' },
        { kind: 'set', reason: null },
      ],
    });
  });

  it.each([[['--month', '-1']], [['--month', '5', '--currency', 'TFT']], [['--month', 'much']]])(
    'price set: refuses %j with one error and one hint',
    async (change) => {
      const result = await farmer('price', 'set', '--slice', '1:mycelium', ...change);
      expect(result.code).toBe(2);
      expect(result.stderr).toMatch(/^error: .+\nhint: .+\n$/);
    },
  );

  it('bids: imports, ranks, accepts, finds the best set and sums the revenue', async () => {
    const bid = {
      buyer: 'Ada',
      vcpus: 1,
      memory_gib: 4,
      ssd_gib: 200,
      gpus: 0,
      months: 1,
      price_per_month: 5,
      currency: 'USD',
    };
    const file = fileWith(
      'bids.json',
      JSON.stringify(
        {
          format: 1,
          bids: [
            { id: 'a', ...bid },
            { id: 'b', ...bid, memory_gib: 20, vcpus: 5, ssd_gib: 900 },
            { id: 'c', ...bid, months: 'x' },
          ],
        },
        null,
        1,
      ),
    );
    expect(jsonOf(await farmer('bids', 'import', file, '--json'))).toEqual({
      imported: 2,
      rejected: [{ line: 26, reason: expect.stringContaining('months') }],
    });
    expect(jsonOf(await farmer('bids', 'rank', '--json'))).toMatchObject({
      bids: [
        { id: 'a', fits: true, reason: null, net_per_month: '4' },
        { id: 'b', fits: true, reason: null, net_per_month: '4', slices: 5 },
      ],
    });
    expect(jsonOf(await farmer('bids', 'best', '--json'))).toMatchObject({ chosen: ['a'], income: '4', optimal: true });
    expect(jsonOf(await farmer('bids', 'best', '--later', '--json'))).toMatchObject({
      chosen: ['a', 'b'],
      income: '8',
    });
    expect(jsonOf(await farmer('bids', 'accept', 'a', '--json'))).toMatchObject({
      accepted: 'a',
      reserved: { slice: '1:mycelium', slices: 1 },
    });
    const late = await farmer('bids', 'accept', 'b', '--json');
    expect([late.code, jsonOf(late)]).toEqual([2, { error: expect.objectContaining({ code: 'CONFLICT' }) }]);
    expect(jsonOf(await farmer('bids', 'revenue', '--periods', '2', '--json'))).toMatchObject({
      gross: '5',
      farmer: '4',
    });
  });

  it('bids: counters, declines, reopens and lists', async () => {
    expect(jsonOf(await farmer('bids', 'counter', 'b', '--month', '30', '--json'))).toMatchObject({
      countered: 'b',
      bid: { counter_price_month: '30' },
    });
    expect(jsonOf(await farmer('bids', 'decline', 'b', '--reason', 'no', '--json'))).toMatchObject({ declined: 'b' });
    expect(jsonOf(await farmer('bids', 'list', '--state', 'declined', '--json'))).toMatchObject({
      bids: [{ id: 'b', note: 'no' }],
    });
    expect(jsonOf(await farmer('bids', 'reopen', 'b', '--json'))).toMatchObject({
      reopened: 'b',
      bid: { state: 'open' },
    });
  });

  it('offers: prints JSON, CSV and files', async () => {
    expect(jsonOf(await farmer('offers', '--json'))).toMatchObject({
      format: 1,
      offers: [{ slice: '1:mycelium', free: 4, price_month: '4.5' }],
    });
    expect((await farmer('offers', '--format', 'csv')).stdout).toMatch(/^slice,node,count,free,/);
    const out = join(directory.path, 'offers.csv');
    expect(jsonOf(await farmer('offers', '--format', 'csv', '--out', out, '--json'))).toEqual({
      written: out,
      offers: 1,
    });
    expect(readFileSync(out, 'utf8').split('\n')[1]).toMatch(/^1:mycelium,Home,5,4,1,4,200,/);
    expect((await farmer('offers', '--out', join(directory.path, 'nowhere', 'x.csv'))).code).toBe(2);
  });
});
