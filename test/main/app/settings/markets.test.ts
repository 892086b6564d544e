import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeApp } from '#main/compose.ts';
import { readEntsoe } from '#main/grid/markets.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { awattarHours, ECB_DAY, entsoeDay, startMarkets } from '#test/support/grid/markets.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let market: Awaited<ReturnType<typeof startMarkets>>;
let isDown: boolean;
beforeEach(async () => {
  directory = makeTemporaryDirectory();
  isDown = false;
  market = await startMarkets({
    '/v1/marketdata': (url) => (isDown ? 503 : awattarHours(url)),
    '/stats/eurofxref/eurofxref-daily.xml': () => (isDown ? 503 : ECB_DAY),
    '/api/v3/simple/price': () =>
      isDown ? 503 : JSON.stringify({ 'pax-gold': { usd: 3110.34768, last_updated_at: 1_764_000_000 } }),
    '/api': (url) => entsoeDay(Math.floor(Date.parse(stamp(url)) / 86_400_000) * 86_400),
  });
});
afterEach(async () => {
  await market.close();
  directory.remove();
});

/** 202611270000 as an instant. */
function stamp(url: URL): string {
  const text = url.searchParams.get('periodStart') ?? '';
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}T00:00:00Z`;
}

async function farmer(...argv: readonly string[]) {
  const result = await runFarmer([...argv, '--json'], directory.path);
  return { code: result.code, json: jsonOf(result) as Record<string, Record<string, unknown>> };
}

const at = () => ['--address', market.url];
const switchOn = () =>
  farmer('money', 'electricity', 'awattar-de', '--zone', 'UTC', '--fees', '0.1', '--tax', '19', ...at());

test('sends no request before a source is enabled', async () => {
  expect((await farmer('money', 'markets')).json).toMatchObject({
    electricity: { source: 'typed', since: null, hours_usd_per_kwh: null },
    gold: { source: 'typed', usd_per_gram: null },
    currency: { source: 'typed', code: 'USD' },
  });
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path });
  const { refreshMarkets } = await import('#main/app/settings/markets.ts');
  await refreshMarkets(app.context);
  await app.close();
  expect(market.requests).toEqual([]);
});

test('computes the tariff as the hourly mean with fees and tax, in USD at the bank’s rate', async () => {
  await farmer('money', 'rate', 'ecb', ...at());
  const { json } = await switchOn();
  const hours = (json['electricity'] ?? {})['hours_usd_per_kwh'] as readonly string[];
  // 13 EUR a MWh and 0.1 EUR of fees, 19 % tax, 1.25 USD for one EUR.
  expect(hours[13]).toBe('0.1680875');
  expect(hours).toHaveLength(24);
  await farmer('nodes', 'add', 'Titan', '--cru', '8', '--mru', '32GiB', '--sru', '1TiB', '--hru', '0');
  await farmer('nodes', 'set', '1', '--watts-idle', '100', '--watts-loaded', '100');
  await farmer('money', 'set', '--tft-price', '0.02');
  const money = async () =>
    ((await farmer('farm')).json['nodes'] as unknown as readonly { money: Record<string, unknown> }[])[0]?.money;
  // 100 W over 730.8 h at the mean of the day, (11.5 / 1000 + 0.1) x 1.19 x 1.25; a period begins at any hour.
  expect(Number((await money())?.['power_usd'])).toBeCloseTo(12.12, 1);
  await farmer('money', 'electricity', 'typed');
  expect(await money()).toMatchObject({ state: 'missing', missing: ['tariff'] });
});

test('uses the entered price until a source has answered, and keeps an answer with its age after a failure', async () => {
  await farmer('money', 'set', '--currency', 'CHF', '--rate', '0.9');
  isDown = true;
  expect((await farmer('money', 'rate', 'ecb', ...at())).json['currency']).toMatchObject({
    units_per_usd: '0.9',
    since: null,
    problem: { message: expect.anything() },
  });
  isDown = false;
  expect((await farmer('money', 'rate', 'ecb', ...at())).json['currency']).toMatchObject({
    units_per_usd: '0.8',
    problem: null,
  });
  isDown = true;
  const { json } = await farmer('money', 'rate', 'ecb', ...at());
  expect(json['currency']).toMatchObject({
    units_per_usd: '0.8',
    since: 1_795_795_200,
    problem: { message: expect.anything() },
  });
  expect((await farmer('money', 'show')).json).toMatchObject({ currency: 'CHF', rate: '0.8' });
  await farmer('money', 'rate', 'typed');
  expect((await farmer('money', 'show')).json).toMatchObject({ rate: '0.9' });
});

test('converts the gold price from an ounce to a gram', async () => {
  expect((await farmer('money', 'gold', 'coingecko', ...at())).json['gold']).toMatchObject({
    usd_per_gram: '100',
    since: 1_764_000_000,
  });
});

test('uses the entered electricity price when the EUR rate is unknown', async () => {
  const { json } = await switchOn();
  expect(json['electricity']).toMatchObject({ hours_usd_per_kwh: null, problem: null });
});

test('refuses ENTSO-E without a token and a zone, and plain HTTP addresses of other hosts', async () => {
  expect((await farmer('money', 'electricity', 'entso-e', '--area', '10Y1001A1001A82H', ...at())).code).toBe(2);
  expect((await farmer('money', 'gold', 'coingecko', '--address', 'http://example.org')).code).toBe(2);
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path });
  app.context.secrets.write('entso-e.token', 'secret-token');
  await app.close();
  await farmer('money', 'rate', 'ecb', ...at());
  const { json } = await farmer(
    'money',
    'electricity',
    'entso-e',
    '--area',
    '10Y1001A1001A82H',
    '--zone',
    'UTC',
    ...at(),
  );
  expect(json['electricity']).toMatchObject({ token_set: true, problem: null });
  expect(JSON.stringify(json)).not.toContain('secret-token');
  // The first hour is below zero, with no fees: nobody is paid for power.
  const hours = (json['electricity'] ?? {})['hours_usd_per_kwh'] as readonly string[];
  expect(hours.slice(0, 3)).toEqual(['0', '0.000625', '0.001875']);
});

test('repeats the previous price for a missing point, and refuses other documents', () => {
  const startS = 1_764_028_800;
  const prices = readEntsoe({ text: entsoeDay(startS), host: 'entsoe' });
  expect(prices).toHaveLength(96);
  expect(prices[3]).toEqual({ startS: startS + 2700, endS: startS + 3600, eurPerMwh: '-1.50' });
  const refused =
    '<Acknowledgement_MarketDocument><Reason><text>No matching data found</text></Reason></Acknowledgement_MarketDocument>';
  expect(() => readEntsoe({ text: refused, host: 'entsoe' })).toThrow(/No matching data/);
  for (const bad of [
    '',
    '<html>',
    entsoeDay(startS).replace('PT15M', 'PT1S'),
    entsoeDay(startS).replace('>EUR<', '>GBP<'),
    entsoeDay(startS).replace('>3.50<', '>9e99<'),
  ]) {
    expect(() => readEntsoe({ text: bad, host: 'entsoe' })).toThrow(/not as published/);
  }
});
