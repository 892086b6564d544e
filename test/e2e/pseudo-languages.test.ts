import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStores } from '#main/store/stores.ts';
import { PAGES } from '#shared/pages.ts';
import { settle } from '#test/support/app-hosts.ts';
import { useBrowser } from '#test/support/browser.ts';
import { runFarmer } from '#test/support/cli.ts';
import { findLayoutFaults } from '#test/support/layout-faults.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { findUnsaidTexts } from '#test/support/unsaid-texts.ts';
import { type RunningWebHost, startBuiltWebHost } from '#test/support/web-host.ts';
import type { Page } from 'playwright-core';

/** A desktop's window and a phone's, pixels. */
const WIDTHS = [1280, 420] as const;

const LANGUAGES = [
  { language: 'en-XA', what: 'every text 40 % longer', direction: 'ltr', mark: /\[.*~/s },
  { language: 'ar-XB', what: 'from right to left', direction: 'rtl', mark: /\u202e/ },
] as const;

/** Dialogs that an address opens. */
const DIALOGS = [
  { what: 'planning a machine', path: '/', params: '&add=planned' },
  { what: 'importing files', path: '/market', params: '&import=bids' },
] as const;

const browser = useBrowser();

/** A data directory with the demo farm, so that every screen has something to show. @returns one of its nodes */
async function fillDirectory(directory: string, language: string): Promise<number> {
  const filled = await runFarmer(['demo'], directory);
  expect(filled).toMatchObject({ code: 0 });
  const { stores, close } = openStores({ dataDirectory: directory, nowMs: Date.now });
  stores.settings.update({ language }, Date.now());
  const nodeId = stores.nodes.list().find((node) => node.isDemo)?.id ?? 0;
  close();
  return nodeId;
}

async function openScreen(page: Page, path: string, nodeId: number, params = ''): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#${path}?node=${nodeId}${params}`);
  await page.locator('main h1').waitFor();
  await settle(page);
}

/** What overflows, and what stands in English where every text is marked. */
async function findFaults(page: Page, language: string): Promise<readonly string[]> {
  // What the pointer rests on after a click may stand out: the arrow of a column that can be sorted.
  await page.mouse.move(0, 0);
  const layout = await findLayoutFaults(page);
  return language === 'en-XA' ? [...layout, ...(await findUnsaidTexts(page))] : layout;
}

describe.each(LANGUAGES)('$language, $what', ({ language, direction, mark }) => {
  let directory: TemporaryDirectory;
  let host: RunningWebHost;
  let page: Page;
  let nodeId = 0;

  beforeAll(async () => {
    directory = makeTemporaryDirectory();
    nodeId = await fillDirectory(directory.path, language);
    host = await startBuiltWebHost({ dataDirectory: directory.path });
    page = await browser.newPage();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(host.signInUrl);
    await page.locator(`html[lang="${language}"]`).waitFor();
  });
  afterAll(async () => {
    await page.close();
    await host.stop();
    directory.remove();
  });

  /** What is wrong with what is open, in each width. */
  const findFaultsInWidths = async (): Promise<readonly string[]> => {
    const faults: string[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await settle(page);
      faults.push(...(await findFaults(page, language)).map((fault) => `${width} px wide: ${fault}`));
    }
    return faults;
  };

  // Catches a page that holds English alone: translations are longer, and some run the other way; and a sentence of
  // the core that reaches the screen past the texts.
  it.each(PAGES)('keeps the layout of $name at each width', async ({ path, place }) => {
    await page.setViewportSize({ width: WIDTHS[0], height: 800 });
    await openScreen(page, path, nodeId);
    expect(await page.locator('html').getAttribute('dir')).toBe(direction);
    // The page of a node has the farmer's own name for its title.
    expect(await page.locator(place === 'node' ? 'main nav' : 'main h1').innerText()).toMatch(mark);
    expect(await findFaultsInWidths()).toEqual([]);
    for (const tab of await page.locator('main [role="tab"]').all()) {
      await tab.click();
      expect(await findFaultsInWidths()).toEqual([]);
    }
  });

  it.each(DIALOGS)('keeps the layout of the dialog for $what at each width', async ({ path, params }) => {
    await page.setViewportSize({ width: WIDTHS[0], height: 800 });
    await openScreen(page, path, nodeId, params);
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('dialog').innerText()).toMatch(mark);
    expect(await findFaultsInWidths()).toEqual([]);
  });

  it('keeps the layout of the menu of a narrow window', async () => {
    await page.setViewportSize({ width: WIDTHS[1], height: 800 });
    await openScreen(page, '/', nodeId);
    await page.locator('section[aria-label] button').first().click();
    await page.getByRole('dialog').locator('nav a').first().waitFor();
    expect(await findFaults(page, language)).toEqual([]);
    await page.keyboard.press('Escape');
  });
});

// Catches a check that is green because it sees nothing.
it('detects every kind of broken layout', async () => {
  const page = await browser.newPage();
  await page.setViewportSize({ width: 420, height: 800 });
  await page.setContent(`
    <button style="inline-size: 40px; white-space: nowrap; overflow: hidden">much too long</button>
    <p style="block-size: 10px; overflow: hidden">one<br>two</p>
    <p style="inline-size: 900px">wide</p>
    <p style="inline-size: 40px; overflow-x: auto; white-space: nowrap">may be scrolled to its end</p>
    <a href="#a" style="position: absolute; inset: 200px auto auto 0">first</a>
    <a href="#b" style="position: absolute; inset: 205px auto auto 5px">second</a>`);
  const kinds = (await findLayoutFaults(page)).map((fault) => fault.replace(/:.*| "[^"]*"|\d+ x \d+/g, ''));
  expect(kinds).toEqual([
    'the page scrolls sideways',
    'clipped across',
    'clipped down',
    'outside of the window',
    '<a > lies on <a > by  px',
  ]);
});
