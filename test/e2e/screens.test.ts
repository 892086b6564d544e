import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES } from '#shared/pages.ts';
import { AXE_HOST, type RunningApp, settle } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';

const DIALOGS = ['/?add=planned', '/?import=nodes'];
const PATHS = PAGES.map(({ path }) => path);
const NARROW = { width: 420, height: 860 } as const;
const WIDE = { width: 1280, height: 800 } as const;
keepPicturesOfFailures();

/** How far the page reaches past the window, in pixels. */
function overhang(app: RunningApp): Promise<number> {
  return app.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

const host = AXE_HOST;
if (host === undefined) throw new Error('No host of the app can run here.');

describe(`the screens in the ${host.name}`, () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await host.start();
  });
  afterAll(() => app?.stop());

  // Catches an R620 whose owner must type what is known of it, and an answer that is not there after price and tariff.
  it('assesses a machine to buy in a few clicks, and resumes where the user left', async () => {
    const { page } = app;
    let clicks = 0;
    let fields = 0;
    const click = async (locator: Locator) => {
      await locator.click();
      clicks += 1;
    };
    const fill = async (name: string, text: string) => {
      await page.getByLabel(name, { exact: true }).first().fill(text);
      fields += 1;
    };
    await app.open('/first-run');
    await click(page.getByRole('button', { name: /^One I own or may buy/ }));
    await fill('Machine', 'R620');
    await click(page.getByRole('option', { name: /R620/ }).first());
    await click(page.getByRole('button', { name: 'Next: prices' }));
    await page.locator('li[aria-current="step"]', { hasText: 'Price and tariff' }).waitFor();
    await page.reload();
    await fill('TFT price', '0.02');
    await fill('Electricity', '0.10');
    await fill('Price paid', '450');
    await click(page.getByRole('button', { name: 'See the answer' }));
    await page.getByText('It can join the grid.').waitFor();
    for (const name of ['Gross', 'Power', 'Break-even TFT price', 'Pays back']) {
      await page.locator('main').getByText(name, { exact: false }).first().waitFor();
    }
    process.stdout.write(`  R620 to the answer: ${clicks} clicks, ${fields} fields\n`);
    expect([clicks <= 8, fields <= 8]).toEqual([true, true]);
    await page.getByRole('button', { name: 'Open the node' }).click();
    await page.getByRole('heading', { level: 1, name: /R620/ }).waitFor();
    await page.getByText('Finish the set-up').waitFor({ state: 'detached' });
  });

  it('adds a planned machine, keeps it selected over a reload, and restores a removed one', async () => {
    await app.open('/?add=planned');
    await app.page.getByLabel('Name').fill('Titan');
    await app.page.getByLabel('Threads').fill('8');
    await app.page.getByLabel('Memory', { exact: false }).first().fill('32');
    await app.page.getByLabel('SSD', { exact: false }).first().fill('1000');
    await app.page.getByText('282.50').waitFor();
    await app.page.getByRole('button', { name: 'Add the machine' }).click();
    await app.page.getByText('limits CU').waitFor();
    await app.page.reload();
    await app.page.getByText('7.75').first().waitFor();
    expect(new URL(app.page.url()).hash).toContain('node=');
    await app.open('/');
    await app.page.getByRole('button', { name: 'Edit Titan' }).click();
    const dialog = app.page.getByRole('dialog');
    // Catches hardware of a plan that cannot be changed, and a change that is dropped because a field is empty.
    const enter = async (name: string, text: string) => {
      const field = dialog.getByLabel(name, { exact: true });
      await field.focus();
      // The groups of thousands go while a field is edited.
      await expect.poll(() => field.inputValue()).not.toContain(',');
      await field.fill(text);
    };
    await enter('Threads', '16');
    await enter('Memory', '64');
    await enter('SSD', '2000');
    await enter('HDD', '');
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await enter('HDD', '1200');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await app.page.getByRole('link', { name: 'Titan' }).click();
    await app.page.getByRole('link', { name: 'Hardware' }).click();
    // CU: 63 GiB by 4. CPR: 1.5 CU and 9 SU, 2,000 GiB of SSD by 250 and 1,200 GiB of HDD by 1,200.
    for (const figure of ['15.75', '32.62', '2,000'])
      await app.page.locator('main').getByText(figure).first().waitFor();
    await app.open('/');
    await app.page.getByRole('button', { name: 'Edit Titan' }).click();
    await app.page.getByRole('button', { name: 'Remove Titan' }).click();
    await app.page.getByRole('button', { name: 'Undo' }).click();
    await app.page.getByRole('link', { name: 'Titan' }).waitFor();
  });

  it('adds demo data with one click and removes it with one click', async () => {
    await app.open('/settings');
    await app.page.getByRole('button', { name: 'Load demo data' }).click();
    await app.page.getByRole('complementary').getByText('Demo data is shown').waitFor();
    await app.page.getByRole('complementary').getByRole('button', { name: 'Remove' }).click();
    await app.page.getByRole('complementary').getByText('Demo data is shown').waitFor({ state: 'detached' });
    await app.open('/');
    expect(await app.page.locator('main').innerText()).not.toContain('demo');
  });

  it('refuses an invalid number in its field and stores nothing of it', async () => {
    await app.open('/settings');
    const saved = app.page
      .getByRole('article', { name: 'Electricity', exact: true })
      .getByText('Saved', { exact: true });
    const price = app.page.getByRole('textbox', { name: 'Price' });
    await price.fill('0.25');
    await saved.waitFor();
    await price.fill('NaN');
    await app.page.getByText('Not a number').waitFor();
    await price.fill('-1');
    await app.page.getByText('Must be at least 0').waitFor();
    expect(await saved.isVisible()).toBe(false);
    await app.page.reload();
    expect(await app.page.getByRole('textbox', { name: 'Price' }).inputValue()).toBe('0.25');
  });

  // Catches a refusal that names a path of the program instead of standing at the field.
  it('names the refused host at its field', async () => {
    await app.open('/settings');
    await app.page.getByRole('switch', { name: 'Check that the network answers' }).press('Space');
    const hosts = app.page.getByLabel('Hosts to try').first();
    await hosts.pressSequentially('nohost');
    await hosts.press('Enter');
    await app.page.getByText('“nohost” is not a host with a port').waitFor();
    expect(await app.page.getByText('reachability.hosts').count()).toBe(0);
    await hosts.press('Backspace');
    await app.page.getByText('“nohost” is not a host with a port').waitFor({ state: 'detached' });
  });

  it('saves a changed setting when the page is left at once', async () => {
    await app.open('/settings');
    await app.page.getByRole('textbox', { name: 'Name of the farm' }).fill('Hillside');
    await app.open('/rules');
    await app.page.reload();
    await app.open('/settings');
    expect(await app.page.getByRole('textbox', { name: 'Name of the farm' }).inputValue()).toBe('Hillside');
  });

  it('switches to the chosen language at once', async () => {
    await app.open('/settings');
    const select = app.page.locator('select').filter({ has: app.page.locator('option[value="en"]') });
    await select.evaluate((element) => {
      const option = document.createElement('option');
      option.value = 'ar-XB';
      element.append(option);
    });
    await select.selectOption('ar-XB');
    await app.page.waitForFunction(() => document.documentElement.lang === 'ar-XB');
    expect(await app.page.locator('html').getAttribute('dir')).toBe('rtl');
    await select.selectOption('en');
    await app.page.waitForFunction(() => document.documentElement.lang === 'en');
  });

  // Longer texts and the other direction: pseudo-languages.test.ts.
  it('has no page that is wider than its window', async () => {
    const tooWide: string[] = [];
    for (const path of [...PATHS, ...DIALOGS]) {
      await app.page.setViewportSize(WIDE);
      await app.open(path);
      for (const size of [WIDE, NARROW]) {
        await app.page.setViewportSize(size);
        await settle(app.page);
        const pixels = await overhang(app);
        if (pixels > 0) tooWide.push(`${path} at ${size.width}: ${pixels} px`);
      }
    }
    await app.page.setViewportSize(WIDE);
    expect(tooWide).toEqual([]);
  });
});
