import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP_HOST, type RunningApp } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { gridProxyFarm } from '#test/support/farm-of.ts';

keepPicturesOfFailures();

const host = DESKTOP_HOST;
if (host === undefined) throw new Error('No host of the app can run here.');

describe(`the farm in the ${host.name}`, () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await host.start();
  });
  afterAll(() => app?.stop());

  // Catches a farm that a file brings in and no screen answers for: its table, its filters, its totals.
  it('shows imported nodes worst first, and finds those that need attention', async () => {
    const { page } = app;
    await app.open('/?import=nodes');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(gridProxyFarm(10));
    await dialog.getByRole('button', { name: 'Read it' }).click();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText('10 new').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await app.open('/');
    const rows = page.locator('main tbody tr');
    const names = () => rows.locator('th').allInnerTexts();
    await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(10);
    expect(
      await rows
        .filter({ has: page.locator('th') })
        .first()
        .innerText(),
    ).toContain('Not eligible');
    await page.getByRole('searchbox', { name: 'Find nodes' }).fill('5004');
    await expect.poll(names).toEqual(['Node 5004']);
    await page.getByRole('searchbox', { name: 'Find nodes' }).fill('belgium ghent');
    await expect.poll(async () => (await names()).length).toBe(10);
    await page.getByRole('searchbox', { name: 'Find nodes' }).fill('');
    await page.getByRole('button', { name: /^Needs attention/ }).click();
    await page.waitForFunction(() => window.location.hash.includes('show=attention'));
    // The sidebar speaks of the farm, not of whichever node is selected.
    await expect.poll(names).toEqual(['Node 5004', 'Node 5009']);
    await page.getByText('2 nodes need attention', { exact: true }).filter({ visible: true }).waitFor();
    await page.getByRole('link', { name: 'Node 5009' }).click();
    await page.waitForFunction(() => window.location.hash.startsWith('#/node'));
    await page.getByText('What to charge').waitFor();
    // A node is found by typing a part of its name.
    await page.getByRole('combobox', { name: 'Go to another node' }).fill('5003');
    await page.getByRole('option', { name: 'Node 5003' }).click();
    await page.getByRole('heading', { name: 'Node 5003' }).waitFor();
  });

  // Catches figures that are hidden beside the buttons of a row, or behind a scroll bar of the window.
  it('shows every column at 1280 pixels minus the scroll bar', async () => {
    const { page } = app;
    await page.setViewportSize({ width: 1265, height: 800 });
    await app.open('/');
    await page.getByRole('link', { name: 'Node 5009' }).waitFor();
    const right = await page.locator('main table').evaluate((table) => table.getBoundingClientRect().right);
    expect(right).toBeLessThanOrEqual(1265 - 32);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  // Catches a price that one page takes in thousandths and another shows in dollars.
  it('accepts the TFT price in the displayed currency', async () => {
    const { page } = app;
    await app.open('/?show=all');
    await page.getByRole('button', { name: 'Edit Node 5001' }).click();
    const price = page.getByRole('dialog').getByRole('textbox', { name: 'TFT price at registration' });
    expect(await price.inputValue()).toBe('0.08');
    await price.fill('0.05');
    expect(await page.getByRole('dialog').getByRole('textbox', { name: 'Node number' }).inputValue()).toBe('5001');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Node 5001' }).click();
    await page.getByRole('link', { name: 'Hardware' }).click();
    await page.locator('main').getByText('0.05 USD').waitFor();
  });
});
