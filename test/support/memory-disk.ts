import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** A file system in memory: what a test makes is synced hundreds of times and is gone a moment later. */
const DISK = '/dev/shm';
const NEEDED_BYTES = 4 * 1024 ** 3;
const PREFIX = 'farmer-tests-';

function freeBytes(): number {
  try {
    const { bavail, bsize } = statfsSync(DISK);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Folders of runs that were killed. */
function removeLeftFolders(): void {
  for (const name of readdirSync(DISK).filter((entry) => entry.startsWith(PREFIX))) {
    if (!isRunning(Number(name.slice(PREFIX.length).split('-', 1)[0]))) {
      rmSync(join(DISK, name), { recursive: true, force: true });
    }
  }
}

/** Lets the tests of a run make their temporary files in memory, where there is room; removes them afterwards. */
export default function useMemoryDisk(): (() => void) | undefined {
  if (process.env['TMPDIR'] !== undefined || freeBytes() < NEEDED_BYTES) {
    return undefined;
  }
  removeLeftFolders();
  const folder = mkdtempSync(join(DISK, `${PREFIX}${process.pid}-`));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
