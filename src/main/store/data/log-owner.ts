import { closeSync, openSync, readSync } from 'node:fs';

/** Where the first page of a database keeps: how it is written, the number of its change, and its number of pages. */
const POSITION = { mode: 18, change: 24, pageCount: 28 } as const;
const ROLLBACK_MODE = 1;
const FILE_HEADER_BYTES = 100;
const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const LOG_MARK = 0x37_7f_06_82;

function readAt(file: number, position: number, length: number): Buffer | null {
  const bytes = Buffer.alloc(length);
  return readSync(file, bytes, 0, length, position) === length ? bytes : null;
}

interface Log {
  /** Pages of the database after the last commit in it. */
  readonly pageCount: number;
  /** The number of the change in every first page that it holds, in their order. */
  readonly changes: readonly number[];
}

/** What the commits in a write-ahead log say. @returns null where it holds none. Format: sqlite.org/fileformat2.html#walformat */
function readLog(file: number): Log | null {
  const header = readAt(file, 0, LOG_HEADER_BYTES);
  const mark = header?.readUInt32BE(0) ?? 0;
  if (header === null || (mark !== LOG_MARK && mark !== LOG_MARK + 1)) {
    return null;
  }
  const pageBytes = header.readUInt32BE(8);
  const changes: number[] = [];
  let uncommitted: number[] = [];
  let pageCount: number | null = null;
  for (let at = LOG_HEADER_BYTES; ; at += FRAME_HEADER_BYTES + pageBytes) {
    const frame = readAt(file, at, FRAME_HEADER_BYTES);
    // Frames of an earlier use of the file follow the last of this one; they carry other salts.
    if (frame === null || frame.compare(header, 16, 24, 8, 16) !== 0) break;
    if (frame.readUInt32BE(0) === 1) {
      const page = readAt(file, at + FRAME_HEADER_BYTES, FILE_HEADER_BYTES);
      if (page !== null) uncommitted.push(page.readUInt32BE(POSITION.change));
    }
    const countAfterCommit = frame.readUInt32BE(4);
    if (countAfterCommit > 0) {
      pageCount = countAfterCommit;
      changes.push(...uncommitted);
      uncommitted = [];
    }
  }
  return pageCount === null ? null : { pageCount, changes };
}

/**
 * A log goes on from the change that its database is at, or from one of those that were merged into it already; one that
 * never writes the first page leaves the number of pages as it is. The log of another database, or of a later or earlier
 * state of this one, does not fit so.
 */
function fits(database: Buffer, { pageCount, changes }: Log): boolean {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) {
    return database.readUInt32BE(POSITION.pageCount) === pageCount;
  }
  const change = database.readUInt32BE(POSITION.change);
  return change >= first - 1 && change <= last;
}

function looksOwn(databasePath: string): boolean {
  const files = [openSync(databasePath, 'r'), openSync(`${databasePath}-wal`, 'r')] as const;
  try {
    const database = readAt(files[0], 0, FILE_HEADER_BYTES);
    // Anything else than the two known ways is damage, and no reason to part a database from its log.
    if (database === null || database[POSITION.mode] === ROLLBACK_MODE) return database === null;
    const log = readLog(files[1]);
    return log === null || fits(database, log);
  } finally {
    files.forEach(closeSync);
  }
}

const LOOKS = 3;
const BETWEEN_LOOKS_MS = 20;

/** Whether the log beside a database is its own. Looked at again before it is denied: somebody may be writing both. */
export function isLogOwn(databasePath: string): boolean {
  for (let look = 0; look < LOOKS; look += 1) {
    if (looksOwn(databasePath)) return true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BETWEEN_LOOKS_MS);
  }
  return false;
}
