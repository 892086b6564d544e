import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Decimal } from '#shared/decimal.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);
const farmer = (...argv: readonly string[]) => runFarmer(argv, directory.path);
const json = async (...argv: readonly string[]) => jsonOf(await farmer(...argv, '--json')) as Answer;

interface Money {
  readonly state: string;
  readonly missing: readonly string[];
  readonly gross_usd: string | null;
  readonly power_usd: string | null;
  readonly net_usd: string | null;
  readonly break_even_tft_price: string | null;
}
interface Answer {
  readonly nodes: readonly { readonly id: number; readonly name: string; readonly money: Money }[];
  readonly planned: { readonly money: Money; readonly money_of_known: Money & { readonly nodes: number } };
  readonly machines: readonly { readonly id: number; readonly payback_months: number | null; readonly money: Money }[];
}

/** 7.75 CU and 4 SU: 282.5 TFT a period. */
const TITAN = ['--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0'];
const NO_NET = { net_usd: null, break_even_tft_price: null };

describe('the money of a farm', () => {
  // Catches a net out of a price, a tariff and watts that nobody entered.
  it('requires three numbers, and shows a figure once all are entered', async () => {
    await farmer('nodes', 'add', 'Titan', ...TITAN);
    const moneyOf = async () => (await json('farm')).nodes[0]?.money;
    expect(await moneyOf()).toMatchObject({
      state: 'missing',
      missing: ['tft-price', 'watts', 'tariff'],
      gross_usd: null,
      power_usd: null,
      ...NO_NET,
    });
    await farmer('money', 'set', '--tft-price', '0.02');
    expect(await moneyOf()).toMatchObject({
      state: 'missing',
      missing: ['watts', 'tariff'],
      gross_usd: '5.65',
      power_usd: null,
      ...NO_NET,
    });
    expect(jsonOf(await farmer('nodes', 'set', '1', '--watts-idle', '21', '--watts-loaded', '60', '--json'))).toEqual({
      updated: [1],
    });
    expect(await moneyOf()).toMatchObject({ state: 'missing', missing: ['tariff'], gross_usd: '5.65', ...NO_NET });
    await farmer('nodes', 'set', '1', '--tariff', '0.1', '--site', 'Ghent', '--price-paid', '80');
    // 282.5 TFT at 0.02; 40.5 W x 730.8 h at 0.10.
    expect(await moneyOf()).toMatchObject({
      state: 'known',
      missing: [],
      gross_usd: '5.65',
      power_usd: '2.95974',
      net_usd: '2.69026',
      break_even_tft_price: '0.01047696',
    });
    const { stdout } = await farmer('farm');
    expect(stdout).toMatch(/TFT price +0\.02 USD, entered \d{4}-\d\d-\d\d/);
    expect(stdout).toMatch(/5\.65 +2\.96 +2\.69/);
    expect((await json('farm')).nodes[0]).toMatchObject({ site: 'Ghent', node_id: null, last_seen: null });
  });

  // Catches 52.00 USD for 650 TFT on one page and 3.25 on another: the registration price explains the TFT alone.
  it('follows the farmer’s price in every command, and never the registration price', async () => {
    await farmer('money', 'set', '--tft-price', '0.005');
    const { nodes } = await json('farm');
    const net = new Decimal(nodes[0]?.money.net_usd ?? '0').toFixed(2);
    expect([nodes[0]?.money.gross_usd, net]).toEqual(['1.4125', '-1.55']);
    const projected = (await json('project', '--node', '1', '--months', '1', '--paths', '10')) as unknown as {
      readonly months: readonly Readonly<Record<'gross' | 'electricity' | 'net' | 'hardware', string>>[];
      readonly break_even_tft_price: string;
    };
    const [month] = projected.months;
    expect([month?.gross, month?.electricity]).toEqual(['1.4125', '2.95974']);
    expect(new Decimal(month?.net ?? '0').plus(month?.hardware ?? '0').toFixed(5)).toBe('-1.54724');
    expect(projected.break_even_tft_price).toBe('0.01047696');
    expect((await farmer('farm')).stdout).toContain('−1.55');
    expect((await farmer('compare', '1')).stdout).toContain('−1.55');
  });

  it('is sorted and filtered by net, and names what a total lacks', async () => {
    await farmer('nodes', 'add', 'Bare', ...TITAN);
    await farmer('nodes', 'add', 'Frugal', ...TITAN);
    await farmer('nodes', 'set', '3', '--watts-idle', '5', '--tariff', '0.1');
    const names = async (...options: readonly string[]) =>
      (await json('farm', ...options)).nodes.map(({ name }) => name);
    expect(await names('--sort', 'net')).toEqual(['Titan', 'Frugal', 'Bare']);
    expect(await names('--filter', 'losing')).toEqual(['Titan']);
    expect(await names('--filter', 'missing')).toEqual(['Bare']);
    const { planned } = await json('farm');
    // Catches totals of 0.00 for a farm that has only plans.
    expect((await farmer('farm')).stdout).toMatch(
      /^Nodes +none yet, and \d+ planned\nTFT price .*\nPlanned net +−0\.50 USD/,
    );
    expect(planned.money).toMatchObject({ state: 'missing', missing: ['watts', 'tariff'], net_usd: null });
    expect(planned.money_of_known).toMatchObject({ nodes: 2, net_usd: '-0.50014' });
    expect((await farmer('farm', '--sort', 'colour')).code).toBe(2);
  });

  it('is compared side by side, with a payback only where there is one', async () => {
    await farmer('money', 'set', '--tft-price', '0.02');
    const { machines } = await json('compare', '2', '1');
    expect(machines).toMatchObject([
      { id: 2, eligible: true, cu: '7.75', su: '4', tft_month: '282.5', watts: null, payback_months: null },
      { id: 1, watts: '40.5', payback_months: 30 },
    ]);
    expect((await farmer('compare', '99')).code).toBe(2);
    expect((await farmer('compare', '1', '--template', 'No such machine')).code).toBe(2);
  });
});

describe('farmer money and nodes set', () => {
  it('show the price with its source and age, and a currency only with its rate', async () => {
    expect(jsonOf(await farmer('money', 'show', '--json'))).toEqual({
      tft_price: { usd: '0.02', source: 'entered', since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/) },
      currency: 'USD',
      rate: '1',
      gold_price: null,
      tariff: null,
      price_source: 'typed',
      price_problem: null,
    });
    const refused = await farmer('money', 'set', '--currency', 'EUR');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('was not entered')]);
    const set = await json('money', 'set', '--currency', 'EUR', '--rate', '0.92');
    expect(set).toMatchObject({ tft_price: { usd: '0.02' }, currency: 'EUR', rate: '0.92' });
    expect((await farmer('money', 'set')).code).toBe(2);
    expect(await json('money', 'set', '--gold-price', '130')).toMatchObject({ gold_price: '130', rate: '0.92' });
    expect(jsonOf(await runFarmer(['money', '--json'], makeTemporaryDirectory().path))).toMatchObject({
      tft_price: { usd: null, source: 'not-entered', since: null },
    });
  });

  // Catches half of the nodes changed where one is not there.
  it('change all nodes or none', async () => {
    const wattsOf = async () => (await json('compare', '1', '3')).machines.map((machine) => Object(machine).watts);
    const before = await wattsOf();
    expect((await farmer('nodes', 'set', '1', '3', '99', '--watts-idle', '1')).code).toBe(2);
    expect(await wattsOf()).toEqual(before);
    expect((await farmer('nodes', 'set', '1')).code).toBe(2);
    await farmer('nodes', 'set', '3', '--cru', '4', '--name', 'Slow');
    expect((await json('farm')).nodes.find(({ id }) => id === 3)).toMatchObject({ name: 'Slow' });
  });

  // Catches a zone that is none, which is kept and then counts as not entered.
  it('refuse an invalid time zone, as an option and in a table', async () => {
    const { code, stderr } = await farmer('nodes', 'set', '1', '--time-zone', 'Brussels');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--time-zone takes a zone like Europe/Brussels')]);
    const table = join(directory.path, 'zones.csv');
    writeFileSync(table, 'id,time_zone\n1,Brussels\n3,Europe/Brussels\n');
    expect(await json('nodes', 'import-costs', table)).toMatchObject({ updated: [3], rejected: [{ line: 2 }] });
  });
});

// Catches "Something went wrong inside Farmer" where an amount has more digits than one that is typed may have.
describe('amounts of very many digits', () => {
  const MANY = '9'.repeat(34);

  it.each([['farm'], ['compare', '1'], ['project', '--node', '1', '--paths', '20']])(
    'are computed and shown by "%s"',
    async (...command) => {
      await farmer('money', 'set', '--tft-price', '0.02');
      await farmer(
        'nodes',
        'set',
        '1',
        '--watts-idle',
        '0',
        '--watts-loaded',
        '0',
        '--tariff',
        '0',
        '--price-paid',
        MANY,
      );
      expect((await farmer(...command, '--json')).code).toBe(0);
      await farmer('nodes', 'set', '1', '--watts-loaded', MANY, '--tariff', MANY);
      expect((await farmer(...command, '--json')).code).toBe(0);
      expect((await farmer(...command)).code).toBe(0);
    },
  );
});
