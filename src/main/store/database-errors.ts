import { FarmerError } from '#shared/errors.ts';

/** The code of an error of SQLite (`SQLITE_FULL`) or of the file system (`ENOSPC`), if it has one. */
export function errorCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) {
    return null;
  }
  return typeof error.code === 'string' ? error.code : null;
}

/** No room to write. What was being written is not there; what was there before is untouched. */
export function diskFull(cause: unknown): FarmerError {
  return new FarmerError('DISK_FULL', 'There is no room left on the disk.', {
    hint: 'Free some space, or choose another disk, then try again. Nothing was lost or half-written.',
    cause,
  });
}

/** The database cannot be read as one. The file is left as it is. */
export function databaseCorrupt(cause: unknown): FarmerError {
  return new FarmerError('DATABASE_CORRUPT', 'The database is damaged and cannot be read in full.', {
    hint: 'Run "farmer doctor --mend" to save what can be read, or "farmer restore FILE" to go back to a backup. The damaged file is kept.',
    cause,
  });
}

/** Another process writes for longer than the busy time-out. */
export function databaseHeld(cause: unknown): FarmerError {
  return new FarmerError('DATA_DIR_HELD', 'Another program is writing to the same data and does not let go.', {
    hint: 'Wait a moment and try again; if it stays, close the other Farmer or the program that copies its files.',
    cause,
  });
}

/** The data directory or its database cannot be written. */
export function dataUnwritable(cause: unknown): FarmerError {
  return new FarmerError('DATA_DIR_UNUSABLE', 'The data directory cannot be written.', {
    hint: 'Check its permissions and that its disk is not mounted read-only, or choose another place with --data-dir.',
    cause,
  });
}

function isConstraint(code: string): boolean {
  return code.startsWith('SQLITE_CONSTRAINT');
}

/**
 * Turns what SQLite or the file system throws into an error a person can act on. Constraint failures and unknown errors
 * come back as they are: they are programming errors, logged and shown as INTERNAL.
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

/** Runs a piece of work and rethrows what the database throws as {@link translateDatabaseError} says. */
export function withTranslatedErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
