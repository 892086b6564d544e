import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BACKUP_REASONS, type KeptBackup } from '#shared/contract/data/backups.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { DataPaths } from '#main/store/data-directory.ts';
import { namesIn } from '../unfinished-files.ts';
import { BACKUP_NAME } from './backup-names.ts';
import { isEncryptedFile } from './encrypted-file.ts';

/** A kept copy and where it is. */
export type StoredBackup = KeptBackup & { readonly path: string };

const STAMP = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/;

/** Every copy that is kept, newest first. */
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

/** The time that {@link uniqueStamp} put into a name: it stays when the file is copied. */
function timeInName(name: string): number | null {
  const [, day, hour, minute, second, ms] = STAMP.exec(name) ?? [];
  const timeMs = Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(timeMs) ? null : timeMs;
}

/** @throws FarmerError NOT_FOUND for a name that is not kept (paths are no names) */
export function findKeptBackup(paths: DataPaths, name: string): StoredBackup {
  const found = listKeptBackups(paths).find((backup) => backup.name === name);
  if (found === undefined) {
    throw new FarmerError('NOT_FOUND', message('data:core.backupUnknown'), {
      hint: message('data:core.seeListBackups'),
    });
  }
  return found;
}

/** How many of the copies that Farmer makes by itself stay. */
export interface Retention {
  readonly keepCount: number;
  readonly keepBytes: number;
}

/**
 * Removes the oldest of the copies that Farmer made by itself, beyond a count or a total size. The newest always stays,
 * and what the farmer made, or what a restore or a repair set aside, is never touched.
 * @returns the names of what was removed
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

/** Removes a copy for good, with a log that was set aside with it. */
export function removeKeptBackup(backup: StoredBackup): void {
  rmSync(backup.path, { force: true });
  rmSync(`${backup.path}-wal`, { force: true });
}
