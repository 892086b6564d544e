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

/** Waits until the names in a directory are on the disk. Windows keeps them by itself and cannot open a directory. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') {
    return;
  }
  const file = openSync(directory, 'r');
  try {
    fsyncSync(file);
  } catch (error) {
    // Some network disks cannot do it; then the name is as safe as that disk makes it.
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(errorCodeOf(error) ?? '')) {
      throw error;
    }
  } finally {
    closeSync(file);
  }
}

/** Gives a finished file its name, in place of whatever has it: the name is always one whole file. */
export function replaceFile(finishedPath: string, path: string): void {
  syncFile(finishedPath);
  renameSync(finishedPath, path);
  syncDirectory(dirname(path));
}

/**
 * Gives a finished file its name, unless another file has it.
 * @throws Error with code EEXIST when the name is taken
 */
export function publishFile(finishedPath: string, path: string): void {
  syncFile(finishedPath);
  addName(finishedPath, path);
  rmSync(finishedPath, { force: true });
  syncDirectory(dirname(path));
}

/** Disks without hard links (FAT, some network disks) get an empty file first, so that no other file is replaced. */
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
