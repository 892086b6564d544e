import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AXE_HOST, type RunningApp } from '#test/support/app-hosts.ts';
import { findAccessibilityFaults } from '#test/support/axe.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { type Installation, makeInstallation } from '#test/support/installation.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '#test/support/postgres.ts';
import { plannedTitan } from '#test/support/stores.ts';

keepPicturesOfFailures();
const host = AXE_HOST;
if (host === undefined) throw new Error('No host of the app can run here.');

describe.runIf(hasPostgres)(`the sharing of a farm in the ${host.name}`, () => {
  let app: RunningApp;
  let postgres: TestPostgres;
  let barn: Installation;
  let url: string;
  /** A window and a theme that axe looks through; the whole page takes it seconds. */
  const look = async (name: string, width: number, colorScheme: 'light' | 'dark'): Promise<void> => {
    await app.page.setViewportSize({ width, height: 900 });
    await app.page.emulateMedia({ colorScheme });
    expect([name, await findAccessibilityFaults(app.page)]).toEqual([name, []]);
  };

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase();
    barn = makeInstallation();
    await barn.calls.share.connect({ url, name: 'Barn', farm: 'North' });
    const { stores } = barn.handle;
    const { id } = stores.nodes.add(plannedTitan('Titan'), Date.now());
    for (const upS of [60, 120, 180]) {
      stores.imports.addEvents(null, [{ nodeId: id, event: ['uptime', 1_768_000_000 + upS, upS], position: null }]);
    }
    await barn.calls.share.sync();
    app = await host.start();
  });
  afterAll(async () => {
    await app?.stop();
    barn.close();
    await postgres.close();
  });

  // Catches a card that names no writers, or whose words stay those of a state that is over.
  it('shows the writes and the last contact of each installation, pending changes, and why sharing is refused', async () => {
    await app.open('/settings');
    const { page } = app;
    await page.getByRole('textbox', { name: 'Address of the database' }).fill(url);
    await page.getByRole('textbox', { name: 'What this computer is called' }).fill('Desk');
    await page.getByRole('button', { name: 'Share the farm' }).click();
    await page.getByText('3 rows of uptime').waitFor();
    await page.getByText('Nothing waits to be sent.').waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    const [written = ''] = await page.getByText('Barn', { exact: true }).locator('..').allInnerTexts();
    expect(written).toMatch(/^Barn\s+Last heard .*\d{4}/);
    expect(written).toContain('3 rows of uptime');
    await page.getByText('Desk (this computer)').waitFor();
    await look('connected', 1280, 'light');
    await look('connected', 900, 'dark');
    await postgres.stop('kill');
    await page.getByText('cannot be reached').waitFor();
    await page.getByRole('textbox', { name: 'Name of the farm' }).fill('South');
    await page.getByRole('textbox', { name: 'Name of the farm' }).blur();
    await page.getByText(/\d rows? waits? since .*\d{4}/).waitFor();
    await page.getByText('Behind', { exact: true }).waitFor();
    await look('behind', 1280, 'light');
    await postgres.start();
    await postgres.run(url, 'INSERT INTO farmer.migrations (version) VALUES (99)');
    await page.getByText('brought to version 99 by a newer Farmer').waitFor();
    await page.getByText('Refused', { exact: true }).waitFor();
    await look('refused', 1920, 'dark');
    await postgres.run(url, 'DELETE FROM farmer.migrations WHERE version = 99');
    await page.getByText('Nothing waits to be sent.').waitFor();
    await barn.calls.share.sync();
    expect(barn.handle.stores.settings.get('farm').name).toBe('South');
  });
});
