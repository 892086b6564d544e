import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BACKUP_REASONS, type KeptBackup } from '#shared/contract/data/backups.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { DataPaths } from '#main/store/data-directory.ts';
import { namesIn } from '../unfinished-files.ts';
import { BACKUP_NAME } from './backup-names.ts';
import { isEncryptedFile } from './encrypted-file.ts';

/** A kept copy with its path. */
export type StoredBackup = KeptBackup & { readonly path: string };

const STAMP = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/;

/** All kept copies, newest first. */
export function listKeptBackups(paths: DataPaths): StoredBackup[] {
  return [paths.backups, paths.setAside]
    .flatMap((directory) => namesIn(directory).flatMap((name) => keptBackup(directory, name)))
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs || (a.name < b.name ? 1 : -1));
}

function keptBackup(directory: string, name: string): readonly StoredBackup[] {
  const reason = BACKUP_REASONS.find((known) => BACKUP_NAME.exec(name)?.[1] === known);
  const path = join(directory, name);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (reason === undefined || stats?.isFile() !== true) {
    return [];
  }
  return [
    {
      name,
      path,
      reason,
      sizeBytes: stats.size,
      createdAtMs: timeInName(name) ?? Math.trunc(stats.mtimeMs),
      isEncrypted: isEncryptedFile(path),
    },
  ];
}

/** The time that {@link uniqueStamp} put into a name, which a copied file keeps. */
function timeInName(name: string): number | null {
  const [, day, hour, minute, second, ms] = STAMP.exec(name) ?? [];
  const timeMs = Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(timeMs) ? null : timeMs;
}

/** @throws FarmerError NOT_FOUND for a name that is not in the list; a path is not accepted */
export function findKeptBackup(paths: DataPaths, name: string): StoredBackup {
  const found = listKeptBackups(paths).find((backup) => backup.name === name);
  if (found === undefined) {
    throw new FarmerError('NOT_FOUND', message('data:core.backupUnknown'), {
      hint: message('data:core.seeListBackups'),
    });
  }
  return found;
}

/** How many of Farmer's own backups are kept. */
export interface Retention {
  readonly keepCount: number;
  readonly keepBytes: number;
}

/**
 * Removes the oldest of Farmer's own backups, beyond a count or a total size. The newest is always kept, and so is what
 * the farmer made and what a restore or a repair set aside.
 * @returns the names of the removed files
 */
export function pruneKeptBackups(paths: DataPaths, retention: Retention): readonly string[] {
  const own = listKeptBackups(paths).filter(({ reason }) =>
    ['daily', 'before-migration', 'before-update'].includes(reason),
  );
  let totalBytes = 0;
  const surplus = own.filter((backup, index) => {
    totalBytes += backup.sizeBytes;
    return index > 0 && (index >= retention.keepCount || totalBytes > retention.keepBytes);
  });
  for (const backup of surplus) {
    removeKeptBackup(backup);
  }
  return surplus.map((backup) => backup.name);
}

/** Deletes a copy, with the log that was set aside with it. */
export function removeKeptBackup(backup: StoredBackup): void {
  rmSync(backup.path, { force: true });
  rmSync(`${backup.path}-wal`, { force: true });
}
