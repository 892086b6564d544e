import { join } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { fileIdentity } from './change-watcher.ts';
import { openConnection } from './database.ts';
import { ensurePrivateDirectory } from './data-directory.ts';
import type { FarmerDatabase } from './sql.ts';

/**
 * The lock that makes the recorder of a data directory the only one. The system itself holds it and lets go of it when
 * the process ends, however it ends: no stale lock stays behind, and a reused process number fools nobody.
 */
export interface RecorderLock {
  /** Cheap when it is held: called before every beat. @returns whether this process holds it now */
  tryAcquire(): boolean;
  release(): void;
}

/** The lock's file in a data directory. */
export function recorderLockPath(dataDirectory: string): string {
  return join(dataDirectory, 'recorder.lock');
}

/**
 * Makes the lock of a data directory, without taking it.
 * @throws FarmerError from `tryAcquire`, when the directory cannot be written
 */
export function createRecorderLock(dataDirectory: string): RecorderLock {
  let held: FarmerDatabase | undefined;
  let heldFile: string | null = null;
  return {
    tryAcquire: () => {
      // The lock of a deleted file keeps nobody out: another process makes a new one.
      if (held !== undefined && fileIdentity(held.filePath) === heldFile) {
        return true;
      }
      held?.close();
      held = undefined;
      ensurePrivateDirectory(dataDirectory);
      const database = openConnection(recorderLockPath(dataDirectory), { busyTimeoutMs: 0 });
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
