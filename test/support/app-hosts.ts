import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type Theme, trackPage, watchComplaints } from './browser.ts';
import { startDesktop } from './desktop.ts';
import { ELECTRON_EXECUTABLE, startElectron } from './electron-runtime.ts';
import { startBuiltWebHost } from './web-host.ts';

/** The app in one of its hosts, with a page to use it by. */
export interface RunningApp {
  readonly page: Page;
  /** What the page complained about since it was last opened. */
  readonly complaints: readonly string[];
  readonly dataDirectory: string;
  /** Opens a route of the navigation, like "/hardware", and waits until nothing is loading any more. */
  readonly open: (route: string) => Promise<void>;
  readonly useTheme: (theme: Theme) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A host that the same flows run in. */
export interface AppHost {
  readonly name: string;
  /** Why it cannot run here, or null when it can. */
  readonly missing: string | null;
  readonly start: (options?: { readonly dataDirectory?: string }) => Promise<RunningApp>;
}

/** Waits until a page shows its content: no placeholder is left, nothing moves. */
export async function settle(page: Page): Promise<void> {
  await page.locator('main').waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

function makeApp(page: Page, dataDirectory: string, stop: () => Promise<unknown>): RunningApp {
  const complaints = watchComplaints(page);
  return {
    page,
    complaints,
    dataDirectory,
    async open(route) {
      complaints.length = 0;
      await page.evaluate((hash) => {
        window.location.hash = hash;
      }, `#${route}`);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await settle(page);
    },
    async useTheme(theme) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.waitForFunction((wanted) => document.documentElement.dataset['mantineColorScheme'] === wanted, theme);
    },
    async stop() {
      await stop();
    },
  };
}

const browserHost: AppHost = {
  name: 'browser host',
  missing: null,
  async start(options = {}) {
    const host = await startBuiltWebHost(options);
    const browser: Browser = await launchBrowser();
    // Nothing moves here; in the desktop it does.
    const context = await browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    trackPage(page);
    const app = makeApp(page, host.dataDirectory, async () => {
      await browser.close();
      await host.stop();
    });
    await page.goto(host.signInUrl);
    return app;
  },
};

const desktopHost: AppHost = {
  name: 'built desktop entry with the stand-in',
  missing: null,
  async start(options = {}) {
    const desktop = await startDesktop(options);
    const page = await desktop.page();
    return makeApp(page, desktop.dataDirectory, desktop.stop);
  },
};

const electronHost: AppHost = {
  name: 'desktop on the Electron runtime',
  missing: ELECTRON_EXECUTABLE === null ? 'the Electron runtime is not installed here (npx install-electron)' : null,
  async start(options = {}) {
    const electron = await startElectron(ELECTRON_EXECUTABLE ?? '', options);
    return makeApp(electron.page, electron.dataDirectory, electron.stop);
  },
};

/** Every host that the flows of the app run in. Where a runtime is missing, the reason is printed. */
export const APP_HOSTS: readonly AppHost[] = [browserHost, desktopHost, electronHost].filter((host) => {
  if (host.missing !== null) {
    console.warn(`\nSKIPPED: ${host.name}: ${host.missing}\n`);
  }
  return host.missing === null;
});

/** The host whose pages axe looks through. */
export const AXE_HOST = APP_HOSTS[0];

/** The desktop: a page is the same in every host, so what one page does is tried in one of them. */
export const DESKTOP_HOST = APP_HOSTS.at(-1);
