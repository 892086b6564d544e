import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from './is-running.ts';

/** A file system in memory: what a test makes is synced hundreds of times and is gone a moment later. */
const DISK = '/dev/shm';
const NEEDED_BYTES = 4 * 1024 ** 3;
const PREFIX = 'farmer-tests-';

/** Some containers let nothing run from there; tests compile and copy programs. */
function isUsable(): boolean {
  try {
    const { bavail, bsize } = statfsSync(DISK);
    const isMemory = /^\S+ \/dev\/shm tmpfs (?!\S*noexec)/m.test(readFileSync('/proc/mounts', 'utf8'));
    return isMemory && bavail * bsize >= NEEDED_BYTES;
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

/** Lets the tests of a run make their temporary files in memory, where there is room. @returns removes them */
function useMemoryDisk(): (() => void) | undefined {
  if (process.env['TMPDIR'] !== undefined || !isUsable()) {
    return undefined;
  }
  removeLeftFolders();
  const folder = mkdtempSync(join(DISK, `${PREFIX}${process.pid}-`));
  // The database server of the tests is another user.
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** What holds for every test of a run, and for every process that a test starts. */
export default function setUp(): (() => void) | undefined {
  // Each process that a test starts would compile the same program again.
  process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../../node_modules/.cache/compiled');
  return useMemoryDisk();
}
