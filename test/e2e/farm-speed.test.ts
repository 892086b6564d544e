import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { AXE_HOST, type RunningApp } from '#test/support/app-hosts.ts';
import { gridProxyFarm } from '#test/support/farm-of.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const NODES = 10_000;
const host = AXE_HOST;
if (host === undefined) throw new Error('No host of the app can run here.');

/** Begins to note every task of the page that held it up for more than 50 ms. */
async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted: number[] = [];
    Object.assign(window, { noted });
    new PerformanceObserver((list) => noted.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });
}

/** Does something, waits until the page has drawn it, and gives the longest task meanwhile, in ms. */
async function longestTask(page: Page, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => ((window as unknown as { noted: number[] }).noted.length = 0));
  await act();
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)))),
  );
  return page.evaluate(() => Math.round(Math.max(0, ...(window as unknown as { noted: number[] }).noted)));
}

describe(`a farm of ${NODES} nodes in the ${host.name}`, () => {
  const directory = makeTemporaryDirectory();
  let app: RunningApp;
  beforeAll(async () => {
    const filled = composeApp({ host: 'cli', env: {}, dataDir: directory.path });
    await createCalls(filled.context).nodes.importNodes({ text: gridProxyFarm(NODES) });
    await filled.close();
    app = await host.start({ dataDirectory: directory.path });
  });
  afterAll(async () => {
    await app?.stop();
    directory.remove();
  });

  // Catches a table that draws, filters or translates every row each time. The figures are only printed.
  it('finds, clears and sorts nodes, and renders only the visible rows', async () => {
    const { page } = app;
    await app.open('/');
    const rows = page.locator('main tbody tr').filter({ has: page.locator('th') });
    await rows.first().waitFor();
    expect(await rows.count()).toBeLessThan(100);
    expect(await page.locator('main table').getAttribute('aria-rowcount')).toBe(String(NODES + 1));
    await watchTasks(page);
    const find = page.getByRole('searchbox', { name: 'Find nodes' });
    const figures: Record<string, number> = {};
    figures['find'] = await longestTask(page, () => find.pressSequentially('5004'));
    await expect.poll(() => rows.locator('th').allInnerTexts()).toContain('Node 5004');
    await expect.poll(() => rows.count()).toBeLessThan(4);
    figures['clear'] = await longestTask(page, () => find.fill(''));
    await expect.poll(() => page.locator('main table').getAttribute('aria-rowcount')).toBe(String(NODES + 1));
    for (const column of ['Name', 'Net', 'Status']) {
      const header = page.getByRole('columnheader', { name: column }).getByRole('button');
      figures[`sort by ${column}`] = await longestTask(page, () => header.click());
    }
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await expect.poll(() => rows.first().innerText()).toContain('Node 10000');
    figures['scroll'] = await longestTask(page, () => page.mouse.wheel(0, 50_000));
    const report = JSON.stringify(figures);
    process.stdout.write(`  longest task in ms, 0 for none over 50: ${report}\n`);
  });
});
