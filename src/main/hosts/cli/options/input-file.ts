import { createReadStream } from 'node:fs';
import { decodeChunks, STANDARD_INPUT, unreadableFile } from '#main/store/data/import-sources.ts';
import { parseJson } from '#shared/domain/data/json-documents.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The largest file that is read in one piece, in bytes: as much as a call of a page takes. */
export const MAX_WHOLE_FILE_BYTES = 48 * 1024 * 1024;

function tooLarge(path: string): FarmerError {
  return new FarmerError(
    'TOO_LARGE',
    message('cli:core.fileTooLarge', { path, maxWholeFileBytes: MAX_WHOLE_FILE_BYTES / 1024 / 1024 }),
    { hint: message('cli:core.splitIntoSmallerFiles') },
  );
}

/** SECURITY: a device or a pipe may never end, and its size is not known: what is read is counted. */
async function readBounded(path: string): Promise<readonly Buffer[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of path === STANDARD_INPUT ? process.stdin : createReadStream(path)) {
    const part = chunk as Buffer;
    bytes += part.length;
    if (bytes > MAX_WHOLE_FILE_BYTES) {
      throw tooLarge(path);
    }
    chunks.push(part);
  }
  return chunks;
}

/**
 * Reads a text file that the farmer named, or what is piped in ({@link STANDARD_INPUT}), in one piece, without a
 * byte-order mark.
 * @throws FarmerError FILE_UNREADABLE, or TOO_LARGE above {@link MAX_WHOLE_FILE_BYTES}
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    return [...decodeChunks(await readBounded(path))].join('');
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
    return parseJson(text);
  } catch (error) {
    if (error instanceof FarmerError) throw error;
    const line = error instanceof SyntaxError ? lineOfJsonError(text, error) : 1;
    throw new FarmerError('FILE_UNREADABLE', message('cli:core.jsonNotWhole', { path, line }), {
      hint: message('cli:core.exportFileAgain'),
      details: { line },
      cause: error,
    });
  }
}
