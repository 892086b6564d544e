import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { STANDARD_INPUT, unreadableFile } from '#main/hosts/common/import-sources.ts';

const CHUNK_BYTES = 262_144;

/**
 * Reads a text file piece by piece: a file of any size passes through bounded memory, within one synchronous transaction.
 * @throws FarmerError FILE_UNREADABLE
 */
export function* readTextChunks(path: string): Generator<string, void> {
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let file: number | undefined;
  try {
    file = path === STANDARD_INPUT ? 0 : openSync(path, 'r');
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      yield decoder.write(buffer.subarray(0, read));
    }
    yield decoder.end();
  } catch (error) {
    throw unreadableFile(path, error);
  } finally {
    if (file !== undefined && path !== STANDARD_INPUT) {
      closeSync(file);
    }
  }
}
