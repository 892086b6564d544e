import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BroadcastChannel, type Worker } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { createComputeThread } from '#main/compute/compute-thread.ts';
import type { IntegerProgram } from '#shared/domain/slices/integer-program.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const LIMIT_MS = 1000;
const directory = makeTemporaryDirectory();
afterAll(() => directory.remove());
afterEach(() => {
  vi.useRealTimers();
});

/** Three of the first at most, five together: the best is 3 x 7 + 2 x 5. */
const PROGRAM: IntegerProgram = {
  columns: [
    { value: 7, upper: 3 },
    { value: 5, upper: 9 },
  ],
  rows: [{ limit: 5, columns: [0, 1], coefficients: [1, 1] }],
};

/** A worker that runs the code. */
function workerOf(name: string, code: string): URL {
  const path = join(directory.path, `${name}.mjs`);
  writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${code}\n`);
  return pathToFileURL(path);
}

/** A worker that fails at every task. @param refusal code of the refusal it answers with */
const failing = (refusal: string) =>
  `parentPort.on('message', () =>
    parentPort.postMessage({ isDone: false, refusal: ${refusal}, trace: 'ENOENT /home/me' }));`;

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  );
}

const turn = () => new Promise<false>((resolve) => setImmediate(resolve, false));

/** How often the event loop of this thread came round while some work was under way: hardly ever where it blocks. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  const isOver = work.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([isOver, turn()]))) {
    turns += 1;
  }
  return turns;
}

/** More turns than work makes that blocks this thread and only waits for itself. */
const MANY_TURNS = 100;

/** The next thread that starts, once it runs. */
async function nextWorker(): Promise<void> {
  const [worker] = (await once(process, 'worker')) as [Worker];
  await once(worker, 'online');
}

describe('the compute thread', () => {
  it('returns the result of the solver in the calling thread', async () => {
    const there = createComputeThread();
    const here = createComputeThread(null);
    const found = await there.solve(PROGRAM, LIMIT_MS);
    expect(found).toEqual({ status: 'optimal', values: [3, 2], upperBound: 31 });
    expect(found).toEqual(await here.solve(PROGRAM, LIMIT_MS));
  });

  // Catches the two seconds of measuring in which a recorder misses its beat.
  it('measures this computer without blocking the caller', async () => {
    const measured = createComputeThread().measurePassmark(1);
    expect(await turnsDuring(measured)).toBeGreaterThan(MANY_TURNS);
    expect(await measured).toMatchObject({ basis: 'measured', note: expect.stringContaining('1 s') });
  });

  it('runs in the calling thread where no worker can start', async () => {
    const thread = createComputeThread(workerOf('broken', 'throw new Error("no such module");'));
    expect(await thread.solve(PROGRAM, LIMIT_MS)).toMatchObject({ values: [3, 2] });
  });

  // Catches a refusal where the system gives no thread: that comes as an exception of the start, not as an event.
  it('runs in the calling thread where the system gives no thread', async () => {
    const thread = createComputeThread(new URL('https://nowhere.invalid/worker.js'));
    expect(await thread.solve(PROGRAM, LIMIT_MS)).toMatchObject({ values: [3, 2] });
  });

  // Catches a task that killed the thread and is then let loose on the process of the window or the recorder.
  it('does not repeat a task in the calling thread when it ended the worker', async () => {
    const fragile = `parentPort.on('message', () => process.exit(1)); parentPort.postMessage('ready');`;
    const thread = createComputeThread(workerOf('fragile', fragile));
    expect(await refusalOf(thread.solve(PROGRAM, LIMIT_MS))).toContain('its thread ended');
  });

  // Catches the texts of the solver wrapped in other texts, its hint lost, and a raw error shown to the farmer.
  it('passes on a refusal with its texts, and an unexpected error for the log', async () => {
    const planned = createComputeThread(
      workerOf(
        'planned',
        failing(
          '{ message: { key: "app:core.text", values: { text: "No answer." } }, hint: { key: "app:core.correctInput" } }',
        ),
      ),
    );
    await expect(planned.solve(PROGRAM, LIMIT_MS)).rejects.toMatchObject({
      code: 'INTERNAL',
      message: 'No answer.',
      hint: 'Check what you entered and try again.',
    });
    const unplanned = createComputeThread(workerOf('unplanned', failing('null')));
    await expect(unplanned.solve(PROGRAM, LIMIT_MS)).rejects.not.toHaveProperty('code');
  });

  // Catches tasks refused because of the time that they waited for their turn.
  it('gives each queued task its own time limit', async () => {
    const slow = `
      import { BroadcastChannel } from 'node:worker_threads';
      const channel = new BroadcastChannel('compute-test');
      channel.onmessage = () =>
        parentPort.postMessage({ isDone: true, result: { status: 'optimal', values: [1], upperBound: 0 } });
      parentPort.on('message', () => channel.postMessage('a task is here'));`;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const thread = createComputeThread(workerOf('slow', slow), 500);
    const channel = new BroadcastChannel('compute-test');
    let arrived = once(channel, 'message');
    const results = Array.from({ length: 6 }, () => thread.solve(PROGRAM, LIMIT_MS));
    for (const result of results) {
      await arrived;
      arrived = once(channel, 'message');
      vi.advanceTimersByTime(400);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of threads has no origin
      channel.postMessage('answer one');
      expect(await result).toMatchObject({ status: 'optimal' });
    }
    channel.close();
    thread.stop();
  });

  it('fails a task when its worker ends, and starts another worker for the next', async () => {
    const dying = `
      let seen = 0;
      parentPort.on('message', () => {
        seen += 1;
        if (seen > 1) process.exit(1);
        parentPort.postMessage({ isDone: true, result: { status: 'optimal', values: [seen], upperBound: 0 } });
      });`;
    const thread = createComputeThread(workerOf('dying', dying));
    expect(await thread.solve(PROGRAM, LIMIT_MS)).toMatchObject({ values: [1] });
    expect(await refusalOf(thread.solve(PROGRAM, LIMIT_MS))).toContain('its thread ended');
    expect(await thread.solve(PROGRAM, LIMIT_MS)).toMatchObject({ values: [1] });
  });

  // Catches a host that cannot be ended while something is computed.
  it('ends immediately with its app, whatever is running', async () => {
    const app = composeApp({ host: 'web', env: { FARMER_DATA_DIR: join(directory.path, 'ending') } });
    const started = nextWorker();
    const refused = refusalOf(createCalls(app.context).slices.measurePassmark({ seconds: 10 }));
    await started;
    await app.close();
    expect(await refused).toContain('Farmer is closing');
  });

  // Catches a call whose code was still loading while the app closed, and that then started a thread that nobody ends.
  it('refuses tasks after its app has closed', async () => {
    const app = composeApp({ host: 'web', env: { FARMER_DATA_DIR: join(directory.path, 'closed') } });
    await app.close();
    const late = createCalls(app.context).slices.measurePassmark({ seconds: 10 });
    expect(await refusalOf(late)).toContain('Farmer is closing');
  });

  it('fails a hanging task instead of blocking its caller', async () => {
    const thread = createComputeThread(workerOf('hanging', `parentPort.on('message', () => { for (;;); });`), 300);
    expect(await refusalOf(thread.solve(PROGRAM, LIMIT_MS))).toContain('took too long');
  });
});

describe('the best set of many bids', () => {
  // Catches a search in the host's own thread: every other window, call and beat waited for it.
  it('leaves the host free to answer other calls', async () => {
    const app = composeApp({ host: 'web', env: { FARMER_DATA_DIR: join(directory.path, 'data') } });
    try {
      const [nodes, bids] = [createCalls(app.context).nodes, createCalls(app.context).bids];
      await nodes.addPlanned({
        name: 'Large',
        resources: { cru: 48, mruBytes: 512 * GIB_BYTES, sruBytes: 8000 * GIB_BYTES, hruBytes: 0 },
      });
      await bids.simulate({ count: 150, seed: 3 });
      const started = nextWorker();
      const search = bids.findBest({ months: 12, mayBeginLater: true });
      const turns = turnsDuring(search);
      await started;
      const first = await Promise.race([search.then(() => 'the search'), nodes.list({}).then(() => 'the other call')]);
      expect(first).toBe('the other call');
      expect((await search).chosen.length).toBeGreaterThan(0);
      expect(await turns).toBeGreaterThan(MANY_TURNS);
    } finally {
      await app.close();
    }
  });
});
