import { writeFile } from 'node:fs/promises';
import { FarmerError } from '#shared/errors.ts';

/**
 * Writes a text to a file that the farmer named.
 * @throws FarmerError FILE_UNREADABLE where the system refuses it
 */
export async function writeTextFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new FarmerError('FILE_UNREADABLE', `${path} cannot be written.`, {
      hint: 'Check that its directory exists and can be written.',
      cause: error,
    });
  }
}
