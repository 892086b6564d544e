import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { decodeChunks, STANDARD_INPUT, unreadableFile } from '#main/hosts/common/import-sources.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The largest file that is read in one piece, in bytes: below the longest text that the runtime can hold. */
export const MAX_WHOLE_FILE_BYTES = 400 * 1024 * 1024;

function assertWholeSize(path: string, bytes: number): void {
  if (bytes > MAX_WHOLE_FILE_BYTES) {
    throw new FarmerError(
      'TOO_LARGE',
      message('cli:core.fileTooLarge', { path, maxWholeFileBytes: MAX_WHOLE_FILE_BYTES / 1024 / 1024 }),
      {
        hint: message('cli:core.splitIntoSmallerFiles'),
        details: { bytes },
      },
    );
  }
}

/**
 * Reads a text file that the farmer named, or what is piped in ({@link STANDARD_INPUT}), in one piece, without a
 * byte-order mark.
 * @throws FarmerError FILE_UNREADABLE, or TOO_LARGE above {@link MAX_WHOLE_FILE_BYTES}
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    if (path !== STANDARD_INPUT) {
      assertWholeSize(path, (await stat(path)).size);
    }
    const bytes = path === STANDARD_INPUT ? await buffer(process.stdin) : await readFile(path);
    assertWholeSize(path, bytes.length);
    return [...decodeChunks([bytes])].join('');
  } catch (error) {
    throw error instanceof FarmerError ? error : unreadableFile(path, error);
  }
}

/** V8 names the place only in words; the count of line ends before it is what a person can look for. */
function lineOfJsonError(text: string, error: SyntaxError): number {
  const position = /position (\d+)/.exec(error.message)?.[1];
  const end = position === undefined ? text.length : Number(position);
  return text.slice(0, end).split('\n').length;
}

/**
 * Reads a JSON file that the farmer named.
 * @throws FarmerError FILE_UNREADABLE for one that is not JSON, with the line; TOO_LARGE
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readTextFile(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const line = error instanceof SyntaxError ? lineOfJsonError(text, error) : 1;
    throw new FarmerError('FILE_UNREADABLE', message('cli:core.jsonNotWhole', { path, line }), {
      hint: message('cli:core.exportFileAgain'),
      details: { line },
      cause: error,
    });
  }
}
