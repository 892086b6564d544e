import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { type DataPaths, ensurePrivateDirectory, uniqueStamp } from '#main/store/data-directory.ts';
import { openConnection } from '#main/store/database.ts';
import { withTranslatedErrors } from '#main/store/database-errors.ts';

/**
 * Moves a database that cannot be used into the set-aside folder, unread and unchanged.
 * @returns its name there
 * @throws FarmerError DATA_DIR_HELD while another program has it open
 */
export function setAsideDatabase(paths: DataPaths, nowMs: number): string {
  assertNobodyHasItOpen(paths.database);
  ensurePrivateDirectory(paths.setAside);
  const name = `unreadable-${uniqueStamp(nowMs)}.sqlite`;
  withTranslatedErrors(() => {
    // The log goes first: a database without its log is old, a log without its database is lost.
    for (const suffix of ['-wal', '']) {
      if (statSync(`${paths.database}${suffix}`, { throwIfNoEntry: false }) !== undefined) {
        renameSync(`${paths.database}${suffix}`, join(paths.setAside, `${name}${suffix}`));
      }
    }
  });
  return name;
}

/**
 * A program that has the file open would go on writing into it where it was moved to. Every open connection holds a
 * shared lock, so that an exclusive one cannot be had.
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
    // Too damaged to be locked is too damaged to be in use.
  }
}
