import { isAscii, isUtf8 } from 'node:buffer';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { isGzip, isHiddenPath, isZip, listZip, unpackGzip, ZIP_LIMITS } from '#shared/zip.ts';

/** One text to import: a file, a file of an archive, or what is piped in. */
export interface ImportSource {
  /** As the farmer can find it: a path, a path within an archive, or "-". */
  readonly name: string;
  /**
   * The text, piece by piece, so that a file of any size passes through bounded memory. What is piped in is read once;
   * everything else as often as it is asked for.
   * @throws FarmerError FILE_UNREADABLE, TOO_LARGE
   */
  readonly chunks: Iterable<string>;
  /** Whether it was read as Windows-1252, known once it was read. */
  readonly isWindows: () => boolean;
}

/** The name of a file that stands for what is piped in. */
export const STANDARD_INPUT = '-';

const CHUNK_BYTES = 262_144;
/** So many bytes above 127 in a row decide the encoding by themselves. */
const LONGEST_UNDECIDED = 65_536;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTREG: 'it is no file',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** The error for a file that the farmer named and that cannot be read. */
export function unreadableFile(path: string, cause: unknown): FarmerError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return new FarmerError(
    'FILE_UNREADABLE',
    message('app:core.fileNotReadable', { path, value: REASONS[code] ?? 'the system refuses it' }),
    { hint: message('app:core.checkNamePermissions'), cause },
  );
}

/**
 * The encoding that a byte-order mark names, else UTF-8: spreadsheets save their tables as UTF-16. What Farmer reads
 * begins with a letter or a sign of one byte, which shows UTF-16 without a mark too.
 */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
    return 'utf-16le';
  }
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : 'utf-8';
}

/** What Excel saves a table in where nothing else is chosen. */
const WINDOWS_ENCODING = 'windows-1252';

/** Decides between UTF-8 and {@link WINDOWS_ENCODING}; the last character may be cut off. */
function utf8OrWindows(bytes: Uint8Array): string {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return WINDOWS_ENCODING;
  }
}

/**
 * Text without its byte-order mark. Where it is neither UTF-16 nor UTF-8, it is read as {@link WINDOWS_ENCODING}, which its
 * first characters above 127 decide.
 * @param onWindows called where it is; null where it may not be: each byte that is no UTF-8 is then a replacement character
 */
function* decodeChunks(chunks: Iterable<Uint8Array>, onWindows: (() => void) | null): Generator<string, void> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let kept = Buffer.alloc(0);
  let isFirst = true;
  const choose = (encoding: string) => {
    if (encoding !== WINDOWS_ENCODING) return new TextDecoder(encoding);
    onWindows?.();
    return new TextDecoder(onWindows === null ? 'utf-8' : WINDOWS_ENCODING);
  };
  for (const chunk of chunks) {
    if (decoder !== null) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    const piece = Buffer.concat([kept, chunk]);
    const encoding = isFirst ? encodingOf(piece) : 'utf-8';
    isFirst = false;
    const end = isAscii(piece) ? piece.length : piece.findLastIndex((byte) => byte < 128) + 1;
    const head = piece.subarray(0, end);
    if (encoding === 'utf-8' && isAscii(head) && piece.length - end <= LONGEST_UNDECIDED) {
      yield head.toString('latin1');
      kept = piece.subarray(end);
      continue;
    }
    decoder = choose(encoding === 'utf-8' ? utf8OrWindows(isAscii(head) ? piece : head) : encoding);
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder === null ? choose(isUtf8(kept) ? 'utf-8' : WINDOWS_ENCODING).decode(kept) : decoder.decode();
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

/**
 * Each piece is good until the next is read: no file, however long, leaves more than one behind.
 * @param name of the file in errors
 */
function* readBytes(path: string, name: string): Generator<Uint8Array, void> {
  let file: number | undefined;
  try {
    file = path === STANDARD_INPUT ? 0 : openSync(path, 'r');
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let read = readWaiting(file, buffer); read > 0; read = readWaiting(file, buffer)) {
      yield buffer.subarray(0, read);
    }
  } catch (error) {
    throw unreadableFile(name, error);
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

/** The bytes of an archive. Of a file their number is known: they are kept once. */
function wholeArchive(path: string, chunks: Iterable<Uint8Array>): Uint8Array {
  if (path !== STANDARD_INPUT && statSync(path).size <= ZIP_LIMITS.packedBytes) {
    return readFileSync(path);
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    parts.push(Uint8Array.from(chunk));
    bytes += chunk.length;
    if (bytes > ZIP_LIMITS.packedBytes) {
      break;
    }
  }
  return Buffer.concat(parts);
}

/** @throws FarmerError FILE_UNREADABLE for an archive in an archive */
function* notPacked(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void> {
  let isFirst = true;
  for (const piece of pieces) {
    if (isFirst && (isZip(piece) || isGzip(piece))) {
      throw new FarmerError('FILE_UNREADABLE', message('app:core.archiveInArchive'), {
        hint: message('app:core.unpackFirst'),
      });
    }
    isFirst = false;
    yield piece;
  }
}

/** An iterable that begins anew each time. */
function again<T>(read: () => Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: read };
}

function textSource(name: string, read: () => Iterable<Uint8Array>, mayBeWindows = true): ImportSource {
  let isWindows = false;
  const noteWindows = () => {
    isWindows = true;
  };
  const onWindows = mayBeWindows ? noteWindows : null;
  return { name, chunks: again(() => decodeChunks(read(), onWindows)), isWindows: () => isWindows };
}

/** A source that cannot be read says why when it is. */
function failedSource(name: string, error: unknown): ImportSource {
  const chunks = again((): Iterator<never> => {
    throw error;
  });
  return { name, chunks, isWindows: () => false };
}

/** The bytes of a file and the first piece of them, which says whether it is an archive. */
function openBytes(
  path: string,
  name: string,
): { readonly first: Uint8Array | undefined; readonly bytes: Iterable<Uint8Array> } {
  if (path !== STANDARD_INPUT) {
    const bytes = again(() => readBytes(path, name));
    const [first] = bytes;
    return { first, bytes };
  }
  const piped = readBytes(path, name);
  const { value: first } = piped.next();
  return { first: first ?? undefined, bytes: first instanceof Uint8Array ? prepend(first, piped) : [] };
}

/**
 * The sources in a file: itself, unpacked where gzip packed it, or the files of an archive, which is seen by its content.
 * @param name as it is shown
 * @throws FarmerError FILE_UNREADABLE, TOO_LARGE
 */
function* fileSources(path: string, name: string): Generator<ImportSource, void> {
  const { first, bytes } = openBytes(path, name);
  if (first !== undefined && isGzip(first)) {
    const packed = wholeArchive(path, bytes);
    yield textSource(name, () => notPacked(unpackGzip(packed)));
    return;
  }
  if (first === undefined || !isZip(first)) {
    yield textSource(name, () => bytes);
    return;
  }
  for (const entry of listZip(wholeArchive(path, bytes))) {
    yield textSource(`${name}/${entry.name}`, () => notPacked(entry.read()));
  }
}

/** One file, or what is piped in, as it is: no archive is opened. */
export function readPlainFile(path: string, mayBeWindows: boolean): ImportSource {
  return textSource(path, () => readBytes(path, path), mayBeWindows);
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
 * "-" for standard input. Nothing is thrown here: what cannot be read throws when its own source is read, so that one bad
 * file never loses the others.
 */
export function* readSources(paths: readonly string[]): Generator<ImportSource, void> {
  for (const path of paths) {
    yield* readPath(path, path);
  }
}

/** As {@link readSources}, of one path under another name. */
function* readPath(path: string, name: string): Generator<ImportSource, void> {
  try {
    for (const file of isFolder(path) ? filesIn(path) : [path]) {
      const fileName = `${name}${file.slice(path.length)}`;
      try {
        yield* fileSources(file, fileName);
      } catch (error) {
        yield failedSource(fileName, error);
      }
    }
  } catch (error) {
    yield failedSource(name, unreadableFile(name, error));
  }
}

/** A file or folder, or what cannot be looked at: reading it says why. */
function isFinite(path: string): boolean {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined || stats.isFile() || stats.isDirectory();
  } catch {
    return true;
  }
}

/**
 * As {@link readPath}, of a file that was not typed into a command.
 * SECURITY: a pipe or a device may never end; whoever typed its name can end the command, a page cannot.
 */
export function* readFinitePath(path: string, name: string): Generator<ImportSource, void> {
  if (isFinite(path)) {
    yield* readPath(path, name);
  } else {
    yield failedSource(name, unreadableFile(name, { code: 'ENOTREG' }));
  }
}
