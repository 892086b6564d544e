import { closeSync, openSync, readSync } from 'node:fs';

/** Positions in the first page of a database: its journal mode, its change counter, and its number of pages. */
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
  /** Pages of the database after the last commit in the log. */
  readonly pageCount: number;
  /** The change counter in every copy of the first page in the log, in order. */
  readonly changes: readonly number[];
}

/**
 * Reads the commits of a write-ahead log.
 * @returns null where it has none. Format: sqlite.org/fileformat2.html#walformat
 */
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
    // After the last frame there may be frames of an earlier use of the file, which have other salts.
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
 * Whether a log belongs to a database: it continues from the database's change counter, or from an earlier one whose
 * change was merged already. A log without the first page must agree on the number of pages. The log of another
 * database, or of another state of this one, does not fit.
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
    // Any other journal mode is damage, and no reason to separate a database from its log.
    if (database === null || database[POSITION.mode] === ROLLBACK_MODE) return database === null;
    const log = readLog(files[1]);
    return log === null || fits(database, log);
  } finally {
    files.forEach(closeSync);
  }
}

const LOOKS = 3;
const BETWEEN_LOOKS_MS = 20;

/**
 * Whether the log beside a database is its own. A log that does not fit is read again, because another process may be
 * writing both.
 */
export function isLogOwn(databasePath: string): boolean {
  for (let look = 0; look < LOOKS; look += 1) {
    if (looksOwn(databasePath)) return true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BETWEEN_LOOKS_MS);
  }
  return false;
}
