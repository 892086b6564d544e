import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settle } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { type RunningDesktop, startDesktop } from '#test/support/desktop.ts';

/** Half an hour of use, one page every ten seconds of it, as fast as the machine can: 180 pages. */
const VISITS = 180;
/** What the main process may keep of half an hour, in bytes: caches fill, and that is all. */
const MAX_GROWTH_BYTES = 24 * 1024 * 1024;
/** How long the event loop may be held in all but the worst hundredth, milliseconds, on a busy test machine. */
const MAX_LOOP_DELAY_MS = 250;
const IDLE_MS = 20_000;
/** The most of a core that an idle main process may use. */
const MAX_IDLE_SHARE = 0.002;

keepPicturesOfFailures();

async function heapBytes(desktop: RunningDesktop): Promise<number> {
  await desktop.ask('collectGarbage');
  return (await desktop.state()).memory.heapUsed;
}

async function processorMs(desktop: RunningDesktop): Promise<number> {
  const { user, system } = (await desktop.state()).cpu;
  return (user + system) / 1000;
}

describe('half an hour of use, in time-lapse', () => {
  let desktop: RunningDesktop;
  beforeAll(async () => {
    desktop = await startDesktop({ execArgv: ['--expose-gc'] });
  });
  afterAll(() => desktop?.stop());

  it('leaves the memory flat and the event loop free', async () => {
    const page = await desktop.page();
    await page.locator('aside nav a').first().waitFor();
    const paths = await page
      .locator('aside nav a')
      .evaluateAll((links) => links.map((link) => (link.getAttribute('href') ?? '').replace(/\?.*$/, '')));
    const visit = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        const path = paths[index % paths.length] ?? '#/';
        await page.evaluate((hash) => {
          window.location.hash = hash;
        }, path);
        await settle(page);
      }
    };
    await visit(paths.length * 2);
    const before = await heapBytes(desktop);
    await desktop.ask('resetLoopDelay');
    await visit(VISITS);
    const delays = (await desktop.ask('loopDelay')) as {
      readonly p50Ms: number;
      readonly p99Ms: number;
      readonly maxMs: number;
    };
    const after = await heapBytes(desktop);
    console.log(
      `soak: ${VISITS} pages, heap ${(before / 1e6).toFixed(1)} → ${(after / 1e6).toFixed(1)} MB, ` +
        `event loop p50 ${delays.p50Ms.toFixed(1)} p99 ${delays.p99Ms.toFixed(1)} max ${delays.maxMs.toFixed(0)} ms`,
    );
    expect(after - before).toBeLessThan(MAX_GROWTH_BYTES);
    expect(delays.p50Ms).toBeLessThan(30);
    expect(delays.p99Ms).toBeLessThan(MAX_LOOP_DELAY_MS);
  }, 180_000);

  it('uses next to nothing while idle', async () => {
    await desktop.ask('closeWindow', 1);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const before = await processorMs(desktop);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const share = ((await processorMs(desktop)) - before) / IDLE_MS;
    console.log(`idle: ${(share * 100).toFixed(2)} % of a core`);
    expect(share).toBeLessThan(MAX_IDLE_SHARE);
  });
});
