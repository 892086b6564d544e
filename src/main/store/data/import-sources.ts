import { isAscii, isUtf8 } from 'node:buffer';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { type Message, message } from '#shared/message.ts';
import { isGzip, isHiddenPath, isZip, listZip, unpackGzip, ZIP_LIMITS } from '#shared/zip.ts';

/** One text to import: a file, a file in an archive, or standard input. */
export interface ImportSource {
  /** A path, a path within an archive, or "-", so that the farmer can find it. */
  readonly name: string;
  /**
   * The text in pieces, so that a file of any size needs little memory. Standard input can be read once, everything
   * else any number of times.
   * @throws FarmerError FILE_UNREADABLE, TOO_LARGE
   */
  readonly chunks: Iterable<string>;
  /** Whether the text was read as Windows-1252; known only after it was read. */
  readonly isWindows: () => boolean;
}

/** The name of standard input. */
export const STANDARD_INPUT = '-';

const CHUNK_BYTES = 262_144;
/** After so many bytes above 127 in a row the encoding is decided without waiting for a byte below 128. */
const LONGEST_UNDECIDED = 65_536;

const REASONS: Readonly<Record<string, Message>> = {
  ENOENT: message('app:core.noSuchFile'),
  EACCES: message('app:core.permissionDenied'),
  EISDIR: message('app:core.isDirectory'),
  ENOTREG: message('app:core.isNoFile'),
  ELOOP: message('app:core.linksInCircle'),
  ENAMETOOLONG: message('app:core.nameTooLong'),
};

/** The error for a file that the farmer named but that cannot be read. */
function unreadableFile(path: string, cause: unknown): FarmerError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return new FarmerError(
    'FILE_UNREADABLE',
    message('app:core.fileNotReadable', { path, reason: REASONS[code] ?? message('app:core.systemRefusesIt') }),
    { hint: message('app:core.checkNamePermissions'), cause },
  );
}

/**
 * The encoding from the byte-order mark, else UTF-8: spreadsheets save their tables as UTF-16. The files that Farmer
 * reads begin with an ASCII character, which shows UTF-16 even without a mark.
 */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
    return 'utf-16le';
  }
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : 'utf-8';
}

/** The encoding in which Excel saves a table by default. */
const WINDOWS_ENCODING = 'windows-1252';

/** Decides between UTF-8 and {@link WINDOWS_ENCODING}; the last character may be incomplete. */
function utf8OrWindows(bytes: Uint8Array): string {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return WINDOWS_ENCODING;
  }
}

/**
 * Text without its byte-order mark. Where it is neither UTF-16 nor UTF-8, as its first characters above 127 show, it is
 * read as {@link WINDOWS_ENCODING}.
 * @param onWindows called in that case; null: the text is read as UTF-8 all the same, with replacement characters
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

/** A pipe from another program may have no data yet; reading is then tried again. */
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
 * Each piece is valid only until the next is read, because both use the same buffer.
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

/** All bytes of an archive; a file of known size is read at once, without a second copy in memory. */
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

/** @throws FarmerError FILE_UNREADABLE for an archive inside an archive */
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

/** An iterable that begins again at each iteration. */
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

/** A source that cannot be read throws its error when it is read. */
function failedSource(name: string, error: unknown): ImportSource {
  const chunks = again((): Iterator<never> => {
    throw error;
  });
  return { name, chunks, isWindows: () => false };
}

/** The bytes of a file, and the first piece of them, which shows whether it is an archive. */
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
 * The sources in a file: the file itself, unpacked if it is gzipped, or the files of an archive, which is recognised by
 * its content.
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

/** One file, or standard input, as it is: archives are not unpacked. */
export function readPlainFile(path: string, mayBeWindows: boolean): ImportSource {
  return textSource(path, () => readBytes(path, path), mayBeWindows);
}

/** Files of a folder and its subfolders, sorted, without hidden files and without links, which may form a loop. */
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
 * The sources in what a command names or the program is opened with: files, folders with every file in them, ZIP
 * archives, and "-" for standard input. It throws nothing: a source that cannot be read throws when it is read, so that
 * one bad file does not prevent the import of the others.
 */
export function* readSources(paths: readonly string[]): Generator<ImportSource, void> {
  for (const path of paths) {
    yield* readPath(path, path);
  }
}

/** As {@link readSources}, for one path with another name. */
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

/** Whether it is a file or a folder, or cannot be examined: then reading it throws the error. */
function isFinite(path: string): boolean {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined || stats.isFile() || stats.isDirectory();
  } catch {
    return true;
  }
}

/**
 * As {@link readPath}, for a file that was not named in a command.
 * SECURITY: a pipe or a device may never end; the farmer can stop a command, but not a page.
 */
export function* readFinitePath(path: string, name: string): Generator<ImportSource, void> {
  if (isFinite(path)) {
    yield* readPath(path, name);
  } else {
    yield failedSource(name, unreadableFile(name, { code: 'ENOTREG' }));
  }
}
