import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStores } from '#main/store/stores.ts';
import { Decimal } from '#shared/decimal.ts';
import { BREAK_EVEN, type DisplayCurrency, inCurrency, MONEY, moneyText, numberText } from '#shared/number-text.ts';
import { APP_HOSTS, type RunningApp } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

keepPicturesOfFailures();

const GIB = 2 ** 30;
const cents = (min: number, max: number) =>
  fc.integer({ min, max }).map((units) => new Decimal(units).div(100).toFixed());

const drawnMachine = fc.record({
  cru: fc.integer({ min: 2, max: 128 }),
  memoryGib: fc.integer({ min: 4, max: 1024 }),
  ssdGib: fc.integer({ min: 150, max: 8000 }),
  connectionPriceMusd: fc.integer({ min: 20, max: 120 }),
  wattsIdle: fc.integer({ min: 5, max: 300 }),
  wattsSpan: fc.integer({ min: 0, max: 300 }),
  tariff: cents(0, 60),
});
/** Draws more than it can ever earn at the prices below. */
const drawnLoser = drawnMachine.map((machine) => ({ ...machine, wattsIdle: 9000, tariff: '0.6' }));
const drawnFarm = fc.record({
  tftPrice: fc.integer({ min: 1, max: 999 }).map((units) => new Decimal(units).div(10_000).toFixed()),
  machines: fc
    .tuple(fc.array(drawnMachine, { minLength: 1, maxLength: 2 }), drawnLoser)
    .map(([machines, loser]) => [...machines, loser]),
});

type Farm = typeof drawnFarm extends fc.Arbitrary<infer Drawn> ? Drawn : never;

interface Money {
  readonly gross_usd: string;
  readonly power_usd: string;
  readonly net_usd: string;
  readonly break_even_tft_price: string;
}
interface FarmJson {
  readonly totals: { readonly money: Money };
  readonly nodes: readonly { readonly id: number; readonly name: string; readonly money: Money }[];
}

/** The farm in a data directory, as its owner entered it. */
function store(dataDirectory: string, { tftPrice, machines }: Farm, currency: DisplayCurrency): void {
  const { stores, close } = openStores({ dataDirectory, nowMs: Date.now });
  stores.settings.update({ rates: { tftUsd: tftPrice, goldUsdPerGram: null }, currency }, Date.now());
  for (const [index, machine] of machines.entries()) {
    const { cru, memoryGib, ssdGib, connectionPriceMusd, wattsIdle, wattsSpan, tariff } = machine;
    const resources = { cru, mruBytes: memoryGib * GIB, sruBytes: ssdGib * GIB, hruBytes: 0 };
    const costs = {
      wattsIdle: String(wattsIdle),
      wattsLoaded: String(wattsIdle + wattsSpan),
      electricityUsdPerKwh: tariff,
      hardwareCostUsd: null,
      boughtOn: null,
    };
    const node = { ...plannedTitan(`Machine ${index + 1}`), kind: 'imported' as const, isVirtual: false };
    stores.nodes.add({ ...node, resources, connectionPriceMusd, costs }, Date.now());
  }
  close();
}

/** A page writes a no-break space before a unit. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

const CURRENCIES: readonly DisplayCurrency[] = [
  { code: 'USD', unitsPerUsd: '1' },
  { code: 'EUR', unitsPerUsd: '0.92' },
];
const farms = fc.sample(drawnFarm, { seed: 15, numRuns: CURRENCIES.length }).flatMap((farm, index) => {
  const currency = CURRENCIES[index];
  return currency === undefined ? [] : [{ farm, currency, price: farm.tftPrice, code: currency.code }];
});

// Catches the same figure in two ways: at another price, in another currency, rounded elsewhere, with another sign or
// grouping.
describe.each(farms)('a farm at $price USD per TFT, in $code', ({ farm, currency, code }) => {
  const host = APP_HOSTS.find(({ name }) => name === 'browser host');
  const directory = makeTemporaryDirectory();
  let app: RunningApp;
  let json: FarmJson;
  beforeAll(async () => {
    store(directory.path, farm, currency);
    json = jsonOf(await runFarmer(['farm', '--json'], directory.path)) as FarmJson;
    if (host === undefined) throw new Error('There is no browser host.');
    app = await host.start({ dataDirectory: directory.path });
  });
  afterAll(async () => {
    await app?.stop();
    directory.remove();
  });
  const shown = (usd: string | Decimal) => numberText(inCurrency(usd, currency), 'en', MONEY);
  const mainText = async () => plain(await app.page.locator('main').innerText());

  it('commands print the net of their JSON', async () => {
    const { stdout } = await runFarmer(['farm'], directory.path);
    expect(stdout).toContain(`${moneyText(json.totals.money.net_usd)} USD net`);
    const compared = await runFarmer(['compare', ...json.nodes.map(({ id }) => String(id))], directory.path);
    for (const { money } of json.nodes) {
      const [gross, power, net] = [money.gross_usd, money.power_usd, money.net_usd].map((usd) => moneyText(usd));
      expect(stdout).toMatch(new RegExp(`${gross} +${power} +${net} `));
      expect(compared.stdout).toContain(` ${net} `);
    }
  });

  it('the alert about a node that costs more than it earns has the same net', async () => {
    const losing = json.nodes.map(({ money }) => new Decimal(money.net_usd)).filter((net) => net.isNegative());
    expect(losing.length).toBeGreaterThan(0);
    const { stdout } = await runFarmer(['alerts', 'check'], directory.path);
    await app.open('/notifications');
    await app.page.getByText('Each period loses').first().waitFor();
    const text = await mainText();
    for (const net of losing) {
      const sentence = `Each period loses ${shown(net.negated())} ${code}.`;
      expect(stdout).toContain(sentence);
      expect(text).toContain(sentence);
    }
  });

  it('a projection starts with the same amounts', async () => {
    for (const { id, money } of json.nodes) {
      // oxlint-disable-next-line no-await-in-loop -- one process after the other
      const result = await runFarmer(
        ['project', '--node', String(id), '--months', '1', '--paths', '9', '--json'],
        directory.path,
      );
      expect(jsonOf(result)).toMatchObject({
        months: [{ gross: money.gross_usd, electricity: money.power_usd, net: money.net_usd }],
        break_even_tft_price: money.break_even_tft_price,
      });
    }
  });

  it('the pages and the printout of each node show the same net', async () => {
    for (const { id, money } of json.nodes) {
      const [gross, power, net] = [money.gross_usd, money.power_usd, money.net_usd].map(shown);
      // oxlint-disable no-await-in-loop -- one page after the other
      await app.open(`/node?node=${id}`);
      const card = app.page.getByRole('article', { name: 'Net a period' });
      await card.getByText('Gross').waitFor();
      const overview = plain(await card.innerText());
      expect(overview).toContain(`${gross} ${code}`);
      expect(overview).toContain(`${power} ${code}`);
      expect(overview.split('\n')).toContain(net);
      expect(overview).toContain(
        `${numberText(inCurrency(money.break_even_tft_price, currency), 'en', BREAK_EVEN)} ${code}`,
      );
      await app.open(`/earnings?node=${id}`);
      await app.page.getByText('From gross to net').waitFor();
      expect(await mainText()).not.toMatch(/\b20\d\d-\d\d\b/);
      await app.page.getByRole('button', { name: 'Show as table' }).first().click();
      await app.page.getByRole('button', { name: 'Export' }).first().click();
      const [download] = await Promise.all([
        app.page.waitForEvent('download'),
        app.page.getByRole('menuitem', { name: 'Save as CSV' }).click(),
      ]);
      const [, firstMonth = ''] = readFileSync(await download.path(), 'utf8').split(/\r?\n/);
      expect(firstMonth.split(',')).toEqual(expect.arrayContaining([money.gross_usd, money.power_usd, money.net_usd]));
      await app.page.getByRole('button', { name: 'Show as chart' }).first().click();
      for (const figure of [`${gross} ${code}`, `${net} ${code}`]) expect(await mainText()).toContain(figure);
      await app.page.evaluate(() => globalThis.dispatchEvent(new Event('beforeprint')));
      await app.page.getByRole('heading', { name: 'Month by month' }).waitFor();
      for (const figure of [`${gross} ${code}`, `${net} ${code}`]) expect(await mainText()).toContain(figure);
      await app.page.evaluate(() => globalThis.dispatchEvent(new Event('afterprint')));
      await app.open(`/compare?node=${id}`);
      await app.page.locator('main thead th').getByText(`Machine ${id}`).waitFor();
      for (const figure of [`${gross} ${code}`, `${net} ${code}`]) expect(await mainText()).toContain(figure);
      // oxlint-enable no-await-in-loop
    }
  });

  it('the farm page shows the same net', async () => {
    await app.open('/');
    await app.page.getByRole('link', { name: 'Machine 1' }).waitFor();
    const text = await mainText();
    expect(text).toContain(shown(json.totals.money.net_usd));
    for (const { money } of json.nodes) expect(text.split(/[\n\t]/)).toContain(shown(money.net_usd));
  });
});
