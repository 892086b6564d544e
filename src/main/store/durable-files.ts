import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCodeOf } from './database-errors.ts';

/** Waits until a file's content is on the disk. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Waits until the names in a directory are on the disk. Windows does that by itself and cannot open a directory. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') {
    return;
  }
  const file = openSync(directory, 'r');
  try {
    fsyncSync(file);
  } catch (error) {
    // Some network disks cannot do it; the name is then as safe as the disk makes it.
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(errorCodeOf(error) ?? '')) {
      throw error;
    }
  } finally {
    closeSync(file);
  }
}

/** Renames a finished file, replacing an existing one: at any time the name is that of a complete file. */
export function replaceFile(finishedPath: string, path: string): void {
  syncFile(finishedPath);
  renameSync(finishedPath, path);
  syncDirectory(dirname(path));
}

/** Renames a finished file, unless the name is taken. @throws Error with code EEXIST when it is */
export function publishFile(finishedPath: string, path: string): void {
  syncFile(finishedPath);
  addName(finishedPath, path);
  rmSync(finishedPath, { force: true });
  syncDirectory(dirname(path));
}

/** Without hard links (FAT, some network disks) an empty file takes the name first, so that no file is replaced. */
function addName(existingPath: string, path: string): void {
  try {
    linkSync(existingPath, path);
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') {
      throw error;
    }
    closeSync(openSync(path, 'wx', 0o600));
    renameSync(existingPath, path);
  }
}
