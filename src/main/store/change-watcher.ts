import { statSync } from 'node:fs';
import type { FarmerDatabase, SqlValue } from './sql.ts';

/** How often another process's changes are looked for, in milliseconds. */
export const WATCH_INTERVAL_MS = 1000;

/** What {@link watchDatabase} tells. */
export interface DatabaseWatch {
  /** Another process wrote. Own writes are not told. */
  readonly onExternalChange: () => void;
  /** The file is gone or another one stands in its place: told at every look. */
  readonly onFileLost: () => void;
  readonly intervalMs?: number;
}

/**
 * Looks for changes that other processes make: a counter that SQLite keeps in shared memory, so a look costs
 * microseconds and reads nothing from the disk. The timer does not keep the process alive.
 * @returns stops watching
 */
export function watchDatabase(database: FarmerDatabase, watch: DatabaseWatch): () => void {
  let lastVersion = database.pragma('data_version');
  const file = fileIdentity(database.filePath);
  const look = () => {
    if (!database.isOpen) {
      return;
    }
    if (fileIdentity(database.filePath) !== file) {
      watch.onFileLost();
      return;
    }
    const version = readVersion(database);
    if (version !== null && version !== lastVersion) {
      lastVersion = version;
      watch.onExternalChange();
    }
  };
  const timer = setInterval(look, watch.intervalMs ?? WATCH_INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** A look that fails is no news: the next call of a store meets the same fault and tells it where it matters. */
function readVersion(database: FarmerDatabase): SqlValue {
  try {
    return database.pragma('data_version');
  } catch {
    return null;
  }
}

/** Device and number of the file, which stay when it is written and differ when it is replaced. */
function fileIdentity(path: string): string | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}
