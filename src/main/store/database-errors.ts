import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The code of an error of SQLite (`SQLITE_FULL`) or of the file system (`ENOSPC`), if it has one. */
export function errorCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) {
    return null;
  }
  return typeof error.code === 'string' ? error.code : null;
}

/** The disk is full. What was being written is lost; what was there before is unchanged. */
export function diskFull(cause: unknown): FarmerError {
  return new FarmerError('DISK_FULL', message('data:core.diskFull'), {
    hint: message('data:core.freeSpaceAndRetry'),
    cause,
  });
}

/** The file is not a readable database. It is left as it is. */
export function databaseCorrupt(cause: unknown): FarmerError {
  return new FarmerError('DATABASE_CORRUPT', message('data:core.databaseDamaged'), {
    hint: message('data:core.mendOrRestore'),
    cause,
  });
}

/** Another process writes for longer than the busy time-out. */
function databaseHeld(cause: unknown): FarmerError {
  return new FarmerError('DATA_DIR_HELD', message('data:core.dataLockedByOther'), {
    hint: message('data:core.waitAndRetry'),
    cause,
  });
}

/** The data directory or its database cannot be written. */
function dataUnwritable(cause: unknown): FarmerError {
  return new FarmerError('DATA_DIR_UNUSABLE', message('data:core.directoryNotWritable'), {
    hint: message('data:core.checkPermissionsAndMount'),
    cause,
  });
}

function isConstraint(code: string): boolean {
  return code.startsWith('SQLITE_CONSTRAINT');
}

/**
 * Turns an error of SQLite or the file system into one that a person can act on. Constraint failures and unknown errors
 * are returned as they are: they are programming errors, logged and shown as INTERNAL.
 */
export function translateDatabaseError(error: unknown): unknown {
  const code = errorCodeOf(error);
  if (code === null || error instanceof FarmerError || isConstraint(code)) {
    return error;
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_IOERR_SHMSIZE') {
    return diskFull(error);
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return databaseCorrupt(error);
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return databaseHeld(error);
  }
  if (isUnwritable(code)) {
    return dataUnwritable(error);
  }
  return error;
}

function isUnwritable(code: string): boolean {
  return (
    ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EISDIR', 'SQLITE_PERM'].includes(code) ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_IOERR')
  );
}

/** Runs work and rethrows its errors as {@link translateDatabaseError} translates them. */
export function withTranslatedErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
