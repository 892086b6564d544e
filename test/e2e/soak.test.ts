import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settle } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

/** How much faster than on a wall the program's clocks run: half an hour passes in forty seconds. */
const TIME_LAPSE = 45;
const CLI = join(import.meta.dirname, '../../out/main/cli.js');
const USE_MS = 30 * 60_000;
/** Something is done so often, in the program's milliseconds. */
const STEP_EVERY_MS = 10_000;
/** What the recorder must have seen of the half hour, milliseconds: all but the beat that was not due yet, and the start. */
const MIN_RECORDED_MS = USE_MS - 2 * 60_000;
/** How often the main process's memory is measured meanwhile. */
const SAMPLES = 12;
/**
 * How fast the memory of the main process may grow, in bytes a step, by the line through its measurements: 180 steps
 * are half an hour. What one step keeps for good (a page of an answer, a listener, a statement) is more than this.
 */
const MAX_SLOPE_BYTES = 16 * 1024;
/** How long the event loop may be held in all but the worst hundredth, milliseconds, on a busy test machine. */
const MAX_LOOP_DELAY_MS = 250;
/** The most of a core that an idle main process may use. */
const MAX_IDLE_SHARE = 0.002;
/** How long it is watched for that, milliseconds: at least one beat of the recorder. */
const IDLE_MS = 65_000;

keepPicturesOfFailures();

/** The longest stretch that the recorder watched without a gap, as it stands in the data directory, in milliseconds. */
function longestStretchMs(dataDirectory: string): number {
  const database = new DatabaseSync(join(dataDirectory, 'farmer.sqlite'), { readOnly: true });
  try {
    const row = database
      .prepare('SELECT max(last_uptime_ms - start_uptime_ms) AS ms FROM spans WHERE source = ?')
      .get('desktop');
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

/** What is kept: measured when the answers under way are done, and what they left is collected. */
async function heapBytes(desktop: RunningDesktop): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    await desktop.ask('collectGarbage');
  }
  return (await desktop.state()).memory.heapUsed;
}

async function processorMs(desktop: RunningDesktop): Promise<number> {
  const { user, system } = (await desktop.state()).cpu;
  return (user + system) / 1000;
}

/** Waits until what a start brings with it is done: the last of it is the day's backup, a minute later. */
async function endOfStart(desktop: RunningDesktop): Promise<void> {
  const backups = join(desktop.dataDirectory, 'backups');
  await expect
    .poll(() => (existsSync(backups) ? readdirSync(backups).filter((name) => name.endsWith('.sqlite')) : []), {
      timeout: 90_000,
      interval: 500,
    })
    .toHaveLength(1);
  await desktop.ask('collectGarbage');
}

/**
 * The slope of the line through points: the median of the slopes between any two (Theil and Sen), which a single
 * measurement taken at an odd moment does not move.
 */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes = points
    .flatMap(([x, y], index) => points.slice(index + 1).map(([laterX, laterY]) => (laterY - y) / (laterX - x)))
    .toSorted((a, b) => a - b);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}

/** A file of bids as another program would hand it over; the same bids each time, so that the database stays as large. */
function writeBids(folder: string): string {
  const file = join(folder, 'bids.csv');
  const columns = ['id', 'buyer', 'vcpus', 'memory_gib', 'ssd_gib', 'gpus', 'months', 'price_per_month', 'currency'];
  const rows = Array.from({ length: 40 }, (_, index) => `b${index},Ana,2,4,50,0,6,4.50,USD,95,false`);
  writeFileSync(file, [`${columns.join()},min_uptime_percent,certified_only`, ...rows, ''].join('\n'));
  return file;
}

/** Runs the built command on the same data, as a farmer does beside the open app. @returns what it printed */
function farmer(dataDirectory: string, ...words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const child = spawn(process.execPath, [CLI, '--data-dir', dataDirectory, ...words, '--json']);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => child.on('close', () => resolve(JSON.parse(text))));
}

/** A farm to use, and the name of a slice that it sells. */
async function makeFarm(dataDirectory: string): Promise<string> {
  await farmer(dataDirectory, 'demo');
  const { slices } = (await farmer(dataDirectory, 'price')) as { readonly slices: readonly { readonly id: string }[] };
  return slices[0]?.id ?? '';
}

/** What the farm of the soak is used with. */
interface Farm {
  readonly desktop: RunningDesktop;
  readonly page: Page;
  readonly paths: readonly string[];
  readonly slice: string;
  readonly bids: string;
}

/** One step of the use: a page is opened; now and then a file is imported, a price changes, the machine says it is up. */
async function takeStep({ desktop, page, paths, slice, bids }: Farm, step: number): Promise<void> {
  await visit(page, paths[step % paths.length] ?? '#/');
  if (step % 6 === 0) {
    await desktop.ask('emit', 'powerMonitor', 'unlock-screen');
  }
  if (step % 12 === 3) {
    await desktop.ask('emit', 'app', 'open-file', bids);
  }
  if (step % 24 === 7) {
    const price = String(5 + (step % 5));
    const answer = await farmer(desktop.dataDirectory, 'price', 'set', '--slice', slice, '--month', price, '--force');
    expect(answer).not.toHaveProperty('error');
  }
}

interface Use {
  readonly steps: number;
  /** Steps done, and what the main process held by then, bytes. */
  readonly memory: readonly (readonly [steps: number, bytes: number])[];
}

/** Takes one step after the other, each when it is due by the program's clock, until half an hour has passed by it. */
async function useHalfAnHour(farm: Farm): Promise<Use> {
  const { desktop } = farm;
  const startMs = (await desktop.state()).nowMs;
  const memory: (readonly [number, number])[] = [[0, await heapBytes(desktop)]];
  let steps = 0;
  let passedMs = 0;
  while (passedMs < USE_MS) {
    await takeStep(farm, steps);
    steps += 1;
    passedMs = (await desktop.state()).nowMs - startMs;
    if (passedMs >= (USE_MS / SAMPLES) * memory.length) {
      memory.push([steps, await heapBytes(desktop)]);
    }
    const restMs = (steps * STEP_EVERY_MS - passedMs) / TIME_LAPSE;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, restMs)));
  }
  return { steps, memory };
}

describe('the program over time', () => {
  let desktop: RunningDesktop;
  /** Runs by the clock on the wall, with its window closed, while the other is used. */
  let resting: RunningDesktop;
  let temporary: TemporaryDirectory;
  let slice = '';
  beforeAll(async () => {
    resting = await startDesktop({ execArgv: ['--expose-gc'] });
    const page = await resting.page();
    for (const path of await pagePaths(page)) {
      await visit(page, path);
    }
    await resting.ask('closeWindow', 1);
    temporary = makeTemporaryDirectory();
    slice = await makeFarm(temporary.path);
    desktop = await startDesktop({
      dataDirectory: temporary.path,
      execArgv: ['--expose-gc'],
      machine: { timeLapse: TIME_LAPSE },
    });
  }, 60_000);
  afterAll(async () => {
    await Promise.allSettled([desktop?.stop(), resting?.stop()]);
    temporary.remove();
  });

  it('keeps its memory flat and its event loop free in half an hour of use, and records all of it', async () => {
    const page = await desktop.page();
    const paths = await pagePaths(page);
    for (const path of [...paths, ...paths]) {
      await visit(page, path);
    }
    await desktop.ask('resetLoopDelay');
    const { steps, memory } = await useHalfAnHour({ desktop, page, paths, slice, bids: writeBids(temporary.path) });
    const delays = (await desktop.ask('loopDelay')) as Readonly<Record<'p50Ms' | 'p99Ms' | 'maxMs', number>>;
    const recordedMs = longestStretchMs(desktop.dataDirectory);
    // The first measurements hold what is loaded once, with the first import and the first price.
    const slope = slopeOf(memory.slice(SAMPLES / 4));
    const imported = (await desktop.state()).dialogs.length;
    console.log(
      `soak: 30 minutes, ${steps} steps, ${(recordedMs / 60_000).toFixed(1)} minutes recorded without a gap, ` +
        `heap ${memory.map(([, bytes]) => (bytes / 1e6).toFixed(1)).join(' ')} MB, ${(slope / 1024).toFixed(1)} KiB a step, ` +
        `event loop p50 ${delays.p50Ms.toFixed(1)} p99 ${delays.p99Ms.toFixed(1)} max ${delays.maxMs.toFixed(0)} ms`,
    );
    expect(imported).toBeGreaterThan(4);
    expect(slope).toBeLessThan(MAX_SLOPE_BYTES);
    expect(delays.p50Ms).toBeLessThan(30);
    expect(delays.p99Ms).toBeLessThan(MAX_LOOP_DELAY_MS);
    expect(recordedMs).toBeGreaterThan(MIN_RECORDED_MS);
  }, 240_000);

  it('uses next to nothing behind a closed window', async () => {
    await endOfStart(resting);
    const [sinceMs, usedBeforeMs] = [performance.now(), await processorMs(resting)];
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const usedMs = (await processorMs(resting)) - usedBeforeMs;
    const passedMs = performance.now() - sinceMs;
    const share = usedMs / passedMs;
    console.log(`idle: ${(share * 100).toFixed(2)} % of a core over ${(passedMs / 1000).toFixed(0)} s`);
    expect(share).toBeLessThan(MAX_IDLE_SHARE);
  }, 180_000);
});
