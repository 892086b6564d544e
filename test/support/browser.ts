import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './chromium.ts';
import { HANG_MS } from './hang.ts';

/** Where what helps to understand a failure is kept. */
const RESULTS_DIRECTORY = join(import.meta.dirname, '../../test-results');

/** The two themes that every page is tested in. */
export const THEMES = ['light', 'dark'] as const;
/** One of {@link THEMES}. */
export type Theme = (typeof THEMES)[number];

/** Starts a browser as tests use it. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({
    executablePath,
    args: [...CHROMIUM_ARGS],
    env: { ...process.env, ...env },
    timeout: HANG_MS,
  });
}

/** One browser for a test file, with fresh contexts for its tests. */
export interface TestBrowser {
  /** A fresh page that knows nothing of others; closed after the test file. A failing test leaves its picture. */
  readonly newPage: (options?: { readonly theme?: Theme }) => Promise<Page>;
}

/** What a page complained about: errors of its scripts and refusals of its content security policy. */
export function watchComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      complaints.push(message.text());
    }
  });
  return complaints;
}

const trackedPages = new Set<Page>();

/** Gives a page patience, and has its picture kept when a test fails while it is open; see {@link keepPicturesOfFailures}. */
export function trackPage(page: Page): void {
  page.setDefaultTimeout(HANG_MS);
  trackedPages.add(page);
  page.on('close', () => trackedPages.delete(page));
}

/** Keeps a picture of every open page when a test fails. Call it at the top of a test file. */
export function keepPicturesOfFailures(): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') {
      return;
    }
    mkdirSync(RESULTS_DIRECTORY, { recursive: true });
    const name = `${task.file.name}-${task.name}`.replaceAll(/[^\w-]+/g, '-').slice(0, 150);
    await Promise.allSettled(
      [...trackedPages].map((page, index) =>
        page.screenshot({ path: join(RESULTS_DIRECTORY, `${name}-${index}.png`), fullPage: true }),
      ),
    );
  });
}

/** Gives the test file a browser; call it at the top of the file. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  keepPicturesOfFailures();
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await Promise.allSettled(contexts.map((context) => context.close()));
    await browser?.close();
  });
  return {
    async newPage({ theme = 'light' } = {}) {
      if (browser === undefined) {
        throw new Error('The browser is not started yet.');
      }
      const context = await browser.newContext({
        locale: 'en-GB',
        colorScheme: theme,
        viewport: { width: 1280, height: 800 },
      });
      contexts.push(context);
      const page = await context.newPage();
      trackPage(page);
      return page;
    },
  };
}
