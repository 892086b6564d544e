import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory with its parents, open to their owner alone (0700); what exists stays as it is.
 *
 * Level by level: where the system refuses new entries with ENOENT (as in /proc), Node's own recursion never ends.
 * @throws what the file system throws
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
    // Another process may have made it in between.
    if (!existsSync(directory)) {
      throw error;
    }
  }
}
