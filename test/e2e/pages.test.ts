import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_HOSTS, readDestinations, type RunningApp } from '#test/support/app-hosts.ts';
import { findAccessibilityFaults } from '#test/support/axe.ts';
import { keepPicturesOfFailures, THEMES } from '#test/support/browser.ts';

const DESTINATIONS = readDestinations();
keepPicturesOfFailures();

describe.each(APP_HOSTS)('every page in the $name', (host) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await host.start();
  });
  afterAll(() => app?.stop());

  it('stands in the sidebar with its address, so that none is forgotten', async () => {
    await app.open('/');
    const hrefs = await app.page
      .locator('aside nav a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.replace(/\?.*$/, '')));
    expect(hrefs).toEqual(DESTINATIONS.map(({ path }) => `#${path}`));
  });

  describe.each(THEMES)('%s', (theme) => {
    it.each(DESTINATIONS)('$area: opens, complains of nothing, and axe finds nothing', async ({ path }) => {
      await app.useTheme(theme);
      await app.open(path);
      const main = app.page.locator('main');
      expect((await main.innerText()).trim().length).toBeGreaterThan(20);
      expect(await main.innerText()).not.toContain('There is no such page');
      expect(await findAccessibilityFaults(app.page)).toEqual([]);
      expect(app.complaints).toEqual([]);
    });
  });

  it('an address that names no screen says so and leads back', async () => {
    await app.open('/no-such-page');
    await app.page.locator('main').getByRole('button').click();
    await app.page.locator('aside nav a[aria-current="page"]').waitFor();
    expect(new URL(app.page.url()).hash.replace(/\?.*$/, '')).toBe('#/');
  });
});
