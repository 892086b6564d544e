import type { ImportSource } from '#main/store/data/import-sources.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/**
 * The full text of a source. Reading stops as soon as it is too long.
 * @param most maximum number of characters
 * @throws FarmerError TOO_LARGE, FILE_UNREADABLE
 */
export function readWholeText({ chunks }: Pick<ImportSource, 'chunks'>, most: number): string {
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
