import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { heapBytes, makeFarm, pagePaths, slopeOf, takeStep, visit, writeBids } from '#test/support/farm-use.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

/** Steps of use, each right after the other: enough to import a file 15 times and to change a price seven times. */
const STEPS = 180;
/** Steps before the first measurement: each page, import and price change at least once, with what it loads for good. */
const WARM_UP_STEPS = 24;
/** The memory of the main process is measured after so many. */
const SAMPLE_EVERY = 12;
/**
 * How fast it may grow, in bytes a step, by the line through its measurements. What one step keeps for good (a page of
 * an answer, a listener, a statement) is more than this.
 */
const MAX_SLOPE_BYTES = 16 * 1024;

keepPicturesOfFailures();
let desktop: RunningDesktop;
let temporary: TemporaryDirectory;
let slice = '';
beforeAll(async () => {
  temporary = makeTemporaryDirectory();
  slice = await makeFarm(temporary.path);
  desktop = await startDesktop({ dataDirectory: temporary.path, execArgv: ['--expose-gc'] });
});
afterAll(async () => {
  await desktop?.stop();
  temporary.remove();
});

// Catches what every opened page, imported file or changed price keeps for good. Time itself: soak.bench.ts.
it(`uses constant memory in the main process over ${STEPS} steps`, async () => {
  const page = await desktop.page();
  const paths = await pagePaths(page);
  for (const path of [...paths, ...paths]) {
    await visit(page, path);
  }
  const farm = { desktop, page, paths, slice, bids: writeBids(temporary.path) };
  const memory: (readonly [steps: number, bytes: number])[] = [];
  for (let step = 0; step < WARM_UP_STEPS + STEPS; step += 1) {
    await takeStep(farm, step);
    if (step >= WARM_UP_STEPS && step % SAMPLE_EVERY === SAMPLE_EVERY - 1) {
      memory.push([step + 1, await heapBytes(desktop)]);
    }
  }
  const slope = slopeOf(memory);
  console.log(`soak: heap ${memory.map(([, bytes]) => (bytes / 1e6).toFixed(1)).join(' ')} MB`);
  expect(slope).toBeLessThan(MAX_SLOPE_BYTES);
});
