import { lstatSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataPaths, ensurePrivateDirectory } from '#main/store/data-directory.ts';
import { openConnection } from '#main/store/database.ts';
import { errorCodeOf, withTranslatedErrors } from '#main/store/database-errors.ts';
import { publishFile } from '#main/store/durable-files.ts';
import { migrate } from '#main/store/migrate.ts';
import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { BACKUP_NAME } from './backup/backup-names.ts';
import { removeDatabaseFile } from './remove-database-file.ts';
import { holdUnfinishedFiles, namesIn, unfinishedPath } from './unfinished-files.ts';

/** What was found at the path of the database. */
export type FarmFileState =
  | 'there'
  /** There was never a farm in this directory. */
  | 'new'
  /** There was a farm: its file is gone, is a link to nothing, or is empty. */
  | 'missing'
  | 'dangling-link'
  | 'empty';

/** A file in every directory that holds a farm, so that a missing database is not taken for a first start. */
function markerPath(paths: DataPaths): string {
  return join(paths.directory, 'holds-a-farm');
}

/** What is at the path of the database; nothing is opened. */
export function farmFileState(paths: DataPaths): FarmFileState {
  const stats = statSync(paths.database, { throwIfNoEntry: false });
  if (stats !== undefined) {
    return stats.size > 0 ? 'there' : 'empty';
  }
  if (lstatSync(paths.database, { throwIfNoEntry: false }) !== undefined) {
    return 'dangling-link';
  }
  return heldFarm(paths) ? 'missing' : 'new';
}

function heldFarm(paths: DataPaths): boolean {
  return [markerPath(paths), `${paths.database}-wal`].some(exists) || newestCopy(paths) !== undefined;
}

/** The newest backup or replaced database; their names hold the time at which they were made. */
function newestCopy(paths: DataPaths): string | undefined {
  const copies = [paths.backups, paths.setAside].flatMap(namesIn).filter((name) => BACKUP_NAME.test(name));
  return copies.toSorted((a, b) => timeOf(a).localeCompare(timeOf(b))).at(-1);
}

function timeOf(name: string): string {
  return /\d{4}-\d\d-\d\dT[\d-]+Z/.exec(name)?.[0] ?? '';
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

const PROBLEMS = {
  missing: message('data:core.databaseIsGone'),
  'dangling-link': message('data:core.databaseLinkLeadsNowhere'),
  empty: message('data:core.databaseIsEmpty'),
} as const satisfies Record<Exclude<FarmFileState, 'there' | 'new'>, Message>;

/** The error for a directory whose farm is missing, with what to do about it. */
export function missingFarm(paths: DataPaths, state: keyof typeof PROBLEMS): FarmerError {
  const name = newestCopy(paths);
  const hint =
    name === undefined ? message('data:core.putDatabaseBack') : message('data:core.restoreNewestCopy', { name });
  return new FarmerError('DATABASE_CORRUPT', PROBLEMS[state], { hint });
}

/** Creates the database of a first start under another name and renames it when it is complete. */
export function createFarm(paths: DataPaths, nowMs: number): void {
  const release = holdUnfinishedFiles(paths);
  const partialPath = unfinishedPath(paths.database, nowMs);
  try {
    const database = openConnection(partialPath, { isSingleFile: true });
    try {
      migrate(database, { backupDirectory: null, nowMs });
    } finally {
      database.close();
    }
    publishUnlessMade(partialPath, paths.database);
  } finally {
    removeDatabaseFile(partialPath);
    release();
  }
}

function publishUnlessMade(partialPath: string, path: string): void {
  withTranslatedErrors(() => {
    try {
      publishFile(partialPath, path);
    } catch (error) {
      // When two programs start for the first time at once, the database of the first is used.
      if (errorCodeOf(error) !== 'EEXIST') {
        throw error;
      }
    }
  });
}

/** Notes that a farm is in this directory. Where the file cannot be written, backups and the log still show that. */
export function markFarm(paths: DataPaths): void {
  if (exists(markerPath(paths))) {
    return;
  }
  try {
    ensurePrivateDirectory(paths.directory);
    writeFileSync(markerPath(paths), '', { mode: 0o600 });
  } catch {
    // The next start tries again.
  }
}
