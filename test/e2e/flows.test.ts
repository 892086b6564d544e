import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { APP_HOSTS, type RunningApp, settle } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

keepPicturesOfFailures();

describe.each(APP_HOSTS)('the app in the $name', (host) => {
  const running: RunningApp[] = [];
  async function start(dataDirectory?: string): Promise<RunningApp> {
    const app = await host.start(dataDirectory === undefined ? {} : { dataDirectory });
    running.push(app);
    return app;
  }
  afterEach(async () => {
    await Promise.allSettled(running.splice(0).map((app) => app.stop()));
  });

  it('reads this machine and shows what it is worth, with the reason', async () => {
    const app = await start();
    await app.open('/hardware');
    const text = await app.page.locator('main').innerText();
    expect(text).toMatch(/CU/);
    expect(text).toMatch(/SU/);
    expect(text).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(existsSync(join(app.dataDirectory, 'farmer.sqlite'))).toBe(true);
  });

  it('is usable by the keyboard: the first Tab leads past the sidebar to the content', async () => {
    const app = await start();
    await app.open('/');
    // A page that was just opened, not one that was come to from the set-up.
    await app.page.reload();
    await settle(app.page);
    await app.page.keyboard.press('Tab');
    await app.page.keyboard.press('Enter');
    expect(await app.page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });

  // Catches a newcomer who is met by a red verdict instead of by what Farmer is for, and one who is led back for good.
  it('leads to the set-up where nobody has been yet, and nowhere else', async () => {
    const app = await start();
    await app.page.waitForFunction(() => window.location.hash.startsWith('#/first-run'));
    await app.page.getByRole('button', { name: 'Read this machine' }).waitFor();
    await app.open('/uptime');
    await app.page.reload();
    await settle(app.page);
    expect(await app.page.evaluate(() => window.location.hash)).toBe('#/uptime');
  });

  it('asks at the end of the first run whether to start with the session, off by default, where that can be', async () => {
    const app = await start();
    await app.open('/first-run');
    await app.page.getByRole('button', { name: 'Skip the set-up' }).click();
    await app.page.waitForFunction(() => !window.location.hash.startsWith('#/first-run'));
    await app.open('/first-run');
    await app.page.getByRole('button', { name: 'To the overview' }).waitFor();
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

  it('follows the theme of the system', async () => {
    const app = await start();
    await app.open('/');
    const background = (): Promise<string> => app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await app.useTheme('light');
    const light = await background();
    await app.useTheme('dark');
    expect(await background()).not.toBe(light);
  });

  it('keeps what was recorded over a restart', async () => {
    const temporary = makeTemporaryDirectory();
    const dataDirectory = join(temporary.path, 'data');
    const first = await start(dataDirectory);
    await first.open('/hardware');
    await first.stop();
    const second = await start(dataDirectory);
    await second.open('/hardware');
    expect(await second.page.locator('main').innerText()).toMatch(/CU/);
    expect(second.complaints).toEqual([]);
    temporary.remove();
  });

  it('loads nothing from elsewhere on any page', async () => {
    const app = await start();
    const foreign: string[] = [];
    app.page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      const isOwn = hostname === '127.0.0.1' || hostname.endsWith('.standin') || protocol === 'app:';
      if (!isOwn && !['data:', 'blob:'].includes(protocol)) {
        foreign.push(request.url());
      }
    });
    const paths = await app.page
      .locator('aside nav a')
      .evaluateAll((links) => links.map((link) => (link.getAttribute('href') ?? '').replace(/^#|\?.*$/g, '')));
    for (const path of paths) {
      await app.open(path);
    }
    expect(foreign).toEqual([]);
  });
});

describe('a browser page that was left open', () => {
  it('says that Farmer does not answer, keeps what it shows, and comes back by itself', async () => {
    const { startBuiltWebHost } = await import('#test/support/web-host.ts');
    const { launchBrowser, trackPage } = await import('#test/support/browser.ts');
    const temporary = makeTemporaryDirectory();
    const browser = await launchBrowser();
    const first = await startBuiltWebHost({ dataDirectory: temporary.path });
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    trackPage(page);
    // A screen that did not come before the host went.
    await page.route('**/exit-page*', (route) => route.abort());
    await page.goto(first.signInUrl);
    await page.locator('aside nav a').first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    await first.stop();
    const banner = page
      .locator('main')
      .getByText(/not answering|does not answer/i)
      .first();
    await banner.waitFor();
    expect(await page.locator('aside nav a').count()).toBeGreaterThan(1);
    await page.locator('aside nav a[href^="#/exit"]').click();
    await page.getByRole('heading', { name: 'Not loaded yet' }).waitFor();
    await page.unroute('**/exit-page*');
    const second = await startBuiltWebHost({ dataDirectory: temporary.path, args: ['--port', String(first.port)] });
    await banner.waitFor({ state: 'detached', timeout: 15_000 });
    await page.getByRole('heading', { name: 'Exit', level: 1 }).waitFor();
    await browser.close();
    await second.stop();
    temporary.remove();
  });

  // Catches a change that was typed while Farmer was away, is shown as if it held, and is gone with the page.
  it('saves a setting that was changed meanwhile as soon as Farmer answers again', async () => {
    const { startBuiltWebHost } = await import('#test/support/web-host.ts');
    const { launchBrowser, trackPage } = await import('#test/support/browser.ts');
    const temporary = makeTemporaryDirectory();
    const browser = await launchBrowser();
    const first = await startBuiltWebHost({ dataDirectory: temporary.path });
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    trackPage(page);
    await page.goto(first.signInUrl);
    await page.locator('aside nav a[href^="#/settings"]').click();
    const name = page.getByRole('textbox', { name: 'Name of the farm' });
    await name.waitFor();
    await first.stop();
    await name.fill('Hillside');
    await page.getByText('Not saved yet').waitFor();
    const second = await startBuiltWebHost({ dataDirectory: temporary.path, args: ['--port', String(first.port)] });
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await page.getByText('Not saved yet').count()).toBe(0);
    await page.reload();
    expect(await name.inputValue()).toBe('Hillside');
    await browser.close();
    await second.stop();
    temporary.remove();
  });
});

describe('a database that cannot be read', () => {
  // Catches a failure that a page shows as "No machine yet", or as a placeholder for good.
  it('is said by every page that needs it, and taken for emptiness by none', async () => {
    const { startBuiltWebHost } = await import('#test/support/web-host.ts');
    const { launchBrowser, trackPage } = await import('#test/support/browser.ts');
    const temporary = makeTemporaryDirectory();
    writeFileSync(join(temporary.path, 'farmer.sqlite'), 'A'.repeat(8192));
    const host = await startBuiltWebHost({ dataDirectory: temporary.path });
    const browser = await launchBrowser();
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    trackPage(page);
    await page.goto(host.signInUrl);
    for (const path of ['/', '/nodes', '/hardware', '/uptime', '/first-run', '/notifications']) {
      await page.evaluate((hash) => {
        window.location.hash = hash;
      }, `#${path}`);
      await page.locator('main').getByRole('button', { name: 'Retry' }).first().waitFor();
      expect(await page.locator('main').innerText()).not.toMatch(/No machine yet|was not read yet/);
    }
    await browser.close();
    await host.stop();
    temporary.remove();
  });
});
