import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';

/**
 * Puts a new version in the place of the old one in one step: the new file is complete on the disk before it takes the
 * old one's name. Whatever fails before that leaves the old version as it was.
 * @throws what the file system throws
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
