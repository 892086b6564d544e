import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { isHiddenPath, isZip, listZip, ZIP_LIMITS } from '#shared/zip.ts';

/** One text to import: a file, a file of an archive, or what is piped in. */
export interface ImportSource {
  /** As the farmer can find it: a path, a path within an archive, or "-". */
  readonly name: string;
  /**
   * The text, piece by piece, so that a file of any size passes through bounded memory; it is read once.
   * @throws FarmerError FILE_UNREADABLE, TOO_LARGE
   */
  readonly chunks: Iterable<string>;
}

/** The name of a file that stands for what is piped in. */
export const STANDARD_INPUT = '-';

const CHUNK_BYTES = 262_144;

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
    { hint: message('cli:core.checkNamePermissions'), cause },
  );
}

/** The encoding that a byte-order mark names, else UTF-8: spreadsheets save their tables as UTF-16. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) {
    return 'utf-16le';
  }
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Text without its byte-order mark. */
export function* decodeChunks(chunks: Iterable<Uint8Array>): Generator<string, void> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

function isWaiting(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EAGAIN';
}

/** A pipe that another program opened may have nothing to give yet. */
function readWaiting(file: number, buffer: Uint8Array): number {
  for (;;) {
    try {
      return readSync(file, buffer);
    } catch (error) {
      if (!isWaiting(error)) {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function* readBytes(path: string): Generator<Uint8Array, void> {
  let file: number | undefined;
  try {
    file = path === STANDARD_INPUT ? 0 : openSync(path, 'r');
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let read = readWaiting(file, buffer); read > 0; read = readWaiting(file, buffer)) {
      yield Uint8Array.from(buffer.subarray(0, read));
    }
  } catch (error) {
    throw unreadableFile(path, error);
  } finally {
    if (file !== undefined && path !== STANDARD_INPUT) {
      closeSync(file);
    }
  }
}

function* prepend<T>(first: T, rest: Iterable<T>): Generator<T, void> {
  yield first;
  yield* rest;
}

function wholeArchive(chunks: Iterable<Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > ZIP_LIMITS.packedBytes) {
      break;
    }
  }
  return Buffer.concat(parts);
}

function* unpack(read: () => Uint8Array): Generator<string, void> {
  const bytes = read();
  if (isZip(bytes)) {
    throw new FarmerError('FILE_UNREADABLE', message('app:core.archiveInArchive'), {
      hint: message('app:core.unpackFirst'),
    });
  }
  yield* decodeChunks([bytes]);
}

function* throwing(error: unknown): Generator<never, void> {
  yield* [];
  throw error;
}

function* fileSources(path: string): Generator<ImportSource, void> {
  const bytes = readBytes(path);
  const first = bytes.next();
  if (first.done === true || !isZip(first.value)) {
    yield { name: path, chunks: decodeChunks(first.done === true ? [] : prepend(first.value, bytes)) };
    bytes.return();
    return;
  }
  for (const { name, read } of listZip(wholeArchive(prepend(first.value, bytes)))) {
    yield { name: `${path}/${name}`, chunks: unpack(read) };
  }
}

/** Files of a folder and of the folders in it, sorted; hidden ones and links, which may lead back, are left out. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !isHiddenPath(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
    })
    .sort();
}

function isFolder(path: string): boolean {
  return path !== STANDARD_INPUT && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * What is named on a command line or opened with the program: files, folders with every file in them, ZIP archives, and
 * "-" for standard input. Whether something is an archive is seen by its content. Nothing is thrown here: what cannot be
 * read throws when its own source is read, so that one bad file never loses the others.
 */
export function* readSources(paths: readonly string[]): Generator<ImportSource, void> {
  for (const path of paths) {
    try {
      for (const file of isFolder(path) ? filesIn(path) : [path]) {
        try {
          yield* fileSources(file);
        } catch (error) {
          yield { name: file, chunks: throwing(error) };
        }
      }
    } catch (error) {
      yield { name: path, chunks: throwing(unreadableFile(path, error)) };
    }
  }
}
