import { join } from 'node:path';
import type { RestoreResult } from '#shared/contract/data/backups.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { copyDatabase, writeCopy } from '../copy-database.ts';
import { type DataPaths, ensurePrivateDirectory, uniqueStamp } from '#main/store/data-directory.ts';
import { openConnection } from '#main/store/database.ts';
import { farmFileState, markFarm } from '../farm-file.ts';
import { renewLineage } from '../lineage-store.ts';
import { removeDatabaseFile } from '../remove-database-file.ts';
import { finishReplacement, replaceDatabase, setForeignLogAside } from '../replace-database.ts';
import { temporaryPath } from '../unfinished-files.ts';
import { namesOf, repairUnreadableRows } from '../doctor/unreadable-rows.ts';
import { migrate } from '#main/store/migrate.ts';
import { ensureCapture, stopCapture } from '#main/store/share/capture.ts';
import { BACKUP_INFO_TABLE, dataTables, describeStructure, quoted } from '#main/store/structure.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { type BackupSource, withStagedBackup } from './stage-backup.ts';
import { takeSecrets } from './backup-secrets.ts';
import { assertIntact } from './write-backup.ts';

/** What {@link restoreBackup} needs. */
export interface RestoreOptions {
  readonly paths: DataPaths;
  readonly source: BackupSource;
  readonly nowMs: number;
  /** The backup was made on another computer: its "this machine" becomes an imported node. */
  readonly isFromOtherMachine: boolean;
  /** Takes the secrets of an encrypted backup. */
  readonly keepSecret?: ((name: string, value: string) => void) | undefined;
}

/**
 * Puts a backup in the place of the data in use, which is kept aside. Programs that have the data open stay connected:
 * the rows are replaced in one transaction, so that everyone sees either the old data or the restored, and a crash or a
 * full disk leaves the old. Data that cannot be used (damaged, gone, from a newer version) is replaced as a file.
 * @throws FarmerError as `withStagedBackup`, and DATA_DIR_HELD when another program keeps writing
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreResult> {
  const { paths, source, nowMs } = options;
  ensurePrivateDirectory(paths.directory);
  return withStagedBackup(paths, source, nowMs, ({ database: staged, contents }) => {
    migrate(staged, { backupDirectory: null, nowMs });
    staged.execute(`DROP TABLE IF EXISTS ${BACKUP_INFO_TABLE}`);
    const secrets = takeSecrets(staged);
    if (options.isFromOtherMachine) {
      staged.execute(
        "UPDATE nodes SET kind = 'imported', import_source = coalesce(import_source, 'passport') WHERE kind = 'this-machine'",
      );
    }
    // SECURITY: what a list could not show is left behind here, and told; the backup itself stays as it is.
    const leftOut = repairUnreadableRows(staged);
    const setAsideName = putInPlace(options, staged);
    // SECURITY: only what was encrypted is taken for the farmer's own.
    if (contents.isEncrypted) for (const { name, value } of secrets) options.keepSecret?.(name, value);
    return {
      contents,
      leftOut: leftOut.length === 0 ? null : { count: leftOut.length, where: namesOf(leftOut) },
      setAsideName,
    };
  });
}

function putInPlace({ paths, nowMs }: RestoreOptions, staged: FarmerDatabase): string | null {
  finishReplacement(paths);
  if (farmFileState(paths) === 'there') {
    setForeignLogAside(paths, nowMs);
  }
  const live = openLive(paths, nowMs);
  if (live === null) {
    return replaceWith(staged, paths, nowMs);
  }
  try {
    const setAsideName = `before-restore-${uniqueStamp(nowMs)}.sqlite`;
    copyDatabase(live, join(paths.setAside, setAsideName), nowMs);
    replaceRows(live, staged);
    return setAsideName;
  } finally {
    live.close();
  }
}

/** The data in use, or null when it cannot be used. */
function openLive(paths: DataPaths, nowMs: number): FarmerDatabase | null {
  if (farmFileState(paths) !== 'there') {
    return null;
  }
  let live: FarmerDatabase | undefined;
  try {
    live = openConnection(paths.database, { mustExist: true });
    migrate(live, { backupDirectory: paths.backups, nowMs });
    assertIntact(live);
    return live;
  } catch (error) {
    live?.close();
    if (isUnusable(error)) {
      return null;
    }
    throw error;
  }
}

function isUnusable(error: unknown): boolean {
  return (
    error instanceof FarmerError && (error.code === 'DATABASE_CORRUPT' || error.code === 'DATABASE_FROM_NEWER_VERSION')
  );
}

function replaceWith(staged: FarmerDatabase, paths: DataPaths, nowMs: number): string | null {
  const finishedPath = temporaryPath(paths, 'restored', nowMs);
  try {
    renewLineage(staged);
    writeCopy(staged, finishedPath);
    const asideName = replaceDatabase(paths, finishedPath, nowMs);
    markFarm(paths);
    return asideName;
  } finally {
    removeDatabaseFile(finishedPath);
  }
}

/** Replaces all rows in one transaction; both databases have the same structure. */
function replaceRows(live: FarmerDatabase, staged: FarmerDatabase): void {
  if (describeStructure(live) !== describeStructure(staged)) {
    throw new FarmerError('DATABASE_CORRUPT', message('data:core.dataSchemaDiffers'), {
      hint: message('data:core.runDoctor'),
    });
  }
  const stagedPath = staged.filePath;
  staged.close();
  live.statement('ATTACH @path AS restored').run({ path: stagedPath });
  live.pragma('foreign_keys = OFF');
  try {
    live.transaction(() => {
      stopCapture(live);
      for (const table of dataTables(live)) {
        const name = quoted(table.name);
        const columns = table.columns.map(quoted).join(', ');
        live.execute(`DELETE FROM main.${name}`);
        live.execute(`INSERT INTO main.${name} (${columns}) SELECT ${columns} FROM restored.${name}`);
      }
      live.execute(KEEP_NUMBERS_UNUSED);
      renewLineage(live);
      ensureCapture(live);
    });
  } finally {
    live.pragma('foreign_keys = ON');
    live.execute('DETACH restored');
  }
}

/** Above this a row number is none that was given out: it would leave too little room for others below 2^53. */
const LARGEST_NUMBER = 2 ** 52;

/** A number that was given out before or after the backup is never given again. */
const KEEP_NUMBERS_UNUSED = `
  UPDATE main.sqlite_sequence AS here
  SET seq = max(here.seq, (SELECT there.seq FROM restored.sqlite_sequence AS there WHERE there.name = here.name))
  WHERE EXISTS (
    SELECT 1 FROM restored.sqlite_sequence AS there
    WHERE there.name = here.name AND there.seq BETWEEN 0 AND ${LARGEST_NUMBER}
  );
  INSERT INTO main.sqlite_sequence (name, seq)
  SELECT name, seq FROM restored.sqlite_sequence
  WHERE name NOT IN (SELECT name FROM main.sqlite_sequence) AND seq BETWEEN 0 AND ${LARGEST_NUMBER};
`;
