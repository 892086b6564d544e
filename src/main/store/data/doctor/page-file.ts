import { readFileSync, statSync } from 'node:fs';

/** The pages of a database file, read without SQLite, so also where SQLite cannot open it. Page numbers begin at 1. */
export interface PageFile {
  readonly pageBytes: number;
  readonly pageCount: number;
  /** Whether the file ends within a page, or is shorter than its header says. */
  readonly isCutOff: boolean;
  /** A page after the last commit, padded with zeros where the file ends within it; undefined beyond the end. */
  page(number: number): Buffer | undefined;
}

const DEFAULT_PAGE_BYTES = 4096;

/** Reads a database file together with the commits in its write-ahead log. */
export function readPageFile(path: string): PageFile {
  const bytes = readFileSync(path);
  const log = readLog(`${path}-wal`);
  const pageBytes = log?.pageBytes ?? pageBytesOf(bytes);
  const pageCount = log?.pageCount ?? Math.ceil(bytes.length / pageBytes);
  const claimedCount = bytes.length >= 32 ? bytes.readUInt32BE(28) : 0;
  return {
    pageBytes,
    pageCount,
    isCutOff: bytes.length % pageBytes !== 0 || (log === null && claimedCount > pageCount),
    page: (number) => {
      const fromLog = log?.pages.get(number);
      if (fromLog !== undefined) {
        return fromLog;
      }
      const page = bytes.subarray((number - 1) * pageBytes, number * pageBytes);
      if (number < 1 || number > pageCount || page.length === 0) {
        return undefined;
      }
      return page.length === pageBytes ? page : Buffer.concat([page], pageBytes);
    },
  };
}

/** The whole database in memory, for SQLite to open without a file: only for files that nobody is writing. */
export function imageOf(file: PageFile): Buffer {
  const image = Buffer.alloc(file.pageCount * file.pageBytes);
  for (let number = 1; number <= file.pageCount; number += 1) {
    file.page(number)?.copy(image, (number - 1) * file.pageBytes);
  }
  if (image.length > 20) {
    // The log is merged into the image, so its header says that there is none.
    image[18] = 1;
    image[19] = 1;
  }
  return image;
}

function isPageSize(bytes: number): boolean {
  return bytes >= 512 && bytes <= 65_536 && Number.isInteger(Math.log2(bytes));
}

/** The page size in the header where the first pages confirm it; else the one that Farmer uses. */
function pageBytesOf(bytes: Buffer): number {
  const written = bytes.length < 18 ? 0 : bytes.readUInt16BE(16);
  const claimed = written === 1 ? 65_536 : written;
  const firstTree = bytes[claimed];
  return isPageSize(claimed) && (bytes.length <= claimed || [2, 5, 10, 13, 0].includes(firstTree ?? 0))
    ? claimed
    : DEFAULT_PAGE_BYTES;
}

interface Log {
  readonly pageBytes: number;
  readonly pageCount: number;
  readonly pages: ReadonlyMap<number, Buffer>;
}

const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * The pages of all commits in a write-ahead log up to the first incomplete frame. Format:
 * sqlite.org/fileformat2.html#walformat
 */
function readLog(path: string): Log | null {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const bytes = size < LOG_HEADER_BYTES ? Buffer.alloc(0) : readFileSync(path);
  const magic = bytes.length === 0 ? 0 : bytes.readUInt32BE(0);
  const pageBytes = bytes.length === 0 ? 0 : bytes.readUInt32BE(8);
  // eslint-disable-next-line no-bitwise -- The lowest bit of the magic number is the byte order.
  if ((magic & ~1) >>> 0 !== 0x37_7f_06_82 || !isPageSize(pageBytes)) {
    return null;
  }
  const sum = checksum(magic === 0x37_7f_06_83);
  sum(bytes.subarray(0, 24));
  const pages = new Map<number, Buffer>();
  let pending: [number, Buffer][] = [];
  let pageCount: number | null = null;
  for (let at = LOG_HEADER_BYTES; at + FRAME_HEADER_BYTES + pageBytes <= bytes.length; ) {
    const page = bytes.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + pageBytes);
    sum(bytes.subarray(at, at + 8));
    const [first, second] = sum(page);
    const isWhole =
      bytes.compare(bytes, 16, 24, at + 8, at + 16) === 0 &&
      first === bytes.readUInt32BE(at + 16) &&
      second === bytes.readUInt32BE(at + 20);
    if (!isWhole) {
      break;
    }
    pending.push([bytes.readUInt32BE(at), page]);
    const countAfterCommit = bytes.readUInt32BE(at + 4);
    if (countAfterCommit > 0) {
      pageCount = countAfterCommit;
      pending.forEach(([number, content]) => pages.set(number, content));
      pending = [];
    }
    at += FRAME_HEADER_BYTES + pageBytes;
  }
  return pageCount === null ? null : { pageBytes, pageCount, pages };
}

/** SQLite's running checksum over pairs of 32-bit words. */
function checksum(isBigEndian: boolean): (bytes: Buffer) => readonly [number, number] {
  const sums = new Uint32Array(2);
  return (bytes) => {
    let [first = 0, second = 0] = sums;
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      first = (first + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + second) % 2 ** 32;
      second = (second + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + first) % 2 ** 32;
    }
    sums.set([first, second]);
    return [first, second];
  };
}
