import { join } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { fileIdentity } from './change-watcher.ts';
import { openConnection } from './database.ts';
import { ensurePrivateDirectory } from './data-directory.ts';
import type { FarmerDatabase } from './sql.ts';

/** What a lock is for; the name of its file. */
export type LockPurpose = 'recorder' | 'import' | 'grid';

/** The lock's file in a data directory. */
function lockPath(dataDirectory: string, purpose: LockPurpose): string {
  return join(dataDirectory, `${purpose}.lock`);
}

/**
 * A lock that one process of a data directory holds at a time: while it records, imports events or asks the grid. The
 * system releases it when the process ends, however it ends, so that no stale lock stays behind and a reused process id
 * is not mistaken for the holder.
 */
export function createProcessLock(dataDirectory: string, purpose: LockPurpose) {
  let held: FarmerDatabase | undefined;
  let heldFile: string | null = null;
  return {
    /**
     * Cheap while it is held: the recorder calls it before every beat.
     * @returns whether this process holds it now
     * @throws FarmerError when the directory cannot be written
     */
    tryAcquire: () => {
      // The lock of a deleted file keeps nobody out: another process creates a new file.
      if (held !== undefined && fileIdentity(held.filePath) === heldFile) {
        return true;
      }
      held?.close();
      held = undefined;
      ensurePrivateDirectory(dataDirectory);
      const database = openConnection(lockPath(dataDirectory, purpose), { busyTimeoutMs: 0 });
      try {
        database.execute('BEGIN IMMEDIATE');
        held = database;
        heldFile = fileIdentity(database.filePath);
        return true;
      } catch (error) {
        database.close();
        if (error instanceof FarmerError && error.code === 'DATA_DIR_HELD') {
          return false;
        }
        throw error;
      }
    },
    release: () => {
      held?.close();
      held = undefined;
    },
  };
}
