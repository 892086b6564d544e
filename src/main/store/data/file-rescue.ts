import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileIdentity, type SideFiles, watchDatabase } from '#main/store/change-watcher.ts';
import { assertSound, BUSY_TIMEOUT_MS } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { markFarm } from './farm-file.ts';
import { copyDatabase } from './copy-database.ts';
import { type DataPaths, dataPaths, ensurePrivateDirectory, uniqueStamp } from '#main/store/data-directory.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** What a process that keeps the data open for long is informed of. */
export interface StoreWatch {
  /** Another process wrote. */
  readonly onExternalChange: () => void;
  /** The data's file was deleted or replaced while it was open, and this is what was done about it. */
  readonly onFileLost: (outcome: FileLossOutcome) => void;
  readonly intervalMs?: number;
}

/**
 * `rescued`: the file or its log was gone, and was written again from what is still open. `followed`: another file is in
 * its place and is used now; what was open is kept aside. `failed`: neither was possible, it is tried again.
 */
export type FileLossOutcome =
  | { readonly kind: 'rescued' }
  | { readonly kind: 'followed' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Watches an open database for changes of other processes, and for the loss of its file or its log. What was deleted is
 * still open here: its content is written back before anything else is recorded.
 * @returns stops watching
 */
export function watchStore(database: FarmerDatabase, directory: string, nowMs: () => number, watch: StoreWatch) {
  const rescue = createRescue(database, dataPaths(directory), nowMs);
  let stop: () => void;
  const watchAgain = () => {
    stop = watchDatabase(database, {
      onExternalChange: watch.onExternalChange,
      onFileLost: (sideFiles) => attempt(() => rescue(sideFiles)),
      onLogLost: () => attempt(() => saveLog(database)),
      ...(watch.intervalMs === undefined ? {} : { intervalMs: watch.intervalMs }),
    });
  };
  const attempt = (work: () => FileLossOutcome['kind']) => {
    try {
      const kind = work();
      stop();
      watchAgain();
      watch.onFileLost({ kind } as FileLossOutcome);
    } catch (error) {
      watch.onFileLost({ kind: 'failed', error });
    }
  };
  watchAgain();
  return () => stop();
}

/** Does what can be done about a file that was deleted, or has another in its place. */
function createRescue(database: FarmerDatabase, paths: DataPaths, nowMs: () => number) {
  /** Where the lost content was put, as long as the file in its place cannot be opened. */
  let keptPath: string | null = null;
  const keepAside = () => {
    ensurePrivateDirectory(paths.setAside);
    const path = join(paths.setAside, `before-restore-${uniqueStamp(nowMs())}.sqlite`);
    copyDatabase(database, path, nowMs());
    if (keptPath !== null) rmSync(keptPath, { force: true });
    keptPath = path;
  };
  const connectAgain = () =>
    database.reconnect((fresh) => {
      migrate(fresh, { backupDirectory: paths.backups, nowMs: nowMs() });
      assertSound(fresh);
    });
  return (sideFiles: SideFiles): 'rescued' | 'followed' => {
    removeSideFiles(paths.database, sideFiles);
    if (statSync(paths.database, { throwIfNoEntry: false }) === undefined) {
      ensurePrivateDirectory(paths.directory);
      copyDatabase(database, paths.database, nowMs());
      connectAgain();
      markFarm(paths);
      return 'rescued';
    }
    keepAside();
    connectAgain();
    keptPath = null;
    return 'followed';
  };
}

/**
 * The log was deleted: what it held goes into the file, and a new one is begun. That needs that nobody else has the file
 * open; until then every look saves what was written since the last.
 */
function saveLog(database: FarmerDatabase): 'rescued' {
  database.pragma('busy_timeout = 0');
  try {
    database.pragma('wal_checkpoint(FULL)');
    database.pragma('journal_mode = DELETE');
    database.pragma('journal_mode = WAL');
    // A log is made when it is first needed.
    database.pragma('user_version');
  } finally {
    database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
  return 'rescued';
}

/** SQLite would take the log of the lost file for that of the one in its place. A log that others began stays. */
function removeSideFiles(path: string, sideFiles: SideFiles): void {
  for (const suffix of ['-wal', '-shm'] as const) {
    if (sideFiles[suffix] !== null && fileIdentity(`${path}${suffix}`) === sideFiles[suffix]) {
      rmSync(`${path}${suffix}`, { force: true });
    }
  }
}
