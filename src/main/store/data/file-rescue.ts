import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileIdentity, type SideFiles, watchDatabase } from '#main/store/change-watcher.ts';
import { assertSound, BUSY_TIMEOUT_MS } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { markFarm } from './farm-file.ts';
import { copyDatabase } from './copy-database.ts';
import { type DataPaths, dataPaths, ensurePrivateDirectory, uniqueStamp } from '#main/store/data-directory.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** What a long-running process is notified of. */
export interface StoreWatch {
  /** Another process wrote. */
  readonly onExternalChange: () => void;
  /** The open database file was deleted or replaced, and this was done about it. */
  readonly onFileLost: (outcome: FileLossOutcome) => void;
  readonly intervalMs?: number;
}

/**
 * `rescued`: the file or its log was gone, and was written again from the open connection. `followed`: another file is
 * in its place and is used from now on; the previous content is kept in the set-aside folder. `failed`: neither was
 * possible, and it will be tried again.
 */
export type FileLossOutcome =
  | { readonly kind: 'rescued' }
  | { readonly kind: 'followed' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Watches an open database for changes of other processes, and for the loss of its file or its log. The open connection
 * still has the content of a deleted file, which is written back before anything else is recorded.
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

/** Handles a database file that was deleted or replaced. */
function createRescue(database: FarmerDatabase, paths: DataPaths, nowMs: () => number) {
  /** The copy of the lost content, while the file in its place cannot be opened. */
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
 * The log was deleted: its content is written into the file, and a new log is begun. That needs that no other process
 * has the file open; until then each check saves what was written since the last.
 */
function saveLog(database: FarmerDatabase): 'rescued' {
  database.pragma('busy_timeout = 0');
  try {
    database.pragma('wal_checkpoint(FULL)');
    database.pragma('journal_mode = DELETE');
    database.pragma('journal_mode = WAL');
    // SQLite creates the log at the first access.
    database.pragma('user_version');
  } finally {
    database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
  return 'rescued';
}

/** Removes the log of the lost file, which SQLite would take for that of the new one; logs of other processes stay. */
function removeSideFiles(path: string, sideFiles: SideFiles): void {
  for (const suffix of ['-wal', '-shm'] as const) {
    if (sideFiles[suffix] !== null && fileIdentity(`${path}${suffix}`) === sideFiles[suffix]) {
      rmSync(`${path}${suffix}`, { force: true });
    }
  }
}
