import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from '#main/store/make-directory.ts';

/**
 * The directory for Electron's own files. If the data directory is not writable, a temporary directory is used, so that
 * the program can start and show the problem.
 * @param name one per kind of process, because two processes must not share a profile
 */
export function prepareProfile(dataDirectory: string, name: 'desktop' | 'recorder'): string {
  const profile = join(dataDirectory, name);
  try {
    makeDirectory(profile);
    accessSync(profile, constants.W_OK);
    return profile;
  } catch {
    return mkdtempSync(join(tmpdir(), 'farmer-profile-'));
  }
}
