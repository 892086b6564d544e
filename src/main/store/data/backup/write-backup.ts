import { createHash } from 'node:crypto';
import { createReadStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WrittenBackup } from '#shared/contract/data/backups.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { copyDatabase } from '../copy-database.ts';
import { openConnection } from '#main/store/database.ts';
import { databaseCorrupt, translateDatabaseError } from '#main/store/database-errors.ts';
import { BACKUP_INFO_TABLE } from '#main/store/structure.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { decryptFile, encryptFile } from './encrypted-file.ts';

/** The largest data that is taken into or out of a backup, in bytes. */
export const MAX_BACKUP_BYTES = 2_147_483_648;

/** What {@link writeBackup} needs. */
export interface WriteBackupOptions {
  /** The live database; others may read and write it meanwhile. */
  readonly databasePath: string;
  /** A file that does not exist yet, in a directory that does. */
  readonly targetPath: string;
  readonly passphrase?: string | undefined;
  readonly nowMs: number;
  readonly programVersion: string;
  /** Base-2 logarithm of what a guess of the passphrase costs. */
  readonly workFactor?: number | undefined;
}

/**
 * Writes the whole database into one file, reads it back and checks it, and only then gives it its name: a backup that
 * exists under its name is complete. What was recorded while it was written is either in it whole or not at all.
 * @throws FarmerError CONFLICT when the file exists, INVALID_INPUT for a folder that does not, DISK_FULL,
 * DATABASE_CORRUPT, TOO_LARGE; nothing is left behind then
 */
export async function writeBackup(options: WriteBackupOptions): Promise<WrittenBackup> {
  const { targetPath } = options;
  assertFreeName(targetPath);
  const plainPath = `${targetPath}.${process.pid}.partial`;
  const encryptedPath = `${targetPath}.${process.pid}.encrypted.partial`;
  try {
    copyAndCheck(options, plainPath);
    if (options.passphrase === undefined) {
      return await publish(plainPath, targetPath, false);
    }
    await encryptAndCheck(plainPath, encryptedPath, options.passphrase, options.workFactor);
    return await publish(encryptedPath, targetPath, true);
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    rmSync(plainPath, { force: true });
    rmSync(encryptedPath, { force: true });
  }
}

function assertFreeName(targetPath: string): void {
  if (existsSync(targetPath)) {
    throw new FarmerError('CONFLICT', message('data:core.fileExists'), {
      hint: message('data:core.chooseAnotherName'),
    });
  }
  const folder = statSync(dirname(targetPath), { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true) {
    throw invalidInput(message('data:core.backupFolderMissing'), message('data:core.makeFolderFirst'), {
      field: 'path',
    });
  }
}

function copyAndCheck(options: WriteBackupOptions, plainPath: string): void {
  const live = openConnection(options.databasePath, { mustExist: true });
  try {
    assertSizeTaken(Number(live.pragma('page_count')) * Number(live.pragma('page_size')));
    copyDatabase(live, plainPath);
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

function labelCopy(copy: FarmerDatabase, { nowMs, programVersion }: WriteBackupOptions): void {
  copy.execute(`
    DROP TABLE IF EXISTS ${BACKUP_INFO_TABLE};
    CREATE TABLE ${BACKUP_INFO_TABLE} (created_at_ms INTEGER NOT NULL, program_version TEXT NOT NULL) STRICT;
  `);
  copy.statement(`INSERT INTO ${BACKUP_INFO_TABLE} VALUES (@nowMs, @programVersion)`).run({ nowMs, programVersion });
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

/** The encrypted file is opened again with the passphrase, and must give back the very bytes that went in. */
async function encryptAndCheck(
  plainPath: string,
  encryptedPath: string,
  passphrase: string,
  workFactor: number | undefined,
): Promise<void> {
  const decryptedPath = `${encryptedPath}.again`;
  try {
    await encryptFile(plainPath, encryptedPath, passphrase, workFactor);
    await decryptFile(encryptedPath, decryptedPath, passphrase);
    if ((await hashFile(decryptedPath)) !== (await hashFile(plainPath))) {
      throw new Error('An encrypted backup did not give back what went in.');
    }
  } finally {
    rmSync(decryptedPath, { force: true });
  }
}

async function publish(partialPath: string, targetPath: string, isEncrypted: boolean): Promise<WrittenBackup> {
  const sha256 = await hashFile(partialPath);
  const sizeBytes = await syncToDisk(partialPath);
  renameSync(partialPath, targetPath);
  return { path: targetPath, sizeBytes, isEncrypted, sha256 };
}

async function syncToDisk(path: string): Promise<number> {
  await using file = await open(path, 'r+');
  await file.sync();
  return (await file.stat()).size;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}
