import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { makeFarm, pagePaths, takeStep, visit, writeBids } from '#test/support/farm-use.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { report } from './measure.ts';

/** How much faster than on a wall the program's clocks run: half an hour passes in forty seconds. */
const TIME_LAPSE = 45;
const USE_MS = 30 * 60_000;
/** Something is done so often, in the program's milliseconds. */
const STEP_EVERY_MS = 10_000;
/** How long a program behind a closed window is watched, milliseconds: at least one beat of the recorder. */
const IDLE_MS = 65_000;

/** A process that watches its own event loop and wakes once a second; it tells of the delays when it is asked. */
const BARE = `
  const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 10 });
  setInterval(() => undefined, 1000);
  process.on('message', (message) => {
    if (message === 'watch') delay.enable();
    else {
      delay.disable();
      process.send({ p99Ms: delay.percentile(99) / 1e6 });
    }
  });
`;

function startBare() {
  const child = spawn(process.execPath, ['-e', BARE], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    child,
    async p99Ms(): Promise<number> {
      const answer = once(child, 'message') as Promise<[{ readonly p99Ms: number }]>;
      child.send('tell');
      return (await answer)[0].p99Ms;
    },
  };
}

/** The longest stretch that the recorder watched without a gap, milliseconds. */
function longestStretchMs(dataDirectory: string): number {
  const database = new DatabaseSync(join(dataDirectory, 'farmer.sqlite'), { readOnly: true });
  const row = database
    .prepare("SELECT max(last_uptime_ms - start_uptime_ms) AS ms FROM spans WHERE source = 'desktop'")
    .get();
  database.close();
  return Number(row?.['ms'] ?? 0);
}

/** Milliseconds of processor time that a process used so far. Linux only. */
function processorMs(pid: number | undefined): number {
  const [onProcessorNs = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return Number(onProcessorNs) / 1e6;
}

async function measureUse(): Promise<void> {
  const temporary = makeTemporaryDirectory('farmer-bench-');
  const slice = await makeFarm(temporary.path);
  const machine = { timeLapse: TIME_LAPSE };
  const desktop = await startDesktop({ dataDirectory: temporary.path, machine });
  const bare = startBare();
  const page = await desktop.page();
  const paths = await pagePaths(page);
  for (const path of paths) await visit(page, path);
  const farm = { desktop, page, paths, slice, bids: writeBids(temporary.path) };
  bare.child.send('watch');
  await desktop.ask('resetLoopDelay');
  const startMs = (await desktop.state()).nowMs;
  const recordedBeforeMs = longestStretchMs(temporary.path);
  let passedMs = 0;
  for (let step = 0; passedMs < USE_MS; step += 1) {
    await takeStep(farm, step);
    passedMs = (await desktop.state()).nowMs - startMs;
    await pause(Math.max(0, ((step + 1) * STEP_EVERY_MS - passedMs) / TIME_LAPSE));
  }
  const delays = (await desktop.ask('loopDelay')) as Readonly<Record<'p50Ms' | 'p99Ms' | 'maxMs', number>>;
  const bareP99Ms = await bare.p99Ms();
  report({
    name: 'the event loop in half an hour of use, the worst hundredth',
    value: delays.p99Ms / bareP99Ms,
    atMost: 10,
    unit: 'x a bare process',
    detail: `p50 ${delays.p50Ms.toFixed(1)}, p99 ${delays.p99Ms.toFixed(1)}, max ${delays.maxMs.toFixed(0)} ms`,
  });
  const recorded = (longestStretchMs(temporary.path) - recordedBeforeMs) / passedMs;
  report({ name: 'what the recorder saw of it without a gap', value: recorded, atLeast: 0.93, unit: 'of the time' });
  await desktop.stop();
  bare.child.kill();
  temporary.remove();
}

/** Waits until what a start brings with it is done: the last of it is the day's backup, a minute later. */
async function endOfStart({ dataDirectory }: RunningDesktop): Promise<void> {
  const backups = join(dataDirectory, 'backups');
  while (!existsSync(backups) || !readdirSync(backups).some((name) => name.endsWith('.sqlite'))) {
    await pause(500);
  }
}

async function measureRest(): Promise<void> {
  if (process.platform !== 'linux') {
    console.log('       what it uses at rest is measured on Linux');
    return;
  }
  const desktop = await startDesktop();
  const page = await desktop.page();
  for (const path of await pagePaths(page)) await visit(page, path);
  await desktop.ask('closeWindow', 1);
  await endOfStart(desktop);
  const bare = startBare();
  await pause(2000);
  const pids = [desktop.process.pid, bare.child.pid];
  const before = pids.map(processorMs);
  await pause(IDLE_MS);
  const [ownMs = 0, bareMs = 1] = pids.map((pid, index) => processorMs(pid) - (before[index] ?? 0));
  report({
    name: 'the processor time of the desktop behind a closed window',
    value: ownMs / bareMs,
    atMost: 14,
    unit: 'x a bare process that wakes once a second',
    detail: `${((ownMs / IDLE_MS) * 100).toFixed(2)} % of a core`,
  });
  await desktop.stop();
  bare.child.kill();
}

await measureUse();
await measureRest();
