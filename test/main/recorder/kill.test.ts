import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { uptime } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertSound } from '#main/store/database.ts';
import { openStores } from '#main/store/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const CHILD = fileURLToPath(new URL('../../support/recorder-child.ts', import.meta.url));
const KILLS = 200;
const LANES = 2;
const BEAT_MS = 20;
/** What a loaded machine may be late with one beat, in milliseconds. */
const SLACK_MS = 1500;

let directory: ReturnType<typeof makeTemporaryDirectory>;
beforeAll(() => {
  directory = makeTemporaryDirectory();
});
afterAll(() => directory.remove());

/** The same "random" moments in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Starts a recorder; the compile cache spares each of the many starts most of its cost. */
function startChild(path: string, beatMs: number) {
  const env = { ...process.env, NODE_COMPILE_CACHE: `${directory.path}/compile-cache` };
  return spawn(process.execPath, [CHILD, path, String(beatMs)], { stdio: ['ignore', 'pipe', 'inherit'], env });
}

/** Starts a recorder, kills it so long after its first beat, and tells the last beat it said it had written. */
async function killAfter(path: string, ms: number): Promise<{ saidMs: number; beatingAtMs: number }> {
  const child = startChild(path, BEAT_MS);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child.stdout, 'data');
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
  const beatingAtMs = uptime() * 1000;
  child.kill('SIGKILL');
  await once(child, 'close');
  const lines = said.split('\n').filter((line, index, all) => line.startsWith('recording') && index < all.length - 1);
  return { saidMs: Number(lines.at(-1)?.split(' ')[1]), beatingAtMs };
}

/** What the database has of the killed recorder; it must open clean, without mending. */
function lastWritten(path: string): { lastMs: number; spans: number } {
  const handle = openStores({ dataDirectory: path, nowMs: Date.now });
  try {
    assertSound(handle.database);
    const row = handle.database
      .statement<{ lastMs: number; spans: number }>(
        'SELECT max(last_uptime_ms) AS lastMs, count(*) AS spans FROM spans',
      )
      .get();
    return row ?? { lastMs: 0, spans: 0 };
  } finally {
    handle.close();
  }
}

async function runLane(lane: number, kills: number): Promise<number> {
  const path = `${directory.path}/lane-${lane}`;
  const random = seeded(20_261_121 + lane);
  for (let kill = 1; kill <= kills; kill += 1) {
    const { saidMs, beatingAtMs } = await killAfter(path, random() * 3 * BEAT_MS);
    const { lastMs, spans } = lastWritten(path);
    expect(lastMs, `kill ${kill}: a beat that was said to be written is gone`).toBeGreaterThanOrEqual(saidMs);
    expect(beatingAtMs - lastMs, `kill ${kill}: more than one beat is lost`).toBeLessThan(BEAT_MS + SLACK_MS);
    expect(spans, `kill ${kill}: a start was not recorded`).toBeGreaterThanOrEqual(kill);
  }
  return kills;
}

test('killed 200 times at random moments, at most one beat is lost each time and the database opens clean', async () => {
  const lanes = Array.from({ length: LANES }, (_, lane) => runLane(lane, KILLS / LANES));
  expect((await Promise.all(lanes)).reduce((sum, kills) => sum + kills, 0)).toBe(KILLS);
}, 120_000);

test('a recorder that another process holds off stands by, and takes over when that one is killed', async () => {
  const path = `${directory.path}/two`;
  const start = () => startChild(path, 50);
  const first = start();
  await once(first.stdout, 'data');
  const second = start();
  let said = '';
  second.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(second.stdout, 'data');
  expect(said).toMatch(/^standby/);
  first.kill('SIGKILL');
  await expect.poll(() => said, { timeout: 10_000 }).toContain('recording');
  second.kill('SIGTERM');
  await expect.poll(() => said, { timeout: 10_000 }).toContain('stopped');
  second.kill('SIGKILL');
}, 30_000);
