import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES, pagesIn } from '#shared/pages.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { callFromPage, isOpen, readLog, type RunningDesktop, startDesktop } from '#test/support/desktop.ts';

keepPicturesOfFailures();
/** One for all of them: each leaves it as it was found, on a page of ours. */
let desktop: RunningDesktop;
beforeAll(async () => {
  desktop = await startDesktop({ machine: { version: '9.8.7' } });
});
afterAll(() => desktop?.stop());

describe('the window of the built desktop entry', () => {
  it('is sandboxed, isolated and without Node, and denies every permission to its page', async () => {
    const { windows, allowedPermissions, hasCache, isSandboxEnforced } = await desktop.until(isOpen);
    expect(windows).toHaveLength(1);
    expect(windows[0]?.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      // The middle button opens a window otherwise.
      disableBlinkFeatures: 'Auxclick',
    });
    expect({ allowedPermissions, hasCache, isSandboxEnforced }).toEqual({
      allowedPermissions: [],
      hasCache: false,
      isSandboxEnforced: true,
    });
  });

  it('exposes nothing of the shell to the page: no require, process or bridge', async () => {
    const page = await desktop.page();
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'electron', 'ipcRenderer', 'farmer', 'api', 'Buffer', '__standIn'].filter(
        (name) => name in window,
      ),
    );
    expect(found).toEqual([]);
  });

  it('cannot load or call remote resources', async () => {
    const page = await desktop.page();
    const outcome = await page.evaluate(async () => {
      const fetched = await fetch('https://example.org/').then(
        () => 'fetched',
        () => 'refused',
      );
      const script = await new Promise<string>((resolve) => {
        const element = document.createElement('script');
        element.addEventListener('load', () => resolve('loaded'));
        element.addEventListener('error', () => resolve('refused'));
        element.src = 'https://example.org/x.js';
        document.head.append(element);
      });
      let evaluated = 'refused';
      try {
        evaluated = window.eval('"evaluated"') as string;
      } catch {
        // The policy refuses code from text.
      }
      return { fetched, script, evaluated };
    });
    expect(outcome).toEqual({ fetched: 'refused', script: 'refused', evaluated: 'refused' });
  });

  it('stays on its own pages: refuses other links and new windows, and passes nothing to the system', async () => {
    const page = await desktop.page();
    await page
      .evaluate(() => {
        window.location.href = 'https://example.org/';
      })
      .catch(() => undefined);
    await page.waitForFunction(() => document.querySelector('aside nav a') !== null);
    await page.evaluate(() => {
      window.open('file:///etc/passwd');
      window.open('javascript:alert(1)');
      window.open('https://example.org/docs');
    });
    const { windows, handedOver } = await desktop.state();
    expect(windows).toHaveLength(1);
    expect(windows[0]?.url).toMatch(/^app:\/\/farmer\/index\.html/);
    expect(handedOver.urls).toEqual([]);
  });

  it.each([
    ['a frame inside our page', { url: 'app://farmer/index.html', isEmbedded: true }],
    ['a page of another site', { url: 'https://evil.example/', isEmbedded: false }],
    ['a host that only begins like ours', { url: 'app://farmer.evil.example/', isEmbedded: false }],
    ['a local file', { url: 'file:///tmp/page.html', isEmbedded: false }],
    ['a frame that is gone', { url: '', isEmbedded: false }],
  ])('gives no port to %s', async (_what, frame) => {
    await desktop.until(isOpen);
    expect(await desktop.ask('requestPortFrom', 'farmer:connect', frame)).toBe(true);
  });

  it('gives the port to a page that requests it correctly', async () => {
    await desktop.until(isOpen);
    const frame = { url: 'app://farmer/index.html', isEmbedded: false };
    expect(await desktop.ask('requestPortFrom', 'farmer:connect', frame)).toBe(false);
  });

  it('closes a port at the first message that is not a call, without affecting other pages', async () => {
    const page = await desktop.page();
    await page.evaluate(() => {
      window.addEventListener('message', (event) => {
        const [port] = event.ports;
        port?.start();
        port?.postMessage('{"i":"1","p":{"u":7}}');
      });
      window.postMessage('farmer:port-request', window.location.origin);
    });
    await expect.poll(() => readLog(desktop.dataDirectory)).toContain('port closed: not a call');
    await page.reload();
    await page.locator('aside nav a').first().waitFor();
    expect(desktop.errors()).toBe('');
  });
});

describe('the menu', () => {
  it('opens every page of the sidebar and every tab of the node', async () => {
    const page = await desktop.page();
    const hrefs = await page
      .locator('aside nav a')
      .evaluateAll((links) => links.map((link) => (link.getAttribute('href') ?? '').replace(/^#|\?.*$/g, '')));
    for (const { name, path } of PAGES.filter(({ place }) => place !== 'elsewhere')) {
      await desktop.ask('clickMenu', `go-${name}`);
      await desktop.until((state) => state.windows[0]?.url.replace(/\?.*$/, '').endsWith(`#${path}`) === true);
    }
    expect(pagesIn('sidebar').map(({ path }) => path)).toEqual(hrefs);
  });

  it('shows author and version in the about panel', async () => {
    await desktop.ask('clickMenu', 'about');
    const { app } = await desktop.state();
    expect(app.about).toMatchObject({ applicationName: 'Farmer', applicationVersion: '9.8.7' });
  });
});

describe('the theme setting', () => {
  // Catches a light title bar and light menus around dark pages.
  it('applies to the title bar and the menus', async () => {
    const page = await desktop.page();
    await callFromPage(page, '/settings/update', { theme: 'dark' });
    await desktop.until((state) => state.theme === 'dark');
    await callFromPage(page, '/settings/update', { theme: 'system' });
    expect((await desktop.until((state) => state.theme !== 'dark')).theme).toBe('system');
    await page.reload();
  });
});

describe('a crashed page', () => {
  it('is replaced by a page with Restart while recording continues, and can be reopened', async () => {
    const page = await desktop.page();
    await desktop.ask('crashPage', 1);
    await page.getByRole('heading', { name: 'This page has stopped' }).waitFor();
    await page.getByRole('link', { name: 'Restart' }).click();
    await page.locator('aside nav a').first().waitFor();
    const { tray } = await desktop.until((state) => !state.tray?.toolTip.includes('not being recorded'));
    expect(tray).not.toBeNull();
  });
});
