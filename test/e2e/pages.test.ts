import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES, pagesIn } from '#shared/pages.ts';
import { APP_HOSTS, AXE_HOST, type RunningApp, settle } from '#test/support/app-hosts.ts';
import { findAccessibilityFaults, findFaultsInBothThemes } from '#test/support/axe.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';

/** Dialogs that have an address. */
const DIALOGS = ['/?add=planned', '/?import=nodes'];
const PATHS = [...PAGES.map(({ path }) => path), ...DIALOGS];
keepPicturesOfFailures();

/** Notes every request of a page that goes anywhere but to the app itself. */
function watchForeignRequests(app: RunningApp): readonly string[] {
  const foreign: string[] = [];
  app.page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isOwn = hostname === '127.0.0.1' || hostname.endsWith('.standin') || protocol === 'app:';
    if (!isOwn && !['data:', 'blob:'].includes(protocol)) {
      foreign.push(request.url());
    }
  });
  return foreign;
}

describe.each(APP_HOSTS)('every page in the $name', (host) => {
  let app: RunningApp;
  let foreign: readonly string[] = [];
  beforeAll(async () => {
    app = await host.start();
    foreign = watchForeignRequests(app);
  });
  afterAll(() => app?.stop());

  it('is in the sidebar with its address, so that none is missing', async () => {
    await app.open('/');
    const hrefs = await app.page
      .locator('aside nav a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.replace(/\?.*$/, '')));
    expect(hrefs).toEqual(pagesIn('sidebar').map(({ path }) => `#${path}`));
  });

  it.each(PATHS)('opens %s without console errors or axe violations', async (path) => {
    await app.open(path);
    const main = app.page.locator('main');
    expect((await main.innerText()).trim().length).toBeGreaterThan(20);
    expect(await main.innerText()).not.toContain('There is no such page');
    // The page is the same in every host, so it is looked through in one.
    expect(host === AXE_HOST ? await findFaultsInBothThemes(app) : []).toEqual([]);
    expect(app.complaints).toEqual([]);
  });

  it('loads no remote resources on any page', async () => {
    await app.page.reload();
    await app.open('/');
    expect(foreign).toEqual([]);
  });

  // Catches a term that only a mouse can open, and one that stays open over the page.
  it('explains a term in place, also by keyboard', async () => {
    await app.open('/compare');
    await app.page.getByRole('combobox', { name: 'Add a machine' }).fill('R620');
    await app.page.getByRole('option', { name: /R620/ }).first().click();
    await settle(app.page);
    await app.page.getByRole('button', { name: 'CU', exact: true }).press('Enter');
    const meaning = app.page.getByRole('dialog');
    await meaning.getByText(/^What the grid counts/).waitFor();
    expect(host === AXE_HOST ? await findAccessibilityFaults(app.page) : []).toEqual([]);
    await app.page.keyboard.press('Escape');
    await meaning.waitFor({ state: 'detached' });
  });

  it('shows an error with a link back for an unknown address', async () => {
    await app.open('/no-such-page');
    await app.page.locator('main').getByRole('button').click();
    await app.page.locator('aside nav a[aria-current="page"]').waitFor();
    expect(new URL(app.page.url()).hash.replace(/\?.*$/, '')).toBe('#/');
  });
});
