import { existsSync } from 'node:fs';
import type { DataPaths } from '#main/store/data-directory.ts';
import { type OpenOptions, openConnection, openMemoryDatabase } from '#main/store/database.ts';
import { withTranslatedErrors } from '#main/store/database-errors.ts';
import { migrate } from '#main/store/migrate.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { imageOf, readPageFile } from './doctor/page-file.ts';

/**
 * Opens the database without changing a byte of the directory: no log is merged and no side file is created. While
 * another process has it open it is read normally; else, or where that fails, its content is read into memory.
 */
export function openUntouched(databasePath: string): FarmerDatabase {
  if (existsSync(`${databasePath}-wal`) && existsSync(`${databasePath}-shm`)) {
    try {
      return openConnection(databasePath, { isReadOnly: true, skipsCheck: true });
    } catch {
      // A directory where no lock can be created: no other process can be writing there either.
    }
  }
  return withTranslatedErrors(() => openMemoryDatabase(imageOf(readPageFile(databasePath))));
}

/** The data of a read-only directory in the structure of this version: an older one is migrated in memory. */
export function openForReading(
  paths: DataPaths,
  nowMs: number,
  reading: Pick<OpenOptions, 'onUnreadable'> = {},
): FarmerDatabase {
  const database = withTranslatedErrors(() => openMemoryDatabase(imageOf(readPageFile(paths.database)), reading));
  try {
    migrate(database, { backupDirectory: null, nowMs });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
