import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillDemo } from '#main/app/data/demo-data.ts';
import { openStores } from '#main/store/stores.ts';
import { APP_HOSTS, type RunningApp } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

keepPicturesOfFailures();

describe.each(APP_HOSTS)('selling slices in the $name', (host) => {
  const directory = makeTemporaryDirectory();
  let app: RunningApp;
  beforeAll(async () => {
    const handle = openStores({ dataDirectory: directory.path, nowMs: Date.now });
    handle.stores.transaction(() => fillDemo(handle.stores, Date.now()));
    handle.close();
    app = await host.start({ dataDirectory: directory.path });
    await app.open('/slices?node=1');
  });
  afterAll(async () => {
    await app?.stop();
    directory.remove();
  });

  it('moves price, other terms and income together by keyboard, and refuses what lies outside the bounds', async () => {
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

  it('takes a price of the scale with one click, and names its prices', async () => {
    const { page } = app;
    const month = page.getByRole('textbox', { name: 'Price of one slice a month' });
    await page.getByRole('button', { name: /^Take most: / }).click();
    expect(await month.inputValue()).toBe('12.00');
    await page.getByRole('button', { name: /^Take own cost: / }).click();
    // A floor that is taken is not refused for the places it was rounded to.
    await page.getByText('Within the bounds').waitFor();
  });

  it('sells the node as a published machine, from the keyboard, and back', async () => {
    const { page } = app;
    const stands = page.getByRole('region', { name: 'What this is based on' });
    await stands.getByRole('button', { name: /^What an offer promises/ }).focus();
    await page.keyboard.press('Enter');
    await stands.getByRole('textbox', { name: 'Bandwidth of the node' }).fill('70');
    await stands.getByRole('button', { name: 'Save' }).click();
    await stands.getByText('Not saved yet.').waitFor({ state: 'detached' });
    // What was open stays open when it was saved.
    expect(await stands.getByRole('textbox', { name: 'Bandwidth of the node' }).inputValue()).toBe('70');
    await stands.getByRole('button', { name: /^How the node may be cut/ }).focus();
    await page.keyboard.press('Enter');
    await stands.getByRole('combobox', { name: 'Sold as a published machine' }).waitFor();
    expect(await stands.getByRole('textbox', { name: 'Most slices to sell' }).getAttribute('placeholder')).toBe(
      'no limit',
    );
  });

  // Catches a table that is cut by its card or by its own column of buttons.
  it.each(['/slices?node=2', '/market?node=3', '/market?node=1'])(
    'has no table on %s that is wider than its place',
    async (route) => {
      const { page } = app;
      await app.open(route);
      await page.getByRole('table').first().waitFor();
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('table')]
          .filter((table) => table.scrollWidth > (table.parentElement?.clientWidth ?? 0) + 1)
          .map((table) => table.parentElement?.getAttribute('aria-label')),
      );
      expect(cut).toEqual([]);
      await app.open('/slices?node=1');
    },
  );

  it('sets a price, shows it in the history, and takes it back', async () => {
    const { page } = app;
    await page.getByRole('textbox', { name: 'Price of one slice a month' }).fill('9.25');
    await page.getByRole('button', { name: 'Set price' }).click();
    const history = page.getByRole('region', { name: 'Price history' });
    await history.getByText('9.25 USD').first().waitFor();
    await page.getByRole('button', { name: 'Undo last price' }).click();
    await history.getByText('undo', { exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Price of one slice a month' }).inputValue()).toBe('8.00');
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
      .getByRole('button', { name: /^Take the decision on/ })
      .last()
      .click();
    await reserved.getByRole('row').nth(before).waitFor({ state: 'detached' });
    expect(await reserved.getByRole('row').count()).toBe(before);
  });

  // Catches a dialog that leaves who works by the keyboard at the top of the page.
  it('a dialog that is left by Escape gives the focus back', async () => {
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
  it('orders offers in two currencies by what they are worth', async () => {
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

  it('finds the best set and says whether it is proven', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Find the best set' }).click();
    await page.getByText('Proven: no set brings more').waitFor();
    expect(app.complaints).toEqual([]);
  });
});
