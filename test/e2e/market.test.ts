import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillDemo } from '#main/app/data/demo-data.ts';
import { openStores, type Stores } from '#main/store/stores.ts';
import { pagesIn } from '#shared/pages.ts';
import { DESKTOP_HOST, type RunningApp } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

keepPicturesOfFailures();

/** The demo farm with every cost entered, and a bid that pays less than any of its nodes costs. */
function fillSellingFarm(stores: Stores): void {
  const nowMs = Date.now();
  fillDemo(stores, nowMs);
  stores.settings.update({ rates: { tftUsd: null, goldUsdPerGram: '128' } }, nowMs);
  const costs = { wattsIdle: '60', wattsLoaded: '160', electricityUsdPerKwh: '0.28', hardwareCostUsd: '620' };
  for (const node of stores.nodes.list()) {
    if (node.costs.electricityUsdPerKwh === null) {
      stores.nodes.save({ ...node, costs: { ...costs, boughtOn: null } }, nowMs);
    }
  }
  const size = { vcpus: 1, memoryGib: '2', ssdGib: '25', gpus: 0, months: 1 };
  const terms = { pricePerMonth: '0.01', currency: 'USD' as const, minUptimePercent: null, certifiedOnly: false };
  const origin = {
    expiresAtS: null,
    isSimulated: false,
    state: 'open' as const,
    note: null,
    counterPriceMonth: null,
    extra: {},
  };
  stores.bids.addAll([{ id: 'poor', buyer: 'Poor', ...size, ...terms, ...origin }], { isDemo: false, nowMs });
}

const host = DESKTOP_HOST;
if (host === undefined) throw new Error('No host of the app can run here.');

describe(`selling slices in the ${host.name}`, () => {
  const directory = makeTemporaryDirectory();
  let app: RunningApp;
  beforeAll(async () => {
    const handle = openStores({ dataDirectory: directory.path, nowMs: Date.now });
    handle.stores.transaction(() => fillSellingFarm(handle.stores));
    handle.close();
    app = await host.start({ dataDirectory: directory.path });
    await app.open('/slices?node=1');
  });
  afterAll(async () => {
    await app?.stop();
    directory.remove();
  });

  it('updates price, other terms and income together by keyboard, and refuses prices outside the bounds', async () => {
    const { page } = app;
    const slider = page.getByRole('slider', { name: 'Price of one slice a month' });
    const month = page.getByRole('textbox', { name: 'Price of one slice a month' });
    const year = page.getByRole('textbox', { name: 'A year', exact: true });
    await slider.focus();
    await page.keyboard.press('End');
    expect([await month.inputValue(), await year.inputValue()]).toEqual(['12.00', '144.00']);
    await year.fill('120');
    expect(await month.inputValue()).toBe('10.00');
    await month.fill('1');
    await page.getByRole('button', { name: 'Set on purpose…' }).waitFor();
    expect(await page.getByRole('button', { name: 'Set price' }).count()).toBe(0);
  });

  it('applies a marked price of the slider with one click, and names these prices', async () => {
    const { page } = app;
    const month = page.getByRole('textbox', { name: 'Price of one slice a month' });
    await page.getByRole('button', { name: /^Take highest: / }).click();
    expect(await month.inputValue()).toBe('12.00');
    await page.getByRole('button', { name: /^Take own cost: / }).click();
    // A floor that is taken is not refused for the places it was rounded to.
    await page.getByText('Within the price band').waitFor();
  });

  it('switches to selling the node as a published machine and back by keyboard', async () => {
    const { page } = app;
    const stands = page.getByRole('region', { name: 'What this is based on' });
    await stands.getByRole('button', { name: /^What an offer promises/ }).focus();
    await page.keyboard.press('Enter');
    await stands.getByRole('textbox', { name: 'Bandwidth of the node' }).fill('70');
    await stands.getByRole('button', { name: 'Save' }).click();
    await stands.getByText('Not saved yet.').waitFor({ state: 'detached' });
    // What was open stays open when it was saved.
    expect(await stands.getByRole('textbox', { name: 'Bandwidth of the node' }).inputValue()).toBe('70');
    await stands.getByRole('button', { name: /^How the node may be divided/ }).focus();
    await page.keyboard.press('Enter');
    await stands.getByRole('combobox', { name: 'Sold as a published machine' }).waitFor();
    expect(await stands.getByRole('textbox', { name: 'Slices to sell, at most' }).getAttribute('placeholder')).toBe(
      'no limit',
    );
  });

  // Catches a table that is cut by its card, and columns that are hidden under the buttons of a row.
  it.each([1280, 900])('has no table wider than its container on any page at %i pixels', async (width) => {
    const { page } = app;
    const size = page.viewportSize();
    await page.setViewportSize({ width, height: 800 });
    const cut: string[] = [];
    const listCutTables = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('table')]
          .filter((table) => table.scrollWidth > (table.parentElement?.clientWidth ?? 0) + 1)
          .map((table) => table.parentElement?.getAttribute('aria-label')),
      );
    const ofNodes = pagesIn('node').flatMap(({ path }) => [1, 2, 3].map((node) => `${path}?node=${node}`));
    for (const route of [...pagesIn('sidebar').map(({ path }) => path), ...ofNodes]) {
      await app.open(route);
      cut.push(...(await listCutTables()).map((name) => `${route}: ${name}`));
    }
    expect(cut).toEqual([]);
    if (size !== null) await page.setViewportSize(size);
    await app.open('/slices?node=1');
  });

  it('sets a price, shows it in the history, and undoes it', async () => {
    const { page } = app;
    await page.getByRole('textbox', { name: 'Price of one slice a month' }).fill('9.25');
    await page.getByRole('button', { name: 'Set price' }).click();
    const history = page.getByRole('region', { name: 'Price history' });
    await history.getByText('9.25 USD').first().waitFor();
    await page.getByRole('button', { name: 'Undo last price' }).click();
    await history.getByText('undo', { exact: true }).waitFor();
    const month = page.getByRole('textbox', { name: 'Price of one slice a month' });
    await expect.poll(() => month.inputValue()).toBe('8.00');
  });

  it('shows all slices of all nodes like the command line, and sets several prices at once', async () => {
    const { page } = app;
    await app.open('/market');
    const prices = page.getByRole('region', { name: 'Prices of all slices' });
    const field = prices.getByRole('textbox', { name: 'Price a month of Attic server (demo), Economics 2025' });
    await field.fill('9.5');
    await field.press('Enter');
    await page.getByText('Price set').last().waitFor();
    await expect.poll(() => field.inputValue()).toBe('9.50');
    // Not a price: it stays in its field, and nothing is set.
    await field.fill('9.x');
    await field.blur();
    await prices.getByText('Not a number').waitFor();
    await field.press('Escape');
    await expect.poll(() => field.inputValue()).toBe('9.50');
    await prices.getByRole('checkbox', { name: 'Select all rows' }).press('Space');
    await prices.getByRole('button', { name: /^Apply the suggested price to \d selected/ }).click();
    await page.getByText(/^Suggested price set for \d kinds of slices/).waitFor();
    await expect.poll(() => prices.getByText('not set', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await prices.getByText('not set', { exact: true }).first().waitFor();
    await expect.poll(() => field.inputValue()).toBe('9.50');
    await field.fill('99');
    await field.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Set a price outside the price band' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // What was not set does not stay in the field as if it were the price, and is not asked about again.
    await field.blur();
    await expect.poll(() => field.inputValue()).toBe('9.50');
    expect(await dialog.count()).toBe(0);
  });

  it('ranks bids, accepts one, and frees its slices again', async () => {
    const { page } = app;
    await app.open('/market?node=1');
    const reserved = page.getByRole('region', { name: 'Reserved slices' });
    await reserved.getByRole('row').nth(1).waitFor();
    const before = await reserved.getByRole('row').count();
    await page
      .getByRole('button', { name: /^Accept demo-/ })
      .and(page.locator(':enabled'))
      .first()
      .click();
    await reserved.getByRole('row').nth(before).waitFor();
    await reserved
      .getByRole('button', { name: /^Undo the decision on/ })
      .last()
      .click();
    await reserved.getByRole('row').nth(before).waitFor({ state: 'detached' });
    expect(await reserved.getByRole('row').count()).toBe(before);
  });

  // Catches a dialog that leaves who works by the keyboard at the top of the page.
  it('returns the focus when a dialog is closed by Escape', async () => {
    const { page } = app;
    await app.open('/market?node=1');
    const counter = page.getByRole('button', { name: /^Counter / }).first();
    await counter.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await expect.poll(focused).toMatch(/^Counter /);
  });

  // Catches 77.61 CC (9.93 USD) standing above 59.34 USD.
  it('sorts offers in two currencies by value', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Offers', exact: true }).click();
    const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Accept demo-/ }) });
    const offers = await rows.locator('td:nth-of-type(1)').allInnerTexts();
    const usd = offers.map((offer) => {
      const [amount = '', currency] = offer.split(/\s/);
      return Number(amount) * (currency === 'CC' ? 0.128 : 1);
    });
    expect(offers.some((offer) => offer.includes('CC'))).toBe(true);
    expect(usd).toEqual(usd.toSorted((a, b) => a - b));
  });

  it('finds the best set and shows whether it is proven optimal', async () => {
    const { page } = app;
    await app.open('/market');
    await page.getByRole('button', { name: 'Find the best set' }).click();
    await page.getByText('Proven: no set earns more').waitFor();
    expect(app.complaints).toEqual([]);
  });

  // Catches a proof of before that stays on the screen once a bid of the set was accepted.
  it('searches again after a bid was accepted, and accepts a whole set or nothing', async () => {
    const { page } = app;
    const best = page.getByRole('region', { name: 'Best set of bids' });
    const [first = ''] = /demo-\d+/.exec(await best.getByRole('rowheader').first().innerText()) ?? [];
    await page.getByRole('button', { name: `Accept ${first}`, exact: true }).click();
    await best
      .getByRole('rowheader')
      .filter({ hasText: new RegExp(`${first}\\b`) })
      .waitFor({ state: 'detached' });
    await best.getByText('Proven: no set earns more').waitFor();
    const all = best.getByRole('button', { name: /^Accept all/ });
    const [count = ''] = /\d+/.exec(await all.innerText()) ?? [];
    await all.click();
    await page.getByText(`All ${count} bids were accepted`).waitFor();
    expect(await best.getByText('Proven').count()).toBe(0);
  });

  // Catches a bid that loses money and is accepted by one click.
  it('asks for confirmation before accepting a bid that loses money, and stores the reason', async () => {
    const { page } = app;
    await app.open('/market');
    await page.getByRole('button', { name: 'Accept poor' }).click();
    const dialog = page.getByRole('dialog', { name: 'Accept a bid that loses money?' });
    await dialog.waitFor();
    expect(await dialog.getByRole('button', { name: 'Accept the loss' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('to be known');
    await dialog.getByRole('button', { name: 'Accept the loss' }).click();
    await page.getByRole('region', { name: 'Reserved slices' }).getByText('Poor').waitFor();
  });
});
