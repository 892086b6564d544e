import { chmodSync, copyFileSync, existsSync, realpathSync, statSync } from 'node:fs';
import type { BackupContents } from '#shared/contract/data/backups.ts';
import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { type DataPaths, ensurePrivateDirectory } from '#main/store/data-directory.ts';
import { APPLICATION_ID, openConnection } from '#main/store/database.ts';
import { errorCodeOf, translateDatabaseError } from '#main/store/database-errors.ts';
import { appliedVersions, latestVersion, schemaVersion } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import { BACKUP_INFO_TABLE, hasExpectedStructure } from '#main/store/structure.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { removeDatabaseFile } from '../remove-database-file.ts';
import { holdUnfinishedFiles, removeUnfinishedFiles, temporaryPath } from '../unfinished-files.ts';
import { decryptFile, isEncryptedFile } from './encrypted-file.ts';
import { wrongPassphrase } from './encryption-errors.ts';
import { assertIntact, assertSizeTaken } from './write-backup.ts';

/** The path of a backup and its passphrase. */
export interface BackupSource {
  readonly path: string;
  readonly passphrase?: string | undefined;
}

/** A private copy of a backup that passed all checks. */
export interface StagedBackup {
  readonly database: FarmerDatabase;
  readonly contents: BackupContents;
}

/**
 * Copies a backup to a private file inside the data directory, checks it, and passes it to the work. The copy is
 * removed afterwards; the backup itself is only read.
 * SECURITY: the file may come from anyone. Before any row is used, its pages and references are checked, and its
 * structure must be, statement for statement, one that this program creates: no triggers, no views, no other tables.
 * @throws FarmerError FILE_UNREADABLE, INVALID_INPUT (passphrase), REFUSED (newer version), TOO_LARGE, DISK_FULL
 */
export async function withStagedBackup<T>(
  paths: DataPaths,
  source: BackupSource,
  nowMs: number,
  work: (staged: StagedBackup) => T,
): Promise<T> {
  const sizeBytes = assertReadable(paths, source.path);
  ensurePrivateDirectory(paths.setAside);
  removeUnfinishedFiles(paths);
  const release = holdUnfinishedFiles(paths);
  const stagePath = temporaryPath(paths, 'staging', nowMs);
  try {
    const isEncrypted = await openInto(source, stagePath);
    const database = openStage(stagePath);
    try {
      assertTrustworthy(database);
      return work({ database, contents: { isEncrypted, sizeBytes, ...describe(database) } });
    } finally {
      database.close();
    }
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    removeDatabaseFile(stagePath);
    release();
  }
}

function assertReadable(paths: DataPaths, path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) {
    throw new FarmerError('FILE_UNREADABLE', message('data:core.backupFileMissing'), {
      hint: message('data:core.checkNameAndFolder'),
    });
  }
  // Reading the open database file without SQLite would release the locks that protect it.
  if (existsSync(paths.database) && realpathSync(path) === realpathSync(paths.database)) {
    throw new FarmerError('REFUSED', message('data:core.fileIsDataInUse'), {
      hint: message('data:core.chooseBackupFile'),
    });
  }
  assertSizeTaken(stats.size);
  return stats.size;
}

async function openInto(source: BackupSource, stagePath: string): Promise<boolean> {
  try {
    if (isEncryptedFile(source.path)) {
      if (source.passphrase === undefined || source.passphrase === '') {
        throw wrongPassphrase(true);
      }
      await decryptFile(source.path, stagePath, source.passphrase);
      return true;
    }
    copyUnencrypted(source.path, stagePath);
    return false;
  } catch (error) {
    throw errorCodeOf(error) === 'EACCES' ? unreadable(message('data:core.permissionDenied'), error) : error;
  }
}

/** A copy that somebody made by hand may have its write-ahead log beside it, which is then part of it. */
function copyUnencrypted(sourcePath: string, stagePath: string): void {
  copyFileSync(sourcePath, stagePath);
  chmodSync(stagePath, 0o600);
  if (existsSync(`${sourcePath}-wal`)) {
    copyFileSync(`${sourcePath}-wal`, `${stagePath}-wal`);
    chmodSync(`${stagePath}-wal`, 0o600);
  }
}

function unreadable(what: Message, cause?: unknown): FarmerError {
  return new FarmerError('FILE_UNREADABLE', what, {
    hint: message('data:core.chooseOwnBackup'),
    cause,
  });
}

function isDamage(error: unknown): boolean {
  return error instanceof FarmerError && error.code === 'DATABASE_CORRUPT';
}

function openStage(stagePath: string): FarmerDatabase {
  try {
    return openConnection(stagePath, { mustExist: true, isSingleFile: true });
  } catch (error) {
    throw isDamage(error) ? unreadable(message('data:core.fileNotBackupOrDamaged'), error) : error;
  }
}

function assertTrustworthy(database: FarmerDatabase): void {
  if (database.pragma('application_id') !== APPLICATION_ID) {
    throw unreadable(message('data:core.fileNotBackup'));
  }
  try {
    assertIntact(database);
  } catch (error) {
    throw isDamage(error) ? unreadable(message('data:core.backupDamaged'), error) : error;
  }
  assertKnownVersion(database);
  if (!hasExpectedStructure(database)) {
    throw unreadable(message('data:core.backupSchemaDiffers'));
  }
}

function assertKnownVersion(database: FarmerDatabase): void {
  const known = new Set(MIGRATIONS.map((migration) => migration.version));
  const hasLedger = database
    .statement("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'")
    .get();
  if (hasLedger === undefined) {
    throw unreadable(message('data:core.fileNotBackup'));
  }
  if (
    schemaVersion(database) > latestVersion() ||
    [...appliedVersions(database)].some((version) => !known.has(version))
  ) {
    throw new FarmerError('REFUSED', message('data:core.backupFromNewerVersion'), {
      hint: message('data:core.updateThenRestore'),
      details: { backupVersion: schemaVersion(database), programVersion: latestVersion() },
    });
  }
}

function describe(database: FarmerDatabase): Omit<BackupContents, 'isEncrypted' | 'sizeBytes'> {
  const hasInfo = database.statement(`SELECT 1 FROM sqlite_schema WHERE name = '${BACKUP_INFO_TABLE}'`).get();
  const info =
    hasInfo === undefined
      ? undefined
      : database
          .query<Pick<BackupContents, 'createdAtMs' | 'programVersion'>>(
            `SELECT created_at_ms, program_version FROM ${BACKUP_INFO_TABLE}`,
          )
          .get();
  const nodes = database.statement<{ count: number }>(
    'SELECT count(*) AS count FROM nodes WHERE deleted_at_ms IS NULL',
  );
  return {
    createdAtMs: info?.createdAtMs ?? null,
    programVersion: info?.programVersion ?? null,
    schemaVersion: schemaVersion(database),
    nodeCount: nodes.get()?.count ?? 0,
  };
}
