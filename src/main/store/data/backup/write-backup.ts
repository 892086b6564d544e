import { createHash } from 'node:crypto';
import { createReadStream, existsSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { WrittenBackup } from '#shared/contract/data/backups.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { writeCopy } from '../copy-database.ts';
import { removeDatabaseFile } from '../remove-database-file.ts';
import { holdUnfinishedFiles, removeUnfinishedFiles, temporaryPath, unfinishedPath } from '../unfinished-files.ts';
import { openForReading } from '../open-for-reading.ts';
import { type DataPaths, ensurePrivateDirectory, isWritable } from '#main/store/data-directory.ts';
import { publishFile } from '#main/store/durable-files.ts';
import { openConnection } from '#main/store/database.ts';
import { databaseCorrupt, errorCodeOf, translateDatabaseError } from '#main/store/database-errors.ts';
import { BACKUP_INFO_TABLE } from '#main/store/structure.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { putSecrets } from './backup-secrets.ts';
import { decryptStream, encryptFile, type PlainContent, readContent } from './encrypted-file.ts';

/** The most bytes of data that a backup may have. */
const MAX_BACKUP_BYTES = 2_147_483_648;

/** The options of {@link writeBackup}. */
export interface WriteBackupOptions {
  /** The data in use; others may read and write it meanwhile. */
  readonly paths: DataPaths;
  /** A file that does not exist yet, in a directory that does. */
  readonly targetPath: string;
  readonly passphrase?: string | undefined;
  readonly nowMs: number;
  readonly programVersion: string;
  /** Written into encrypted backups only. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** Base-2 logarithm of the cost of one guess of the passphrase. */
  readonly workFactor?: number | undefined;
}

/**
 * Writes the whole database into one file, reads it back and checks it, and only then renames it: a backup with its
 * final name is complete. Changes that are made meanwhile are in it completely or not at all.
 * SECURITY: for an encrypted backup the unencrypted copy is written to the disk of the data, never beside the target,
 * so that a USB stick or a shared folder only ever holds encrypted content.
 * @throws FarmerError CONFLICT when the file exists, INVALID_INPUT for a folder that does not, DISK_FULL,
 *   DATABASE_CORRUPT, TOO_LARGE; nothing is left behind then
 */
export async function writeBackup(options: WriteBackupOptions): Promise<WrittenBackup> {
  const { paths, targetPath, passphrase, nowMs } = options;
  assertFreeName(targetPath);
  if (passphrase !== undefined && isWritable(paths)) {
    ensurePrivateDirectory(paths.setAside);
  }
  removeUnfinishedFiles(paths, targetPath);
  const release = holdUnfinishedFiles(paths);
  const besideTarget = unfinishedPath(targetPath, nowMs);
  const plainPath = passphrase === undefined ? besideTarget : temporaryPath(paths, 'backup', nowMs);
  try {
    if (passphrase === undefined) {
      copyAndCheck(options, plainPath);
    } else {
      const plain = isWritable(paths) ? copyAndCheck(options, plainPath) : { bytes: imageInMemory(options) };
      await encryptAndCheck(plain, besideTarget, passphrase, options.workFactor);
    }
    return await publish(besideTarget, targetPath, passphrase !== undefined);
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    removeDatabaseFile(plainPath);
    rmSync(besideTarget, { force: true });
    release();
  }
}

function nameTaken(): FarmerError {
  return new FarmerError('CONFLICT', message('data:core.fileExists'), {
    hint: message('data:core.chooseAnotherName'),
  });
}

function assertFreeName(targetPath: string): void {
  if (existsSync(targetPath)) {
    throw nameTaken();
  }
  const folder = statSync(dirname(targetPath), { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true) {
    throw invalidInput(message('data:core.backupFolderMissing'), message('data:core.makeFolderFirst'), {
      field: 'path',
    });
  }
}

function copyAndCheck(options: WriteBackupOptions, plainPath: string): PlainContent {
  const { paths, nowMs } = options;
  const live = isWritable(paths) ? openConnection(paths.database, { mustExist: true }) : openForReading(paths, nowMs);
  try {
    assertSizeTaken(Number(live.pragma('page_count')) * Number(live.pragma('page_size')));
    writeCopy(live, plainPath);
  } finally {
    live.close();
  }
  const copy = openConnection(plainPath, { mustExist: true, isSingleFile: true });
  try {
    labelCopy(copy, options);
    assertIntact(copy);
  } finally {
    copy.close();
  }
  return { path: plainPath };
}

/** Where nothing can be written to the disk of the data, the copy to encrypt is made in memory. */
function imageInMemory(options: WriteBackupOptions): Uint8Array {
  const copy = openForReading(options.paths, options.nowMs);
  try {
    assertSizeTaken(Number(copy.pragma('page_count')) * Number(copy.pragma('page_size')));
    labelCopy(copy, options);
    copy.execute('VACUUM');
    assertIntact(copy);
    return copy.serialize();
  } finally {
    copy.close();
  }
}

/** @throws FarmerError TOO_LARGE */
export function assertSizeTaken(sizeBytes: number): void {
  if (sizeBytes > MAX_BACKUP_BYTES) {
    throw new FarmerError('TOO_LARGE', message('data:core.fileTooLarge'), {
      hint: message('data:core.backupSizeLimit'),
      details: { sizeBytes },
    });
  }
}

function labelCopy(
  copy: FarmerDatabase,
  { nowMs, programVersion, passphrase, secrets = {} }: WriteBackupOptions,
): void {
  copy.execute(`
    DROP TABLE IF EXISTS ${BACKUP_INFO_TABLE};
    CREATE TABLE ${BACKUP_INFO_TABLE} (created_at_ms INTEGER NOT NULL, program_version TEXT NOT NULL) STRICT;
  `);
  copy.statement(`INSERT INTO ${BACKUP_INFO_TABLE} VALUES (@nowMs, @programVersion)`).run({ nowMs, programVersion });
  // SECURITY: only the copy that is encrypted holds secrets.
  putSecrets(copy, passphrase === undefined ? {} : secrets);
}

/**
 * Checks every page, every index and every reference.
 * @throws FarmerError DATABASE_CORRUPT
 */
export function assertIntact(database: FarmerDatabase): void {
  const verdict = database.pragma('integrity_check(1)');
  const broken = database.statement('PRAGMA foreign_key_check').get();
  if (verdict !== 'ok' || broken !== undefined) {
    throw databaseCorrupt(new Error(broken === undefined ? String(verdict) : 'broken references'));
  }
}

/** Opens the encrypted file with the passphrase and compares it with the bytes that were encrypted. */
async function encryptAndCheck(
  plain: PlainContent,
  encryptedPath: string,
  passphrase: string,
  workFactor: number | undefined,
): Promise<void> {
  await encryptFile(plain, encryptedPath, passphrase, workFactor);
  const decrypted = await decryptStream(encryptedPath, passphrase);
  if ((await hashOf(decrypted)) !== (await hashOf(readContent(plain)))) {
    throw new Error('An encrypted backup did not give back what went in.');
  }
}

async function publish(partialPath: string, targetPath: string, isEncrypted: boolean): Promise<WrittenBackup> {
  const sha256 = await hashOf(createReadStream(partialPath));
  const sizeBytes = statSync(partialPath).size;
  try {
    publishFile(partialPath, targetPath);
  } catch (error) {
    throw errorCodeOf(error) === 'EEXIST' ? nameTaken() : error;
  }
  return { path: targetPath, sizeBytes, isEncrypted, sha256 };
}

async function hashOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}
