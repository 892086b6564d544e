import { statSync } from 'node:fs';
import { join } from 'node:path';
import { watchDatabase } from '#main/store/change-watcher.ts';
import { copyDatabase } from './copy-database.ts';
import { dataPaths, ensurePrivateDirectory, uniqueStamp } from '#main/store/data-directory.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** What someone who keeps the data open for long wants to hear. */
export interface StoreWatch {
  /** Another process wrote. */
  readonly onExternalChange: () => void;
  /** The data's file was deleted or replaced while it was open, and this is what was done about it. */
  readonly onFileLost: (outcome: FileLossOutcome) => void;
  readonly intervalMs?: number;
}

/**
 * `rescued`: the file was gone, and was written again from what is still open. `followed`: another file stands in its
 * place and is used now; what was open is kept aside. `failed`: neither was possible, it is tried again.
 */
export type FileLossOutcome =
  | { readonly kind: 'rescued' }
  | { readonly kind: 'followed' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Watches an open database for changes of other processes, and for the loss of its file. A file that was deleted is
 * still open here: its content is written back before anything else is recorded.
 * @returns stops watching
 */
export function watchStore(database: FarmerDatabase, directory: string, nowMs: () => number, watch: StoreWatch) {
  let stop: () => void;
  const watchAgain = () => {
    stop = watchDatabase(database, {
      onExternalChange: watch.onExternalChange,
      onFileLost,
      ...(watch.intervalMs === undefined ? {} : { intervalMs: watch.intervalMs }),
    });
  };
  const onFileLost = () => {
    try {
      const kind = putBack(database, directory, nowMs());
      stop();
      watchAgain();
      watch.onFileLost({ kind });
    } catch (error) {
      watch.onFileLost({ kind: 'failed', error });
    }
  };
  watchAgain();
  return () => stop();
}

function putBack(database: FarmerDatabase, directory: string, nowMs: number): 'rescued' | 'followed' {
  const paths = dataPaths(directory);
  const isReplaced = statSync(database.filePath, { throwIfNoEntry: false }) !== undefined;
  if (isReplaced) {
    ensurePrivateDirectory(paths.setAside);
    copyDatabase(database, join(paths.setAside, `before-restore-${uniqueStamp(nowMs)}.sqlite`));
  } else {
    ensurePrivateDirectory(paths.directory);
    copyDatabase(database, database.filePath);
  }
  database.reconnect();
  return isReplaced ? 'followed' : 'rescued';
}
