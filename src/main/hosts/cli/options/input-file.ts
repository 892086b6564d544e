import { readWholeText } from '#main/app/data/read-whole-text.ts';
import { hintEncoding } from '#main/hosts/cli/import-paths.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { readPlainFile } from '#main/store/data/import-sources.ts';
import { MAX_IMPORT_CHARACTERS } from '#shared/contract/nodes/nodes.ts';
import { parseJson } from '#shared/domain/data/json-documents.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/**
 * Reads a whole text file or standard input, without a byte-order mark.
 * @param session prints the hint that a file was read as Windows-1252; without it that encoding is not tried, so that a
 * passphrase is never changed
 * SECURITY: a device or a pipe may never end and its size is not known, so the bytes read are counted.
 * @throws FarmerError FILE_UNREADABLE, or TOO_LARGE above {@link MAX_IMPORT_CHARACTERS}
 */
export function readTextFile(path: string, session?: CliSession): string {
  const source = readPlainFile(path, session !== undefined);
  const text = readWholeText(source, MAX_IMPORT_CHARACTERS);
  if (session !== undefined) hintEncoding(session, source);
  return text;
}

/** V8 gives the position only within its message; this converts it to a line number. */
function lineOfJsonError(text: string, error: SyntaxError): number {
  const position = /position (\d+)/.exec(error.message)?.[1];
  const end = position === undefined ? text.length : Number(position);
  return text.slice(0, end).split('\n').length;
}

/**
 * Reads a JSON file.
 * @throws FarmerError FILE_UNREADABLE for one that is not JSON, with the line; TOO_LARGE
 */
export function readJsonFile(path: string): unknown {
  const text = readTextFile(path);
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
