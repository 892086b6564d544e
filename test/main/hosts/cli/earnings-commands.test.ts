import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Decimal } from '#shared/decimal.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { readGolden } from '#test/support/golden.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

interface Months {
  readonly months: readonly Readonly<
    Record<'gross' | 'share' | 'electricity' | 'hardware' | 'other' | 'net' | 'cumulative', string>
  >[];
}

const TITAN = ['--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0'];
const directory = makeTemporaryDirectory();
afterAll(directory.remove);
const farmer = (...argv: readonly string[]) => runFarmer(argv, directory.path);
const bidFile = join(directory.path, 'bids.csv');

function writeBids(...lines: readonly string[]): string {
  writeFileSync(bidFile, lines.join('\n'));
  return bidFile;
}

describe('split', () => {
  const { vectors } = readGolden('split-vectors.json') as {
    readonly vectors: readonly Readonly<Record<string, unknown> & { amount: string }>[];
  };

  it.each(vectors)('$amount: has exactly the named shares', async (vector) => {
    for (const rules of ['grid-v4', 'gep-2024']) {
      const result = await farmer('split', '--rules', rules, '--amount', vector.amount, '--json');
      expect(jsonOf(result)).toMatchObject({ rules, shares: vector[rules] });
    }
  });

  it.each([
    ['--amount', '-1'],
    ['--amount', 'NaN'],
    ['--amount', '1e3'],
    ['--amount', 'Infinity'],
  ])('refuses %s %s with a hint and exit 2', async (...amount) => {
    const result = await farmer('split', '--rules', 'grid-v4', ...amount, '--json');
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/^error: .+\nhint: .+\n$/);
    expect(jsonOf(result)).toMatchObject({ error: { code: 'INVALID_INPUT' } });
  });

  it('explains that minting has nothing to split, and lists the rule sets that have', async () => {
    const result = await farmer('split', '--rules', 'minting-v3', '--amount', '1');
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining('grid-v4, gep-2024')]);
  });
});

describe('auction', () => {
  it('clears the published file', async () => {
    const published = join(directory.path, 'published.csv');
    copyFileSync(new URL('../../../golden/dutch_auction_bids_published.csv', import.meta.url), published);
    const result = await farmer('auction', '--bids', published, '--max', '3000000', '--json');
    expect(jsonOf(result)).toMatchObject({
      clearing_price: '0.1',
      filled: '2700000',
      accepted: ['A', 'B', 'C', 'D', 'E', 'F'],
      rejected: [{ lp: 'G' }, { lp: 'H' }],
      margin_kept: '19300',
    });
  });

  it('accepts quotes, Windows line ends, a byte order mark and empty lines', async () => {
    const path = writeBids('\uFEFFlp,amount,min_price\r', '"A, Ltd",10,0.5\r', '\r', 'B,5,0.4\r', '');
    const result = await farmer('auction', '--bids', path, '--max', '20', '--json');
    expect(jsonOf(result)).toMatchObject({ accepted: ['B', 'A, Ltd'], clearing_price: '0.5', margin_kept: '0.5' });
  });

  it('rejects bids above 80 % of the market with their cause', async () => {
    const path = writeBids('lp,amount,min_price', 'A,10,0.8', 'B,10,0.81');
    const result = await farmer('auction', '--bids', path, '--max', '100', '--market', '1', '--json');
    expect(jsonOf(result)).toMatchObject({ accepted: ['A'], rejected: [{ lp: 'B', cause: 'discount' }], filled: '10' });
  });

  it('refuses a file with an invalid row by its line, because half a file would give another price', async () => {
    const path = writeBids('lp,amount,min_price', 'A,10,0.5', '', 'B,ten,0.4', 'C,5,-1');
    const result = await farmer('auction', '--bids', path, '--max', '20', '--json');
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('line 4: amount is not a number: "ten"');
    expect(result.stderr).toContain('line 5: min_price must be above zero');
  });

  it.each([
    ['an empty file', [''], ['--max', '1']],
    ['no columns', ['a,b', '1,2'], ['--max', '1']],
    ['a quote that never closes', ['lp,amount,min_price', '"A,1,1'], ['--max', '1']],
    ['a maximum of zero', ['lp,amount,min_price', 'A,1,1'], ['--max', '0']],
    ['a negative market', ['lp,amount,min_price', 'A,1,1'], ['--max', '1', '--market', '-1']],
  ] as const)('refuses %s', async (_name, lines, options) => {
    const result = await farmer('auction', '--bids', writeBids(...lines), ...options);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(/^error: .+\nhint: .+\n$/);
  });

  it('clears nothing and prints no price for a file without bids', async () => {
    const result = await farmer('auction', '--bids', writeBids('lp,amount,min_price'), '--max', '5', '--json');
    expect(jsonOf(result)).toMatchObject({ clearing_price: null, filled: '0', accepted: [], margin_kept: '0' });
  });

  it('names a missing file', async () => {
    const result = await farmer('auction', '--bids', join(directory.path, 'none.csv'), '--max', '5');
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining('no such file')]);
  });
});

/** What the farmer entered: without these numbers there is no amount. */
const ENTERED = ['--tft-price', '0.08', '--watts-idle', '20', '--kwh-price', '0.2'];
const project = (...options: readonly string[]) =>
  farmer('project', ...TITAN, '--paths', '200', ...ENTERED, ...options, '--json');

describe('project', () => {
  it('has the fixed fields, and every month adds up as printed', async () => {
    const result = await project(
      '--months',
      '24',
      '--hardware-cost',
      '499.99',
      '--watts-idle',
      '21',
      '--watts-loaded',
      '60',
    );
    const json = jsonOf(result) as Months;
    expect(json).toMatchObject({
      assumptions: { hardware_cost: { value: '499.99', origin: 'scenario' }, uptime: { value: '100' } },
      break_even_month: null,
      roi: expect.stringMatching(/^-?\d/),
      p10: expect.any(String),
      p50: expect.any(String),
      p90: expect.any(String),
    });
    let cumulative = new Decimal(0);
    for (const month of json.months) {
      const net = new Decimal(month.share).minus(month.electricity).minus(month.hardware).minus(month.other);
      cumulative = cumulative.plus(net);
      expect([month.net, month.cumulative]).toEqual([net.toFixed(), cumulative.toFixed()]);
    }
    expect(json.months).toHaveLength(24);
  });

  it('is deterministic for a seed, with ordered quantiles', async () => {
    const first = jsonOf(await project('--seed', '7')) as Readonly<Record<'p10' | 'p50' | 'p90', string>>;
    expect(jsonOf(await project('--seed', '7'))).toEqual(first);
    expect(jsonOf(await project('--seed', '8'))).not.toMatchObject({ p50: first.p50 });
    expect(Number(first.p10) <= Number(first.p50) && Number(first.p50) <= Number(first.p90)).toBe(true);
  });

  it('breaks even where the cash covers the price, and has null where it never does', async () => {
    expect(jsonOf(await project('--hardware-cost', '100'))).toMatchObject({ break_even_month: 6 });
    const hungry = await project('--hardware-cost', '100', '--watts-idle', '900');
    expect(jsonOf(hungry)).toMatchObject({ break_even_month: null, payback: { kind: 'never' } });
  });

  // Catches a machine on free power that the pages count and the command refuses.
  it('accepts 0 watts like the pages: electricity then costs nothing', async () => {
    const result = await project('--watts-idle', '0', '--watts-loaded', '0');
    expect((jsonOf(result) as Months).months[0]).toMatchObject({ electricity: '0' });
  });

  it('keeps 80 % of slices × price × utilisation under grid v4', async () => {
    const result = await project('--rules', 'grid-v4', '--slices', '7', '--slice-price', '12', '--utilisation', '0.5');
    expect((jsonOf(result) as Months).months[0]).toMatchObject({ gross: '42', share: '33.6' });
  });

  it('uses a stored scenario by name, modified by the options', async () => {
    const { composeApp } = await import('#main/compose.ts');
    const { createCalls } = await import('#main/app/router.ts');
    const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path });
    await createCalls(app.context).earnings.scenarios.save({
      name: 'cheap',
      scenario: { months: 12, tftPriceUsd: '0.02' },
    });
    await app.close();
    expect((jsonOf(await project('--scenario', 'cheap')) as Months).months).toHaveLength(12);
    const changed = await farmer('project', ...TITAN, '--scenario', 'cheap', '--months', '3', '--json');
    expect(jsonOf(changed)).toMatchObject({ assumptions: { tft_price: { value: '0.02' } } });
    const unknown = await project('--scenario', 'dear');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Known: cheap.')]);
  });

  it.each([
    ['0 months', ['--months', '0'], 'months'],
    ['121 months', ['--months', '121'], '120'],
    ['a price of zero', ['--tft-price', '0'], 'above zero'],
    ['a negative price', ['--tft-price', '-1'], '--tft-price must be above zero'],
    ['negative watts', ['--watts-idle', '-1'], '--watts-idle cannot be negative'],
    ['no uptime record', ['--uptime', 'history'], 'uptime record'],
    ['an uptime that is no percentage', ['--uptime', '101'], 'percentage'],
    ['an uptime finer than the grid counts, naming what it counts as', ['--uptime', '94.99'], 'write 94.9.'],
    ['a utilisation above one', ['--utilisation', '1.5'], 'utilisation'],
    ['a volatility that is not a number', ['--volatility', 'NaN'], 'not a number'],
    ['half a machine and a node', ['--node', '1'], '--node'],
    ['a seed that is too large', ['--seed', '4294967296'], '--seed'],
  ] as const)('refuses %s', async (_name, options, reason) => {
    const result = await farmer('project', ...TITAN, ...options);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toContain(reason);
  });

  // Catches P10/P50/P90 under --uptime that read as if they stood on it.
  it('states in JSON and text that the simulation draws its own uptime', async () => {
    const json = jsonOf(await project('--uptime', '97.5', '--outages', '2', '--outage-hours', '3'));
    expect(json).toMatchObject({
      assumptions: {
        uptime: { value: '97.5', origin: 'scenario', used_in: 'cases' },
        outages: { value: '2', origin: 'scenario', used_in: 'simulation' },
        outage_length: { value: '3', unit: 'hours', used_in: 'simulation' },
        utilisation_electricity: { value: '50', unit: '%', origin: 'preset', used_in: 'all' },
      },
      simulated_uptime: expect.stringContaining('drawn from outages'),
    });
    const { stdout } = await farmer(
      'project',
      ...TITAN,
      ...ENTERED,
      '--paths',
      '50',
      '--uptime',
      '97.5',
      '--outages',
      '2',
    );
    expect(stdout).toContain('97.5 % in the months; the simulation draws its own: 2 outages a month of 4 h on average');
    expect(stdout).toContain('50 % of the machine, for its electricity');
  });

  // Catches revenue of 0.39200009 at 98 %, because a permille is not a whole number of seconds.
  it('computes 98 % of 40 cents as 39.2 cents', async () => {
    const sold = ['--rules', 'grid-v4', '--slices', '1', '--slice-price', '0.4', '--utilisation', '1'];
    expect((jsonOf(await project(...sold, '--uptime', '98')) as Months).months[0]).toMatchObject({ gross: '0.392' });
  });

  // Catches a page of zeros with a blank chart and no reason.
  it('explains why a machine earns nothing, and what it would earn otherwise', async () => {
    const json = jsonOf(await project('--virtual'));
    expect(json).toMatchObject({
      obstacles: { found: ['virtual'], otherwise: { reward_tft: '282.5', share: '22.6' } },
      payback: { kind: 'never', why: 'earns-nothing' },
    });
    const { stdout } = await farmer('project', ...TITAN, ...ENTERED, '--paths', '50', '--virtual', '--kwh-price', '0');
    expect(stdout).toContain('It earns nothing: it is a virtual machine.');
    expect(stdout).toContain('Otherwise it would mint 282.50 TFT a month, 22.60 USD for you.');
    expect(stdout).toContain('Nothing comes in and nothing is paid in any of the 60 months.');
    expect(stdout).not.toMatch(/[█▁]/);
  });

  it('states once that there is nothing to pay back without a hardware cost', async () => {
    const { stdout } = await farmer('project', ...TITAN, ...ENTERED, '--paths', '50');
    expect(stdout.match(/needs 1 number: the price paid/g)).toHaveLength(1);
    expect(stdout).not.toContain('ROI');
  });

  it('prints a chart and a table in text, with the missing inputs', async () => {
    const { stdout, code } = await farmer('project', ...TITAN, ...ENTERED, '--paths', '50');
    expect(code).toBe(0);
    expect(stdout).toContain('█');
    expect(stdout).toContain('Not entered: hardware-cost.');
    expect(stdout).not.toMatch(/NaN|Infinity/);
  });
});

describe('missing numbers', () => {
  // Catches "pays back in 7 months, return 791 %" of a machine without a power draw, at a price that nobody entered.
  it('leave no net, payback or return, and are listed', async () => {
    const bare = ['project', ...TITAN, '--paths', '50', '--hardware-cost', '600', '--months', '2'];
    const json = jsonOf(await farmer(...bare, '--json'));
    expect(json).toMatchObject({
      state: 'missing',
      missing: ['tft-price', 'watts', 'tariff'],
      assumptions: { tft_price: { origin: 'missing' }, electricity_price: { origin: 'missing' } },
      break_even_month: null,
      payback: null,
      roi: null,
      p10: null,
      p50: null,
      p90: null,
      reward_tft: '282.5',
    });
    const unknown = { gross: null, share: null, electricity: null, net: null, cumulative: null };
    expect((json as Months).months).toMatchObject([{ month: 1, reward_tft: '282.5', ...unknown }, { month: 2 }]);
    const { stdout } = await farmer(...bare);
    expect(stdout).toContain('needs 3 numbers: the TFT price, the power draw, the electricity price');
    expect(stdout).not.toMatch(/USD for you|ROI|P10/);
  });

  it('keep the lines that do not depend on them', async () => {
    const sold = ['--rules', 'grid-v4', '--slices', '7', '--slice-price', '12', '--utilisation', '0.5'];
    const json = jsonOf(await farmer('project', ...TITAN, ...sold, '--json'));
    expect(json).toMatchObject({ missing: ['watts', 'tariff'] });
    expect((json as Months).months[0]).toMatchObject({ gross: '42', share: '33.6', electricity: null, net: null });
  });

  // Catches "in month 322" and "return −758 %": figures that nobody can act on.
  it('prints a payback past ten years and a loss above the price in words', async () => {
    const dear = ['project', ...TITAN, ...ENTERED, '--paths', '50', '--hardware-cost'];
    const { stdout } = await farmer(...dear, '5000');
    expect(stdout).toMatch(/Pays back +not within 10 years/);
    const hungry = await farmer(...dear, '100', '--watts-idle', '900');
    expect(hungry.stdout).toMatch(/ROI +loses more than the machine cost/);
    expect(hungry.stdout).toMatch(/Better +turn it off/);
    expect(hungry.stdout).toMatch(/Breaks even +at a TFT price of 0\.46\d* USD, or a kWh price of 0\.03\d* USD/);
    expect(`${stdout}${hungry.stdout}`).not.toMatch(/in month \d|\s-\d/);
  });
});

describe('reward under the other rule sets', () => {
  it('computes the hypothetical thresholds of Farming 2.0 and its scheduled price', async () => {
    const base = ['reward', '--rules', 'farming-2.0', ...TITAN, '--farmed', '0', '--json'];
    expect(jsonOf(await farmer(...base, '--month', '2020-05'))).toMatchObject({ tft_price: '0.153' });
    expect(jsonOf(await farmer(...base, '--tft-price', '0.15', '--uptime-percent', '98.9'))).toMatchObject({
      tft: '0',
    });
    expect(jsonOf(await farmer(...base, '--tft-price', '0.15', '--bandwidth', '15', '--zone', 'other'))).toMatchObject({
      factors: { bandwidth: '0.5' },
    });
    expect((await farmer(...base, '--month', '2021-01')).code).toBe(2);
  });

  it('shows revenue next to the reward under the 2024 rules, and alone under v4', async () => {
    const revenue = ['--revenue', '10.08', '--json'];
    expect(jsonOf(await farmer('reward', '--rules', 'gep-2024', ...TITAN, ...revenue))).toMatchObject({
      musd: 22600,
      shares: { farmer: '5.04', cooperative: '4.032', validators: '1.008' },
    });
    expect(jsonOf(await farmer('reward', '--rules', 'grid-v4', ...TITAN, ...revenue))).toMatchObject({
      shares: { farmer: '8.064' },
    });
  });
});
