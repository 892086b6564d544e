import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AXE_HOST, type RunningApp } from '#test/support/app-hosts.ts';
import { findAccessibilityFaults } from '#test/support/axe.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { type LoopbackGrid, startLoopbackGrid } from '#test/support/grid/loopback-grid.ts';
import { addFarm, addNode, addSteadyReports, emptyWorld, indexUntil } from '#test/support/grid/world.ts';

keepPicturesOfFailures();
const host = AXE_HOST;
if (host === undefined) throw new Error('No host of the app can run here.');
const NOW_S = Math.floor(Date.now() / 1000);

describe(`the connection to the grid in the ${host.name}`, () => {
  let app: RunningApp;
  let grid: LoopbackGrid;
  beforeAll(async () => {
    const world = emptyWorld();
    addFarm(world, 1, 'Freefarm');
    for (const nodeId of [11, 12]) {
      addNode(world, nodeId, 1);
      addSteadyReports(world, nodeId, NOW_S - 500_000, NOW_S - 60, NOW_S - 600_000);
    }
    indexUntil(world, NOW_S);
    grid = await startLoopbackGrid(world);
    app = await host.start();
  });
  afterAll(async () => {
    await app?.stop();
    await grid?.close();
  });

  it('lists what is sent where before connecting, sends nothing until then, and shows each service afterwards', async () => {
    await app.open('/settings');
    const { page } = app;
    await page.getByText('Each sees your IP address').waitFor();
    await page.getByRole('textbox', { name: 'Farm ID' }).fill('1');
    await page.getByRole('button', { name: 'Other addresses' }).click();
    for (const name of ['Grid proxy', 'Indexer', 'Receipts service', 'Stellar']) {
      await page.getByRole('textbox', { name }).fill(grid.url);
    }
    expect(grid.requests).toEqual([]);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByRole('button', { name: 'Sync now' }).waitFor();
    await page.getByText('Nodes that are followed').waitFor();
    const automatic = page.getByRole('switch', { name: 'Read the grid automatically' });
    expect(await automatic.isChecked()).toBe(false);
    await automatic.check();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect.poll(() => grid.requests.some(({ body }) => body.includes('query Policies'))).toBe(true);
    await page.getByRole('button', { name: 'Disconnect', exact: true }).waitFor();
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [900, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await app.open('/uptime?node=1');
      await page.getByText('Where is my payout?').waitFor();
      await page.getByText('Reachable from this computer?').waitFor();
      await page.getByText('20.50 USD for 720 hours as its parts, 10.25 USD as a dedicated node').waitFor();
      expect(await findAccessibilityFaults(page)).toEqual([]);
      await app.open('/settings');
      await page.getByText('Prices of markets').waitFor();
      expect(await findAccessibilityFaults(page)).toEqual([]);
    }
    await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await page.getByRole('textbox', { name: 'Farm ID' }).waitFor();
  });
});
