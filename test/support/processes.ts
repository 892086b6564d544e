import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll } from 'vitest';

/** Inherited by every process that a test starts, and by theirs: whose test they belong to. */
const MARK = 'FARMER_TEST_WORKER';
/** How long a process that was ended may take to be gone: only a process that stays is waited for so long. */
const GONE_MS = 60_000;
const POLL_MS = 50;

process.env[MARK] = String(process.pid);

/** The number and command of every process that a test of this worker started and that still runs. */
function findLeftProcesses(): readonly { readonly pid: number; readonly command: string }[] {
  const mark = `${MARK}=${process.pid}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const isOurs = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(mark);
        const command = isOurs ? readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() : '';
        return isOurs ? [{ pid: Number(name), command }] : [];
      } catch {
        // It ended meanwhile, or belongs to somebody else.
        return [];
      }
    });
}

/** A test that leaves a process running fails, and the process is ended. Only Linux lists them with their environment. */
if (process.platform === 'linux') {
  afterAll(async () => {
    const deadlineMs = performance.now() + GONE_MS;
    let left = findLeftProcesses();
    while (left.length > 0 && performance.now() < deadlineMs) {
      await pause(POLL_MS);
      left = findLeftProcesses();
    }
    for (const { pid } of left) {
      process.kill(pid, 'SIGKILL');
    }
    if (left.length > 0) {
      throw new Error(`Left running: ${left.map(({ command }) => command).join('; ')}`);
    }
  });
}
