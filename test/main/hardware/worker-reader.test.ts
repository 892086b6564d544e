import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import { READING_PARTS } from '#shared/contract/hardware/reading-parts.ts';
import { realMachine } from '#main/hardware/real-machine.ts';
import { readHardware } from '#main/hardware/reader.ts';
import { readInWorker } from '#main/hardware/worker-reader.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { TAKEN_AT_MS, valueOf } from './recordings.ts';

const directory = makeTemporaryDirectory();
afterAll(() => directory.remove());
afterEach(() => {
  vi.useRealTimers();
});

/** No limit of the reader's own, however slow the machine is. */
const options = { nowMs: () => TAKEN_AT_MS, callTimeoutMs: 600_000, partTimeoutMs: 600_000 };
const OS_PART = {
  state: 'known',
  value: { platform: 'linux', name: 'X', release: '1', kernel: '6' },
  source: 'x',
  durationMs: 1,
};
const PROGRESS = { part: 'os', state: 'known', done: 1, total: 9 };
const POSTS_ONE_PART = `parentPort.postMessage(${JSON.stringify({ type: 'part', progress: PROGRESS, fact: OS_PART })});`;

/** The file of a worker that does something else than reading. */
function workerThat(name: string, code: string): URL {
  const file = join(directory.path, `${name}.mjs`);
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${code}\n`);
  return pathToFileURL(file);
}

describe('reading in a worker thread', () => {
  // Catches a worker that reads something else than the process would, or loses its progress on the way.
  it('returns the same as a reading in this process, with progress', async () => {
    const steps: number[] = [];
    const reading = await readInWorker()({ ...options, onPart: (step) => steps.push(step.done) });
    const inProcess = await readHardware(realMachine(), options);
    expect(reading.takenAtMs).toBe(TAKEN_AT_MS);
    expect(resourcesOf(reading)).toEqual(resourcesOf(inProcess));
    expect(Object.keys(reading.parts)).toEqual([...READING_PARTS]);
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  // Catches a window or a server that stands still because a call of the library blocks.
  it('keeps this thread responsive while a call blocks, and returns what arrived in time', async () => {
    const blocking = workerThat(
      'blocks',
      `${POSTS_ONE_PART} Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
    );
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    // The time-out passes once the part is here; the thread blocks for good by then.
    const reading = await readInWorker(blocking, 600)({ ...options, onPart: () => vi.advanceTimersByTime(600) });
    expect(valueOf(reading.parts.os).name).toBe('X');
    expect(reading.parts.cpu).toMatchObject({ state: 'unavailable', code: 'timed-out' });
  });

  // Catches a machine that is never read because a packed program cannot start threads.
  it.each([
    ['throws at its start', 'throw new Error("no threads here");'],
    ['ends without a word', 'process.exit(0);'],
  ])('reads in this process when the thread %s', async (name, code) => {
    const reading = await readInWorker(workerThat(name.replaceAll(' ', '-'), code))(options);
    expect(valueOf(reading.parts.cpu).logicalCores).toBe(realMachine().runtime.logicalCores);
  });

  // Catches parts thrown away because the thread died after them.
  it('returns the parts that were read before the worker died', async () => {
    const dies = `
      new BroadcastChannel('worker-reader-test').onmessage = () => { throw new Error('x'); };
      ${POSTS_ONE_PART}`;
    const channel = new BroadcastChannel('worker-reader-test');
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of threads has no origin
    const onPart = () => channel.postMessage('the part is here');
    const reading = await readInWorker(workerThat('dies', dies))({ ...options, onPart });
    channel.close();
    expect(valueOf(reading.parts.os).name).toBe('X');
    expect(reading.parts.disks.state).toBe('unavailable');
  });

  // Catches a crash where the worker's file was not built.
  it('reads in this process when the worker file is missing', async () => {
    expect((await readInWorker(null)(options)).parts.cpu.state).toBe('known');
  });
});
