import { statSync } from 'node:fs';
import type { FarmerDatabase, SqlValue } from './sql.ts';

/** How often another process's changes are looked for, in milliseconds. */
export const WATCH_INTERVAL_MS = 1000;

/** What {@link watchDatabase} reports. */
export interface DatabaseWatch {
  /** Another process wrote. Own writes are not reported. */
  readonly onExternalChange: () => void;
  /** The file is gone or another one is in its place: reported at every look, with the side files of the lost one. */
  readonly onFileLost: (sideFiles: SideFiles) => void;
  /** The write-ahead log is gone: reported at every look. */
  readonly onLogLost: () => void;
  readonly intervalMs?: number;
}

/** The identity of each file that SQLite keeps beside the database. */
export type SideFiles = Readonly<Record<'-wal' | '-shm', string | null>>;

/**
 * Looks for changes of other processes by a counter that SQLite keeps in shared memory: this takes microseconds and
 * reads nothing from the disk. The timer does not keep the process alive.
 * @returns stops watching
 */
export function watchDatabase(database: FarmerDatabase, watch: DatabaseWatch): () => void {
  let lastVersion = database.pragma('data_version');
  const file = fileIdentity(database.filePath);
  const sideFiles = sideFilesOf(database.filePath);
  const look = () => {
    if (!database.isOpen) {
      return;
    }
    if (fileIdentity(database.filePath) !== file) {
      watch.onFileLost(sideFiles);
      return;
    }
    if (fileIdentity(`${database.filePath}-wal`) !== sideFiles['-wal']) {
      watch.onLogLost();
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

function sideFilesOf(path: string): SideFiles {
  return { '-wal': fileIdentity(`${path}-wal`), '-shm': fileIdentity(`${path}-shm`) };
}

/** An error is ignored here: the next call of a store runs into it and reports it. */
function readVersion(database: FarmerDatabase): SqlValue {
  try {
    return database.pragma('data_version');
  } catch {
    return null;
  }
}

/** Device and inode of a file: they stay when it is written and differ when it is replaced. */
export function fileIdentity(path: string): string | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}
