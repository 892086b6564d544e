import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { median, report } from './measure.ts';

const ROUNDS = 15;
const MEGABYTE = 2 ** 20;
const ROOT = join(import.meta.dirname, '../..');
/** Folder of another built version, to measure `check` against it. */
const OTHER = process.env['FARMER_BENCH_AGAINST'];

/** Reads this machine in a worker, as the desktop app does, and prints by how much its process grew at most. */
const READ_IN_WORKER = `
  const { Worker } = require('node:worker_threads');
  const atStart = process.memoryUsage.rss();
  const worker = new Worker(process.argv[1], { workerData: { takenAtMs: 1 } });
  worker.on('message', ({ type }) => {
    if (type !== 'done') return;
    console.log(process.resourceUsage().maxRSS * 1024 - atStart);
    process.exit();
  });
`;

function growthBytes(worker: string): number {
  return Number(execFileSync(process.execPath, ['-e', READ_IN_WORKER, worker], { encoding: 'utf8' }));
}

const directory = makeTemporaryDirectory();
const bareWorker = join(directory.path, 'bare-worker.cjs');
writeFileSync(bareWorker, "require('node:worker_threads').parentPort.postMessage({ type: 'done' });");
const builtWorker = join(ROOT, 'out/main/hardware-worker.js');
const growths = Array.from({ length: 5 }, () => [growthBytes(builtWorker), growthBytes(bareWorker)] as const);
report({
  name: 'memory by which a process grows for a reading',
  value: median(growths.map(([reading, bare]) => reading / bare)),
  atMost: 2.5,
  unit: 'x a bare worker',
  detail: `${(median(growths.map(([reading]) => reading)) / MEGABYTE).toFixed(1)} MiB`,
});

function checkMs(root: string): number {
  const startedMs = performance.now();
  const args = [join(root, 'out/main/cli.js'), 'check', '--json', '--data-dir', directory.path];
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  // 3 and 4 are verdicts.
  if (status !== 0 && status !== 3 && status !== 4) {
    throw new Error(`check in ${root} ended with ${status}.`);
  }
  return performance.now() - startedMs;
}

if (OTHER === undefined) {
  console.log('       check against another version: build it, and give its folder as FARMER_BENCH_AGAINST');
} else {
  // By turns, so that whatever else the machine does weighs on both alike; the first round loads both.
  const pairs = Array.from({ length: ROUNDS + 1 }, () => [checkMs(ROOT), checkMs(OTHER)] as const).slice(1);
  const [own, other] = [pairs.map(([ms]) => ms), pairs.map(([, ms]) => ms)];
  report({
    name: 'check against the other version',
    value: median(pairs.map(([ms, otherMs]) => ms / otherMs)),
    atMost: 1.05,
    unit: 'x',
    detail: `${median(own).toFixed(0)} ms to ${median(other).toFixed(0)} ms`,
  });
}
directory.remove();
