import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The largest file that is read in one piece, in bytes: below the longest text that the runtime can hold. */
export const MAX_WHOLE_FILE_BYTES = 400 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
};

/** The error for a file that the farmer named and that cannot be read. */
export function unreadableFile(path: string, cause: unknown): FarmerError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return new FarmerError(
    'FILE_UNREADABLE',
    message('cli:core.fileNotReadable', { path, value: REASONS[code] ?? 'the system refuses it' }),
    {
      hint: message('cli:core.checkNamePermissions'),
      cause,
    },
  );
}

/** The name of a file that stands for what is piped in. */
export const STANDARD_INPUT = '-';

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

/** Text as its byte-order mark says, else UTF-8: spreadsheets save their tables as UTF-16. The mark is left out. */
function decodeText(bytes: Buffer): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return new TextDecoder(isUtf16 ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);
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
    return decodeText(bytes);
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
