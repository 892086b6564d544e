import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory with its parents, accessible to their owner only (0700); existing ones stay as they are.
 * It works level by level, because Node's own recursion never ends where the system refuses new entries with ENOENT (as
 * in /proc).
 * @throws the errors of the file system
 */
export function makeDirectory(directory: string): void {
  if (existsSync(directory)) {
    return;
  }
  const parent = dirname(directory);
  if (parent !== directory) {
    makeDirectory(parent);
  }
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(directory)) {
      throw error;
    }
  }
}
