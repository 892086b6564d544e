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

/** The options of {@link restoreBackup}. */
export interface RestoreOptions {
  readonly paths: DataPaths;
  readonly source: BackupSource;
  readonly nowMs: number;
  /** Whether the backup is from another computer: its "this machine" then becomes an imported node. */
  readonly isFromOtherMachine: boolean;
  /** Called with each secret of an encrypted backup. */
  readonly keepSecret?: ((name: string, value: string) => void) | undefined;
}

/**
 * Restores a backup; the current data is kept in the set-aside folder. Programs that have the data open stay connected:
 * all rows are replaced in one transaction, so that everyone sees either the old data or the restored data, and a crash
 * or a full disk leaves the old data. Data that cannot be used (damaged, missing, from a newer version) is replaced as
 * a file.
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
    // SECURITY: rows that no list could show are left out and reported; the backup itself stays as it is.
    const leftOut = repairUnreadableRows(staged);
    const setAsideName = putInPlace(options, staged);
    // SECURITY: only secrets from an encrypted backup are known to be the farmer's own.
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

/** The current database, or null when it cannot be used. */
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

/** A row id above this was never assigned: it would leave too little room for others below 2^53. */
const LARGEST_NUMBER = 2 ** 52;

/** An id that was assigned before or after the backup is never assigned again. */
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
