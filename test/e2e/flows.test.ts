import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP_HOSTS, type RunningApp, settle } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures, useBrowser } from '#test/support/browser.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { type RunningWebHost, startBuiltWebHost } from '#test/support/web-host.ts';

keepPicturesOfFailures();

/** Longer than a page waits for an answer, and between two attempts to connect; it passes on the page's own clock. */
const LONGEST_PAUSE_MS = 10_000;

/** A session ends with the Farmer that gave it: the farmer opens the new link, and the page left open goes on. */
async function signInAgain(page: Page, host: RunningWebHost): Promise<void> {
  const other = await page.context().newPage();
  await other.goto(host.signInUrl);
  await other.close();
}

describe.each(APP_HOSTS)('the app in the $name', (host) => {
  const directory = makeTemporaryDirectory();
  const dataDirectory = join(directory.path, 'data');
  /** One for all of them, in this order: the first finds it as a newcomer does. */
  let app: RunningApp;
  beforeAll(async () => {
    app = await host.start({ dataDirectory });
  });
  afterAll(async () => {
    await app?.stop();
    directory.remove();
  });

  // Catches a newcomer who is met by a red verdict instead of by what Farmer is for, and one who is led back for good.
  it('opens the set-up for a new user only', async () => {
    await app.page.waitForFunction(() => window.location.hash.startsWith('#/first-run'));
    await app.page.getByRole('button', { name: /^This computer/ }).waitFor();
    await app.open('/uptime');
    await app.page.reload();
    await settle(app.page);
    expect(await app.page.evaluate(() => window.location.hash)).toBe('#/uptime');
  });

  it('offers starting at login at the end of the set-up, off by default, where supported', async () => {
    await app.open('/first-run');
    await app.page.getByRole('button', { name: 'Skip the set-up' }).click();
    await app.page.waitForFunction(() => !window.location.hash.startsWith('#/first-run'));
    await app.open('/first-run');
    await app.page.getByRole('button', { name: /^This computer/ }).click();
    await app.page.getByRole('button', { name: 'Next: prices' }).click();
    await app.page.getByRole('button', { name: 'See the answer' }).click();
    await app.page.getByRole('button', { name: 'Open the node' }).waitFor();
    const question = app.page.getByRole('switch', { name: 'Start Farmer when I sign in' });
    const isAsked = host.name !== 'browser host';
    await expect.poll(() => question.count()).toBe(isAsked ? 1 : 0);
    if (!isAsked) return;
    expect(await question.isChecked()).toBe(false);
    await question.click();
    await app.page.waitForFunction(() => document.querySelector('input[role="switch"]:checked:enabled') !== null);
    await app.page.reload();
    await app.page.locator('input[role="switch"]:checked').waitFor({ state: 'attached' });
  });

  it('reads this machine and shows its value with the reason', async () => {
    await app.open('/hardware');
    const text = await app.page.locator('main').innerText();
    expect(text).toMatch(/CU/);
    expect(text).toMatch(/SU/);
    expect(text).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(existsSync(join(dataDirectory, 'farmer.sqlite'))).toBe(true);
  });

  it('is usable by keyboard: the first Tab skips the sidebar to the content', async () => {
    await app.open('/');
    // A page that was just opened, not one that was come to from another.
    await app.page.reload();
    await settle(app.page);
    await app.page.keyboard.press('Tab');
    await app.page.keyboard.press('Enter');
    expect(await app.page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });

  it('follows the theme of the system', async () => {
    await app.open('/');
    const background = (): Promise<string> => app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await app.useTheme('light');
    const light = await background();
    await app.useTheme('dark');
    expect(await background()).not.toBe(light);
  });

  it('keeps recorded data over a restart', async () => {
    await app.stop();
    app = await host.start({ dataDirectory });
    await app.open('/hardware');
    expect(await app.page.locator('main').innerText()).toMatch(/CU/);
    expect(app.complaints).toEqual([]);
  });
});

describe('an open browser page', () => {
  const browser = useBrowser();
  const hosts: RunningWebHost[] = [];
  let directory: TemporaryDirectory;
  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.stop()));
    directory.remove();
  });

  async function start(port = 0): Promise<RunningWebHost> {
    const host = await startBuiltWebHost({ dataDirectory: directory.path, args: ['--port', String(port)] });
    hosts.push(host);
    return host;
  }

  it('reports that Farmer is unreachable, keeps its content, and reconnects once the new link is opened', async () => {
    const host = await start();
    const page = await browser.newPage();
    await page.clock.install();
    // A screen that did not come before the host went.
    await page.route('**/rules-page*', (route) => route.abort());
    await page.goto(host.signInUrl);
    await page.locator('aside nav a').first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    await host.stop();
    const banner = page
      .locator('main')
      .getByText(/not answering|does not answer/i)
      .first();
    await banner.waitFor();
    expect(await page.locator('aside nav a').count()).toBeGreaterThan(1);
    await page.locator('aside nav a[href^="#/rules"]').click();
    await page.getByRole('heading', { name: 'Not loaded yet' }).waitFor();
    await page.unroute('**/rules-page*');
    await signInAgain(page, await start(host.port));
    await page.clock.fastForward(LONGEST_PAUSE_MS);
    await banner.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Rules & plans', level: 1 }).waitFor();
  });

  // Catches a change that was typed while Farmer was away, is shown as if it held, and is gone with the page.
  it('saves a setting that was changed while Farmer was unreachable as soon as it is back', async () => {
    const host = await start();
    const page = await browser.newPage();
    await page.clock.install();
    await page.goto(host.signInUrl);
    await page.locator('aside nav a[href^="#/settings"]').click();
    const name = page.getByRole('textbox', { name: 'Name of the farm' });
    await name.waitFor();
    await host.stop();
    await name.fill('Hillside');
    const isLate = async () => {
      await page.clock.fastForward(LONGEST_PAUSE_MS);
      return page.getByText('Not saved yet').count();
    };
    await expect.poll(isLate).toBe(1);
    await signInAgain(page, await start(host.port));
    await page.clock.fastForward(LONGEST_PAUSE_MS);
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await page.getByText('Not saved yet').count()).toBe(0);
    await page.reload();
    expect(await name.inputValue()).toBe('Hillside');
  });

  // Catches a failure that a page shows as "No machine yet", or as a placeholder for good.
  it('reports an unreadable database on every page that needs it instead of an empty farm', async () => {
    writeFileSync(join(directory.path, 'farmer.sqlite'), 'A'.repeat(8192));
    const host = await start();
    const page = await browser.newPage();
    await page.goto(host.signInUrl);
    for (const path of ['/', '/node', '/hardware', '/uptime', '/first-run', '/notifications']) {
      await page.evaluate((hash) => {
        window.location.hash = hash;
      }, `#${path}`);
      await page.locator('main').getByRole('button', { name: 'Retry' }).first().waitFor();
      expect(await page.locator('main').innerText()).not.toMatch(/No nodes? yet/);
    }
  });
});
