import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settle } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { type RunningDesktop, startDesktop } from '#test/support/desktop.ts';

/** How much faster than on a wall the program's clocks run: half an hour passes in a minute. */
const TIME_LAPSE = 30;
const USE_MS = 30 * 60_000;
/** A page is opened so often, in the program's milliseconds. */
const VISIT_EVERY_MS = 10_000;
/** What the recorder must have seen of the half hour, milliseconds: all but the beat that was not due yet, and the start. */
const MIN_RECORDED_MS = USE_MS - 2 * 60_000;
/** What the main process may keep of half an hour, in bytes: caches fill, and that is all. */
const MAX_GROWTH_BYTES = 24 * 1024 * 1024;
/** How long the event loop may be held in all but the worst hundredth, milliseconds, on a busy test machine. */
const MAX_LOOP_DELAY_MS = 250;
const IDLE_MS = 20_000;
/** The most of a core that an idle main process may use. */
const MAX_IDLE_SHARE = 0.002;

keepPicturesOfFailures();

/** The longest stretch that the recorder watched without a gap, as it stands in the data directory, in milliseconds. */
function longestStretchMs(dataDirectory: string): number {
  const database = new DatabaseSync(join(dataDirectory, 'farmer.sqlite'), { readOnly: true });
  try {
    const row = database.prepare('SELECT max(last_uptime_ms - start_uptime_ms) AS ms FROM spans').get();
    return Number(row?.['ms'] ?? 0);
  } finally {
    database.close();
  }
}

async function pagePaths(page: Page): Promise<readonly string[]> {
  const links = page.locator('aside nav a');
  await links.first().waitFor();
  return links.evaluateAll((all) => all.map((link) => (link.getAttribute('href') ?? '').replace(/\?.*$/, '')));
}

async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);
  await settle(page);
}

async function heapBytes(desktop: RunningDesktop): Promise<number> {
  await desktop.ask('collectGarbage');
  return (await desktop.state()).memory.heapUsed;
}

async function processorMs(desktop: RunningDesktop): Promise<number> {
  const { user, system } = (await desktop.state()).cpu;
  return (user + system) / 1000;
}

/** Opens one page after the other, each when it is due by the program's clock, until half an hour has passed by it. */
async function useHalfAnHour(desktop: RunningDesktop, page: Page, paths: readonly string[]): Promise<number> {
  const startMs = (await desktop.state()).nowMs;
  let count = 0;
  let passedMs = 0;
  while (passedMs < USE_MS) {
    await visit(page, paths[count % paths.length] ?? '#/');
    count += 1;
    passedMs = (await desktop.state()).nowMs - startMs;
    const restMs = (count * VISIT_EVERY_MS - passedMs) / TIME_LAPSE;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, restMs)));
  }
  return count;
}

describe('the program over time', () => {
  let desktop: RunningDesktop;
  /** Runs by the clock on the wall, and rests while the other is used: what a start brings with it is over by then. */
  let resting: RunningDesktop;
  beforeAll(async () => {
    resting = await startDesktop();
    const page = await resting.page();
    for (const path of await pagePaths(page)) {
      await visit(page, path);
    }
    await resting.ask('closeWindow', 1);
    desktop = await startDesktop({ execArgv: ['--expose-gc'], machine: { timeLapse: TIME_LAPSE } });
  }, 60_000);
  afterAll(() => Promise.allSettled([desktop?.stop(), resting?.stop()]));

  it('keeps its memory flat and its event loop free in half an hour of use, and records all of it', async () => {
    const page = await desktop.page();
    const paths = await pagePaths(page);
    for (const path of [...paths, ...paths]) {
      await visit(page, path);
    }
    const before = await heapBytes(desktop);
    await desktop.ask('resetLoopDelay');
    const count = await useHalfAnHour(desktop, page, paths);
    const delays = (await desktop.ask('loopDelay')) as {
      readonly p50Ms: number;
      readonly p99Ms: number;
      readonly maxMs: number;
    };
    const after = await heapBytes(desktop);
    const recordedMs = longestStretchMs(desktop.dataDirectory);
    console.log(
      `soak: 30 minutes, ${count} pages, ${(recordedMs / 60_000).toFixed(1)} minutes recorded without a gap, ` +
        `heap ${(before / 1e6).toFixed(1)} → ${(after / 1e6).toFixed(1)} MB, ` +
        `event loop p50 ${delays.p50Ms.toFixed(1)} p99 ${delays.p99Ms.toFixed(1)} max ${delays.maxMs.toFixed(0)} ms`,
    );
    expect(after - before).toBeLessThan(MAX_GROWTH_BYTES);
    expect(delays.p50Ms).toBeLessThan(30);
    expect(delays.p99Ms).toBeLessThan(MAX_LOOP_DELAY_MS);
    expect(recordedMs).toBeGreaterThan(MIN_RECORDED_MS);
  }, 240_000);

  it('uses next to nothing behind a closed window', async () => {
    const before = await processorMs(resting);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const share = ((await processorMs(resting)) - before) / IDLE_MS;
    console.log(`idle: ${(share * 100).toFixed(2)} % of a core`);
    expect(share).toBeLessThan(MAX_IDLE_SHARE);
  }, 60_000);
});
