import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type DataPaths, isWritable, uniqueStamp } from '#main/store/data-directory.ts';
import { BUSY_TIMEOUT_MS, openConnection } from '#main/store/database.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** The name of a file while it is written, also of SQLite's side files. */
const UNFINISHED_NAME = /\.partial(?:-wal|-shm|-journal)?$/;

/** The path of a file until it is complete and renamed. */
export function unfinishedPath(path: string, nowMs: number): string {
  return `${path}.${uniqueStamp(nowMs)}.partial`;
}

/** A private path for a temporary file, on the disk of the data. */
export function temporaryPath(paths: DataPaths, purpose: string, nowMs: number): string {
  return unfinishedPath(join(paths.setAside, purpose), nowMs);
}

/** Unfinished files in the data directory, whether or not a process is still writing them. */
export function unfinishedFiles(paths: DataPaths): readonly string[] {
  return [paths.directory, paths.backups, paths.setAside].flatMap((directory) =>
    namesIn(directory).flatMap((name) => (UNFINISHED_NAME.test(name) ? [join(directory, name)] : [])),
  );
}

/** Names in a directory; none where it cannot be read. */
export function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/**
 * Prevents other programs from removing the unfinished files of this one. The system releases the lock when the process
 * is killed, and the next start removes the files.
 * @returns releases the lock
 */
export function holdUnfinishedFiles(paths: DataPaths): () => void {
  if (!isWritable(paths)) {
    return () => undefined;
  }
  const lock = openLock(paths, BUSY_TIMEOUT_MS);
  lock.execute('BEGIN; SELECT count(*) FROM sqlite_schema;');
  return () => lock.close();
}

/**
 * Removes the unfinished files of a killed process.
 * @param beside a file elsewhere: the remains of earlier attempts to write it are removed too
 * @returns what was removed: nothing while a process is writing such files
 */
export function removeUnfinishedFiles(paths: DataPaths, beside?: string): readonly string[] {
  const files = [...unfinishedFiles(paths), ...(beside === undefined ? [] : unfinishedBeside(beside))];
  if (files.length === 0 || isSomebodyWriting(paths)) {
    return [];
  }
  for (const path of files) {
    rmSync(path, { force: true });
  }
  return files;
}

function unfinishedBeside(path: string): readonly string[] {
  const directory = join(path, '..');
  const start = `${basename(path)}.`;
  return namesIn(directory).flatMap((name) =>
    name.startsWith(start) && UNFINISHED_NAME.test(name) ? [join(directory, name)] : [],
  );
}

/** Whether a program is writing unfinished files now. */
export function isSomebodyWriting(paths: DataPaths): boolean {
  if (!existsSync(lockPath(paths))) {
    return false;
  }
  try {
    const lock = openLock(paths, 0);
    try {
      lock.execute('BEGIN EXCLUSIVE; ROLLBACK;');
      return false;
    } finally {
      lock.close();
    }
  } catch {
    return true;
  }
}

function lockPath(paths: DataPaths): string {
  return join(paths.directory, 'unfinished.lock');
}

function openLock(paths: DataPaths, busyTimeoutMs: number): FarmerDatabase {
  return openConnection(lockPath(paths), { isSingleFile: true, busyTimeoutMs });
}
