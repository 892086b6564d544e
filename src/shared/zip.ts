import { Gunzip, Inflate, strFromU8 } from 'fflate/browser';
import { FarmerError } from './errors.ts';
import { message } from './message.ts';

/** A file in an archive. */
export interface ZipEntry {
  /** Its path in the archive, without control characters. */
  readonly name: string;
  /**
   * Unpacks the entry in pieces, only as far as they are read. Damage may be detected only at the end.
   * @throws FarmerError FILE_UNREADABLE for a damaged, encrypted or foreign one, TOO_LARGE
   */
  readonly read: () => Generator<Uint8Array, void>;
}

/** The largest archive that is opened, and the most that one file and all files of it may unpack to, in bytes. */
export const ZIP_LIMITS = {
  packedBytes: 128 * 1024 * 1024,
  fileBytes: 128 * 1024 * 1024,
  totalBytes: 512 * 1024 * 1024,
} as const;

const LOCAL_FILE = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const IS_ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** The value of a 16-bit field that is replaced by a ZIP64 record. */
const IN_ZIP64 = 0xffff;

const HINT = message('app:core.packFilesAgain');

/** Whether a file begins as an archive does. */
export function isZip(start: Uint8Array): boolean {
  const [p, k, third, fourth] = start;
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

function damaged(): FarmerError {
  return new FarmerError('FILE_UNREADABLE', message('app:core.archiveDamaged'), { hint: HINT });
}

function tooLarge(bytes: number): FarmerError {
  return new FarmerError('TOO_LARGE', message('app:core.archiveTooLarge', { mebibytes: Math.floor(bytes / 2 ** 20) }), {
    hint: message('app:core.packIntoSmallerArchives'),
  });
}

function notUnderstood(reason: 'encrypted' | 'method'): FarmerError {
  const text = reason === 'encrypted' ? message('app:core.fileIsEncrypted') : message('app:core.packedUnknownWay');
  return new FarmerError('FILE_UNREADABLE', text, { hint: HINT });
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

/** The checksum of bytes that come in pieces. */
class Checksum {
  #value = 0xffffffff;

  add(bytes: Uint8Array): void {
    let value = this.#value;
    for (const byte of bytes) {
      value = (CRC_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
    }
    this.#value = value;
  }

  get value(): number {
    return (this.#value ^ 0xffffffff) >>> 0;
  }
}

/** So much is unpacked at once: at its most it becomes a thousand times as much. */
const STEP_BYTES = 16_384;

/** Unpacks what is packed, step by step. */
function* inflateSteps(packed: Uint8Array, unpacker: Pick<Inflate, 'ondata' | 'push'>): Generator<Uint8Array, void> {
  let ready: Uint8Array[] = [];
  unpacker.ondata = (bytes) => ready.push(bytes);
  for (let at = 0; at < packed.length; at += STEP_BYTES) {
    orDamaged(() => unpacker.push(packed.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= packed.length));
    yield* ready;
    ready = [];
  }
}

function* slices(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += STEP_BYTES) {
    yield bytes.subarray(at, at + STEP_BYTES);
  }
}

/**
 * Passes pieces on, and counts them.
 * @throws FarmerError where they are more than they may be, or at their end not those that the checksum is of
 */
function* checked(pieces: Iterable<Uint8Array>, most: number, expected: () => { crc: number; bytes: number }) {
  const checksum = new Checksum();
  let total = 0;
  for (const piece of pieces) {
    total += piece.length;
    if (total > most) {
      throw most === ZIP_LIMITS.fileBytes ? tooLarge(most) : damaged();
    }
    checksum.add(piece);
    yield piece;
  }
  const { crc, bytes } = expected();
  if (checksum.value !== crc || total !== bytes) {
    throw damaged();
  }
}

interface DirectoryEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly offset: number;
}

function findDirectoryEnd(view: DataView): number {
  const last = view.byteLength - DIRECTORY_END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at -= 1) {
    if (view.getUint32(at, true) === DIRECTORY_END) {
      return at;
    }
  }
  throw damaged();
}

/** SECURITY: names are only shown; control characters could write over what a terminal shows. */
function readName(bytes: Uint8Array): string {
  return strFromU8(bytes)
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '_')
    .slice(-200);
}

function readDirectory(view: DataView, archive: Uint8Array): readonly DirectoryEntry[] {
  const end = findDirectoryEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count === IN_ZIP64) {
    throw tooLarge(archive.length);
  }
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: count }, () => {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) {
      throw damaged();
    }
    const nameBytes = view.getUint16(at + 28, true);
    const entry = {
      name: readName(archive.subarray(at + 46, at + 46 + nameBytes)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      unpackedBytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    return entry;
  });
}

/** Runs something that reads beyond the end, or unpacks nonsense, where an archive is damaged. */
function orDamaged<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof FarmerError ? error : damaged();
  }
}

function* unpack(view: DataView, archive: Uint8Array, entry: DirectoryEntry): Generator<Uint8Array, void> {
  if (entry.unpackedBytes > ZIP_LIMITS.fileBytes) {
    throw tooLarge(ZIP_LIMITS.fileBytes);
  }
  if ((entry.flags & IS_ENCRYPTED) !== 0) {
    throw notUnderstood('encrypted');
  }
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw notUnderstood('method');
  }
  const start = orDamaged(() => {
    if (view.getUint32(entry.offset, true) !== LOCAL_FILE) {
      throw damaged();
    }
    return entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  });
  const packed = archive.subarray(start, start + entry.packedBytes);
  const pieces = entry.method === STORED ? slices(packed) : inflateSteps(packed, new Inflate());
  // SECURITY: what unpacks to more than the size that the limits were checked against is given up.
  yield* checked(pieces, entry.unpackedBytes, () => ({ crc: entry.crc, bytes: entry.unpackedBytes }));
}

/** Whether a file begins as one that gzip packed does. */
export function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

/**
 * Unpacks gzip data in pieces.
 * @throws FarmerError FILE_UNREADABLE for damaged data, a wrong checksum only at the end; TOO_LARGE
 */
export function* unpackGzip(packed: Uint8Array): Generator<Uint8Array, void> {
  if (packed.length > ZIP_LIMITS.packedBytes) {
    throw tooLarge(ZIP_LIMITS.packedBytes);
  }
  const trailer = () =>
    orDamaged(() => {
      const view = new DataView(packed.buffer, packed.byteOffset + packed.length - 8, 8);
      return { crc: view.getUint32(0, true), bytes: view.getUint32(4, true) };
    });
  yield* checked(inflateSteps(packed, new Gunzip()), ZIP_LIMITS.fileBytes, trailer);
}

/** Metadata files that systems add to folders and archives, such as those of macOS, are not content. */
export function isHiddenPath(path: string): boolean {
  return /(^|[\\/])(\.|__MACOSX[\\/]|Thumbs\.db$)/.test(path);
}

/**
 * Lists the files of an archive, sorted by name; folders and hidden files are left out.
 * @throws FarmerError FILE_UNREADABLE for a damaged archive, TOO_LARGE
 */
export function listZip(archive: Uint8Array): readonly ZipEntry[] {
  if (archive.length > ZIP_LIMITS.packedBytes) {
    throw tooLarge(ZIP_LIMITS.packedBytes);
  }
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const entries = orDamaged(() => readDirectory(view, archive)).filter(
    ({ name }) => !name.endsWith('/') && !isHiddenPath(name),
  );
  const total = entries.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  if (total > ZIP_LIMITS.totalBytes) {
    throw tooLarge(ZIP_LIMITS.totalBytes);
  }
  return entries
    .map((entry) => ({ name: entry.name, read: () => unpack(view, archive, entry) }))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
