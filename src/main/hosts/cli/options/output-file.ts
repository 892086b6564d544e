import { writeFile } from 'node:fs/promises';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { escapeInvisible } from '#shared/visible-text.ts';

/**
 * Writes a text to a file that the farmer named.
 * @throws FarmerError FILE_UNREADABLE where the system refuses it
 */
export async function writeTextFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, escapeInvisible(text));
  } catch (error) {
    throw new FarmerError('FILE_UNREADABLE', message('cli:core.fileNotWritable', { path }), {
      hint: message('cli:core.checkDirectoryWritable'),
      cause: error,
    });
  }
}
