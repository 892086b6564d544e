import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from '#main/store/make-directory.ts';

/**
 * The directory of the browser engine's own files. Where the data directory cannot be written, one in the temporary
 * directory serves: the program starts all the same and shows what is wrong with the data.
 * @param name one for each way to start: two processes never share a profile
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
