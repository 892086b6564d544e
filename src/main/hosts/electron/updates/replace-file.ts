import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';

/**
 * Replaces a file atomically: the new file is completely on disk before it is renamed over the old one. Any failure
 * before that leaves the old version intact.
 * @throws the file system's error
 */
export function replaceFile(freshPath: string, targetPath: string): void {
  const staged = `${targetPath}.new`;
  try {
    copyFileSync(freshPath, staged);
    chmodSync(staged, 0o755);
    const file = openSync(staged, 'r+');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(staged, targetPath);
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  }
}
