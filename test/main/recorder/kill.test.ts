import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertSound } from '#main/store/database.ts';
import { openStores } from '#main/store/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const CHILD = fileURLToPath(new URL('../../support/recorder-child.ts', import.meta.url));
const BEAT_MS = 5;
const PROCESSES = 12;
/** The same draws in every run: which write, of the many that a recorder makes, it is killed at. */
const DRAWS = { seed: 20_261_121, numRuns: PROCESSES };

let directory: ReturnType<typeof makeTemporaryDirectory>;
const children: ChildProcess[] = [];
beforeAll(() => {
  directory = makeTemporaryDirectory();
});
afterAll(() => {
  for (const child of children) {
    child.kill('SIGKILL');
  }
  directory.remove();
});

/** Starts a recorder. */
function startChild(path: string, bootKey: string, ...words: readonly string[]) {
  const child = spawn(process.execPath, [CHILD, path, bootKey, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout }) };
}

/** The uptime of a line that tells of a written beat. */
function uptimeOf(line: string): number {
  expect(line).toMatch(/^recording \d+$/);
  return Number(line.split(' ')[1]);
}

/** What the database has of the killed recorder; it must open clean, without repair. */
function lastWritten(path: string, bootKey: string): number | null {
  const handle = openStores({ dataDirectory: path, nowMs: Date.now });
  try {
    assertSound(handle.database);
    const row = handle.database
      .statement<{ lastMs: number | null }>(
        `SELECT max(last_uptime_ms) AS lastMs FROM spans JOIN boots ON boots.id = spans.boot_id
         WHERE boots.boot_key = @bootKey`,
      )
      .get({ bootKey });
    return row?.lastMs ?? null;
  } finally {
    handle.close();
  }
}

test(`keeps everything from before a kill in the middle of a write, and nothing of that write (${PROCESSES} times)`, async () => {
  const path = `${directory.path}/inside`;
  const writes = fc.sample(fc.integer({ min: 1, max: 60 }), DRAWS);
  for (const [index, write] of writes.entries()) {
    const { child, lines } = startChild(path, `boot-${index}`, String(write));
    const written: number[] = [];
    lines.on('line', (line) => written.push(uptimeOf(line)));
    await Promise.all([once(child, 'close'), once(lines, 'close')]);
    expect(child.signalCode).toBe('SIGKILL');
    expect(lastWritten(path, `boot-${index}`), `killed at write ${write}`).toBe(written.at(-1) ?? null);
  }
});

test(`has at most one heartbeat more than reported, and none less, after a kill at any moment (${PROCESSES} times)`, async () => {
  const path = `${directory.path}/outside`;
  const beats = fc.sample(fc.integer({ min: 1, max: 40 }), DRAWS);
  for (const [index, beat] of beats.entries()) {
    const { child, lines } = startChild(path, `boot-${index}`);
    const written: number[] = [];
    lines.on('line', (line) => {
      written.push(uptimeOf(line));
      if (written.length === beat) {
        child.kill('SIGKILL');
      }
    });
    await Promise.all([once(child, 'close'), once(lines, 'close')]);
    const lastMs = written.at(-1) ?? 0;
    expect([lastMs, lastMs + BEAT_MS], `killed after beat ${beat}`).toContain(lastWritten(path, `boot-${index}`));
  }
});

test('waits while another process records, and takes over when that one is killed', async () => {
  const path = `${directory.path}/two`;
  const first = startChild(path, 'boot');
  await once(first.lines, 'line');
  const second = startChild(path, 'boot');
  const said: string[] = [];
  second.lines.on('line', (line) => said.push(line.split(' ')[0] ?? ''));
  await once(second.lines, 'line');
  expect(new Set(said)).toEqual(new Set(['standby']));
  first.child.kill('SIGKILL');
  await expect.poll(() => said).toContain('recording');
  second.child.kill('SIGTERM');
  await expect.poll(() => said).toContain('stopped');
});

// Catches an hour that passes for sleep or for a clock that was set, because the recorder got no turn in it.
test('counts an hour of a stopped process as uptime, without sleep', async () => {
  const path = `${directory.path}/stopped`;
  const { child, lines } = startChild(path, 'boot');
  const written: number[] = [];
  lines.on('line', (line) => written.push(Number(line.split(' ')[1])));
  await expect.poll(() => written.length).toBeGreaterThan(3);
  child.kill('SIGSTOP');
  await expect.poll(() => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.[0]).toBe('T');
  child.kill('SIGCONT');
  await expect.poll(() => written.at(-1)).toBeGreaterThan(3_600_000);
  child.kill('SIGTERM');
  await once(child, 'close');
  expect(lastWritten(path, 'boot')).toBeGreaterThan(3_600_000);
  const handle = openStores({ dataDirectory: path, nowMs: Date.now });
  const found = handle.database.statement(`
    SELECT group_concat(ended ORDER BY id) AS ends, count(DISTINCT boot_id) AS boots,
      (SELECT count(*) FROM clock_steps) AS clockSteps FROM spans`);
  const summary = found.get();
  handle.close();
  expect(summary).toEqual({ ends: 'open,signal', boots: 1, clockSteps: 0 });
});
