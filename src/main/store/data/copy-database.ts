import { closeSync, openSync, rmSync } from 'node:fs';
import { withTranslatedErrors } from '#main/store/database-errors.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/**
 * Writes a consistent copy of an open database to a new file that only its owner can read, while others read and write
 * the database. The copy holds no trace of deleted rows.
 * @throws FarmerError DISK_FULL or DATA_DIR_UNUSABLE; then no file is left behind
 */
export function copyDatabase(database: FarmerDatabase, toPath: string): void {
  withTranslatedErrors(() => closeSync(openSync(toPath, 'wx', 0o600)));
  try {
    database.statement('VACUUM INTO @path').run({ path: toPath });
  } catch (error) {
    rmSync(toPath, { force: true });
    throw error;
  }
}
