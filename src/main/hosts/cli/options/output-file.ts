import { realpathSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { escapeInvisible } from '#shared/visible-text.ts';
import { diskFull, errorCodeOf } from '#main/store/database-errors.ts';
import { replaceFile } from '#main/store/durable-files.ts';

async function write(path: string, text: string): Promise<void> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isFile() === false) {
    // A pipe or a device must be written to, not replaced.
    await writeFile(path, text);
    return;
  }
  // Replaced only when complete, so that a full disk does not damage the previous file.
  const target = there === undefined ? path : realpathSync(path);
  const unfinished = `${target}.${process.pid}.unfinished`;
  try {
    await writeFile(unfinished, text, { mode: there?.mode });
    replaceFile(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/**
 * Writes a text file atomically.
 * @throws FarmerError DISK_FULL, or FILE_UNREADABLE where the system refuses it
 */
export async function writeTextFile(path: string, text: string): Promise<void> {
  try {
    await write(path, escapeInvisible(text));
  } catch (error) {
    throw ['ENOSPC', 'EDQUOT'].includes(errorCodeOf(error) ?? '')
      ? diskFull(error)
      : new FarmerError('FILE_UNREADABLE', message('cli:core.fileNotWritable', { path }), {
          hint: message('cli:core.checkDirectoryWritable'),
          cause: error,
        });
  }
}
