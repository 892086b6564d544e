import { copyFileSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { BUSY_TIMEOUT_MS, isOpenHere, openConnection } from '#main/store/database.ts';
import { errorCodeOf, withTranslatedErrors } from '#main/store/database-errors.ts';
import { type DataPaths, ensurePrivateDirectory, uniqueStamp } from '#main/store/data-directory.ts';

import { replaceFile, syncDirectory, syncFile } from '#main/store/durable-files.ts';
import { isLogOwn } from './log-owner.ts';
import { namesIn, unfinishedPath } from './unfinished-files.ts';

/** A complete database that replaces the current one at the next opening. Its name holds the old one's new name. */
const SUCCESSOR_NAME = /^farmer\.sqlite\.(unreadable-[\w-]+\.sqlite)\.next$/;

/**
 * Replaces a database that cannot be used with a finished one; the old one is kept in the set-aside folder, unread and
 * unchanged. The rename of the new file decides: before it every opening uses the old database, after it the new one,
 * even if the process is killed or the power fails in between.
 * @returns the old database's name in the set-aside folder, or null when there was no file
 * @throws FarmerError DATA_DIR_HELD while another program has the data open, DISK_FULL
 */
export function replaceDatabase(paths: DataPaths, finishedPath: string, nowMs: number): string | null {
  ensurePrivateDirectory(paths.setAside);
  const isThere = statSync(paths.database, { throwIfNoEntry: false }) !== undefined;
  if (isThere) {
    assertNobodyHasItOpen(paths.database);
  }
  const asideName = `unreadable-${uniqueStamp(nowMs)}.sqlite`;
  withTranslatedErrors(() => replaceFile(finishedPath, `${paths.database}.${asideName}.next`));
  finishReplacement(paths);
  return isThere ? asideName : null;
}

/** Finishes a replacement that was decided and then interrupted. Call before the database is opened. */
export function finishReplacement(paths: DataPaths): void {
  if (successors(paths).length === 0) {
    return;
  }
  const lock = openConnection(join(paths.directory, 'replacement.lock'), {
    isSingleFile: true,
    busyTimeoutMs: BUSY_TIMEOUT_MS,
  });
  try {
    lock.transaction(() =>
      withTranslatedErrors(() => {
        // Read again: another program may have finished it while this one waited for the lock.
        for (const { path, asideName } of successors(paths)) {
          keepAside(paths, join(paths.setAside, asideName));
          replaceFile(path, paths.database);
        }
      }),
    );
  } finally {
    lock.close();
  }
}

/**
 * Sets aside a log that does not belong to the database. Backups have none, and a database that somebody copied over
 * that of a killed program finds the log of the old one, which SQLite would merge into it.
 */
export function setForeignLogAside(paths: DataPaths, nowMs: number): void {
  const log = statSync(`${paths.database}-wal`, { throwIfNoEntry: false });
  // A database that this process has open has its own log, and reading the file would release its locks.
  if (log === undefined || log.size === 0 || isOpenHere(paths.database) || isLogOwn(paths.database)) {
    return;
  }
  ensurePrivateDirectory(paths.setAside);
  moveIfThere(`${paths.database}-wal`, join(paths.setAside, `foreign-log-${uniqueStamp(nowMs)}`));
  rmSync(`${paths.database}-shm`, { force: true });
}

function successors(paths: DataPaths): readonly { readonly path: string; readonly asideName: string }[] {
  return namesIn(paths.directory).flatMap((name) => {
    const asideName = SUCCESSOR_NAME.exec(name)?.[1];
    return asideName === undefined ? [] : [{ path: join(paths.directory, name), asideName }];
  });
}

/** The old database gets a second name; its log moves, because SQLite would take it for the log of the new one. */
function keepAside(paths: DataPaths, asidePath: string): void {
  ensurePrivateDirectory(paths.setAside);
  moveIfThere(`${paths.database}-wal`, `${asidePath}-wal`);
  moveIfThere(`${paths.database}-journal`, `${asidePath}-journal`);
  rmSync(`${paths.database}-shm`, { force: true });
  if (statSync(paths.database, { throwIfNoEntry: false }) !== undefined) {
    addSecondName(paths.database, asidePath);
  }
  syncDirectory(paths.setAside);
}

function moveIfThere(fromPath: string, toPath: string): void {
  try {
    renameSync(fromPath, toPath);
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') {
      throw error;
    }
  }
}

function addSecondName(path: string, secondPath: string): void {
  try {
    linkSync(path, secondPath);
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') {
      return;
    }
    // On a disk without hard links the file is copied.
    const partialPath = unfinishedPath(secondPath, 0);
    copyFileSync(path, partialPath);
    syncFile(partialPath);
    renameSync(partialPath, secondPath);
  }
}

/**
 * A program that has the file open would keep writing into it after it was moved. Every open connection holds a shared
 * lock, so an exclusive lock shows that there is none.
 * @throws FarmerError DATA_DIR_HELD
 */
export function assertNobodyHasItOpen(databasePath: string): void {
  try {
    const database = openConnection(databasePath, { mustExist: true, skipsCheck: true, busyTimeoutMs: 0 });
    try {
      database.pragma('locking_mode = EXCLUSIVE');
      database.execute('BEGIN EXCLUSIVE; ROLLBACK;');
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof FarmerError && error.code === 'DATA_DIR_HELD') {
      throw new FarmerError('DATA_DIR_HELD', message('data:core.dataOpenElsewhere'), {
        hint: message('data:core.closeFarmerFirst'),
        cause: error,
      });
    }
    // A file that is too damaged to be locked is not in use.
  }
}
