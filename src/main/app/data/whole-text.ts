import type { ImportSource } from '#main/store/data/import-sources.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/**
 * The text of a source that is read as a whole. What is longer is given up while it is read.
 * @param most characters
 * @throws FarmerError TOO_LARGE, FILE_UNREADABLE
 */
export function wholeText({ chunks }: Pick<ImportSource, 'chunks'>, most: number): string {
  const parts: string[] = [];
  let length = 0;
  for (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > most) {
      throw new FarmerError('TOO_LARGE', message('data:core.fileTooLong', { millions: most / 1e6 }), {
        hint: message('data:core.splitFile'),
      });
    }
  }
  return parts.join('');
}
