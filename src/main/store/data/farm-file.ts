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

/** What is where the database should be. */
export type FarmFileState =
  | 'there'
  /** No farm was ever here. */
  | 'new'
  /** A farm was here: the file is gone, a link leads nowhere, or nothing is in it. */
  | 'missing'
  | 'dangling-link'
  | 'empty';

/** Left in every directory that holds a farm: without its database such a directory is no place for a first start. */
function markerPath(paths: DataPaths): string {
  return join(paths.directory, 'holds-a-farm');
}

/** What is where the database should be; nothing is opened. */
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

/** Names hold the time at which they were made. */
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

/** Why a directory that held a farm is not started anew, and the way back. */
export function missingFarm(paths: DataPaths, state: keyof typeof PROBLEMS): FarmerError {
  const name = newestCopy(paths);
  const hint =
    name === undefined ? message('data:core.putDatabaseBack') : message('data:core.restoreNewestCopy', { name });
  return new FarmerError('DATABASE_CORRUPT', PROBLEMS[state], { hint });
}

/** Makes the database of a first start aside and gives it its name when it is whole. */
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
      // Two programs may start for the first time at once: the first one's database is used.
      if (errorCodeOf(error) !== 'EEXIST') {
        throw error;
      }
    }
  });
}

/** Remembers that a farm is here. Where it cannot be written, the copies and the log still show it. */
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
