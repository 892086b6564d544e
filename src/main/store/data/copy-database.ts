import { closeSync, openSync } from 'node:fs';
import { publishFile } from '#main/store/durable-files.ts';
import { withTranslatedErrors } from '#main/store/database-errors.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { removeDatabaseFile } from './remove-database-file.ts';
import { unfinishedPath } from './unfinished-files.ts';

/**
 * Writes a consistent copy of an open database to a new file that only its owner can read, while others may read and
 * write the database. A file with that name is complete. The copy holds no trace of deleted rows.
 * @throws FarmerError DISK_FULL or DATA_DIR_UNUSABLE; then no file is left behind
 */
export function copyDatabase(database: FarmerDatabase, toPath: string, nowMs: number): void {
  const partialPath = unfinishedPath(toPath, nowMs);
  try {
    writeCopy(database, partialPath);
    withTranslatedErrors(() => publishFile(partialPath, toPath));
  } finally {
    removeDatabaseFile(partialPath);
  }
}

/** As {@link copyDatabase}, but directly to the path: for a file that does not have its final name yet. */
export function writeCopy(database: FarmerDatabase, partialPath: string): void {
  // SQLite keeps the mode of an existing file.
  withTranslatedErrors(() => closeSync(openSync(partialPath, 'wx', 0o600)));
  database.statement('VACUUM INTO @path').run({ path: partialPath });
}
