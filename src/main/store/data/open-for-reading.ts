import { existsSync } from 'node:fs';
import type { DataPaths } from '#main/store/data-directory.ts';
import { type OpenOptions, openConnection, openMemoryDatabase } from '#main/store/database.ts';
import { withTranslatedErrors } from '#main/store/database-errors.ts';
import { migrate } from '#main/store/migrate.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { imageOf, readPageFile } from './doctor/page-file.ts';

/**
 * Opens the database without changing a byte of the directory: no log is merged and no side file made. While somebody
 * has it open it is read beside them; else, and where even that cannot be done, its content is read into memory.
 */
export function openUntouched(databasePath: string): FarmerDatabase {
  if (existsSync(`${databasePath}-wal`) && existsSync(`${databasePath}-shm`)) {
    try {
      return openConnection(databasePath, { isReadOnly: true, skipsCheck: true });
    } catch {
      // A directory that takes no lock: nobody else can be writing there either.
    }
  }
  return withTranslatedErrors(() => openMemoryDatabase(imageOf(readPageFile(databasePath))));
}

/** The data of a directory that cannot be written, as this version builds it: an older one is brought up in memory. */
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
