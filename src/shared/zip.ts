import { inflateSync, strFromU8 } from 'fflate/browser';
import { FarmerError } from './errors.ts';
import { message } from './message.ts';

/** A file in an archive. */
export interface ZipEntry {
  /** Its path in the archive, without control characters. */
  readonly name: string;
  /** Unpacks it. @throws FarmerError FILE_UNREADABLE for a damaged, encrypted or foreign one, TOO_LARGE */
  readonly read: () => Uint8Array;
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
/** Stands in a 16-bit field whose value is in a ZIP64 record. */
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

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value = (CRC_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  }
  return (value ^ 0xffffffff) >>> 0;
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

function unpack(view: DataView, archive: Uint8Array, entry: DirectoryEntry): Uint8Array {
  if (entry.unpackedBytes > ZIP_LIMITS.fileBytes) {
    throw tooLarge(ZIP_LIMITS.fileBytes);
  }
  if ((entry.flags & IS_ENCRYPTED) !== 0) {
    throw notUnderstood('encrypted');
  }
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw notUnderstood('method');
  }
  if (view.getUint32(entry.offset, true) !== LOCAL_FILE) {
    throw damaged();
  }
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = archive.subarray(start, start + entry.packedBytes);
  // SECURITY: the buffer has the size that the limits were checked against; what unpacks to more does not fit the checksum.
  const bytes = entry.method === STORED ? packed : inflateSync(packed, { out: new Uint8Array(entry.unpackedBytes) });
  if (bytes.length !== entry.unpackedBytes || crc32(bytes) !== entry.crc) {
    throw damaged();
  }
  return bytes;
}

/** What a system puts beside the files of a folder is no content: macOS keeps its own notes in archives. */
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
    .map((entry) => ({ name: entry.name, read: () => orDamaged(() => unpack(view, archive, entry)) }))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
