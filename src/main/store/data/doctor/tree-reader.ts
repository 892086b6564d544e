import type { PageFile } from './page-file.ts';

/** The types of B-tree pages. Format: sqlite.org/fileformat2.html#b_tree_pages */
const PAGE = { indexInner: 2, tableInner: 5, indexLeaf: 10, tableLeaf: 13 } as const;

/** A stored value; text is not decoded. */
export type StoredValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'real'; readonly value: number }
  | { readonly kind: 'text' | 'blob'; readonly value: Buffer };

/** One row of a table, or one entry of an index. */
export interface StoredRow {
  /** Null in an index, and in a table without rowids, which is stored like one. */
  readonly rowid: bigint | null;
  readonly values: readonly StoredValue[];
}

/** The content of one page. */
export interface TreePage {
  readonly isTable: boolean;
  readonly isLeaf: boolean;
  readonly rows: readonly StoredRow[];
  readonly children: readonly number[];
  /** Overflow pages, with the rest of long rows. */
  readonly overflow: readonly number[];
  /** Rows in the page's count that cannot be read. */
  readonly unreadable: number;
}

interface Cell {
  readonly row: StoredRow;
  readonly overflow: readonly number[];
}

const MAX_ROW_BYTES = 100_000_000;

/** Reads a page of a tree cell by cell, so that a damaged cell costs no other. @returns null when it is no such page */
export function readTreePage(file: PageFile, number: number): TreePage | null {
  const page = file.page(number);
  const start = number === 1 ? 100 : 0;
  const type = page?.[start];
  if (page === undefined || (type !== 2 && type !== 5 && type !== 10 && type !== 13)) {
    return null;
  }
  const isLeaf = type === PAGE.tableLeaf || type === PAGE.indexLeaf;
  const isTable = type === PAGE.tableLeaf || type === PAGE.tableInner;
  const headerBytes = isLeaf ? 8 : 12;
  const count = page.readUInt16BE(start + 3);
  if (start + headerBytes + count * 2 > page.length) {
    return null;
  }
  const rows: StoredRow[] = [];
  const overflow: number[] = [];
  const children: number[] = isLeaf ? [] : [page.readUInt32BE(start + 8)];
  let unreadable = 0;
  for (let index = 0; index < count; index += 1) {
    const at = page.readUInt16BE(start + headerBytes + index * 2);
    if (!isLeaf && at + 4 <= page.length) {
      children.push(page.readUInt32BE(at));
    }
    if (isLeaf || !isTable) {
      const cell = at < start + headerBytes + count * 2 ? null : readCell(file, page, isLeaf ? at : at + 4, isTable);
      unreadable += cell === null ? 1 : 0;
      if (cell !== null) {
        rows.push(cell.row);
        overflow.push(...cell.overflow);
      }
    }
  }
  return { isTable, isLeaf, rows, children, overflow, unreadable };
}

interface Varint {
  readonly value: bigint;
  readonly end: number;
}

function readVarint(bytes: Buffer, start: number): Varint | null {
  let value = 0n;
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) {
      return null;
    }
    if (index === 8) {
      return { value: BigInt.asIntN(64, value * 256n + BigInt(byte)), end: start + 9 };
    }
    value = value * 128n + BigInt(byte % 128);
    if (byte < 128) {
      return { value, end: start + index + 1 };
    }
  }
  return null;
}

function readCell(file: PageFile, page: Buffer, at: number, isTable: boolean): Cell | null {
  const size = readVarint(page, at);
  const rowid = size !== null && isTable ? readVarint(page, size.end) : null;
  if (size === null || (isTable && rowid === null) || size.value < 0n || size.value > MAX_ROW_BYTES) {
    return null;
  }
  const payload = readPayload(file, page, (rowid ?? size).end, Number(size.value), isTable);
  const values = payload === null ? null : readRecord(payload.bytes);
  return payload === null || values === null
    ? null
    : { row: { rowid: rowid?.value ?? null, values }, overflow: payload.overflow };
}

interface Payload {
  readonly bytes: Buffer;
  readonly overflow: readonly number[];
}

/** A long row begins on its page and continues on a chain of overflow pages. */
function readPayload(file: PageFile, page: Buffer, at: number, size: number, isTable: boolean): Payload | null {
  const usable = page.length;
  const largest = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  const smallest = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = smallest + ((size - smallest) % (usable - 4));
  const localBytes = size <= largest ? size : fitting <= largest ? fitting : smallest;
  const parts = [page.subarray(at, at + localBytes)];
  const overflow: number[] = [];
  if (at + localBytes + (localBytes < size ? 4 : 0) > page.length) {
    return null;
  }
  let left = size - localBytes;
  let next = left === 0 ? 0 : page.readUInt32BE(at + localBytes);
  while (left > 0) {
    const following = file.page(next);
    if (following === undefined || overflow.includes(next)) {
      return null;
    }
    overflow.push(next);
    parts.push(following.subarray(4, 4 + Math.min(left, usable - 4)));
    left -= Math.min(left, usable - 4);
    next = following.readUInt32BE(0);
  }
  return { bytes: Buffer.concat(parts, size), overflow };
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8] as const;

function readRecord(bytes: Buffer): readonly StoredValue[] | null {
  const header = readVarint(bytes, 0);
  if (header === null || header.value < 1n || header.value > bytes.length) {
    return null;
  }
  const values: StoredValue[] = [];
  let at = Number(header.value);
  for (let position = header.end; position < Number(header.value); ) {
    const type = readVarint(bytes, position);
    const stored = type === null ? null : readValue(bytes, at, type.value);
    if (type === null || stored === null) {
      return null;
    }
    values.push(stored.value);
    at = stored.end;
    position = type.end;
  }
  return at === bytes.length ? values : null;
}

function readValue(bytes: Buffer, at: number, type: bigint): { value: StoredValue; end: number } | null {
  if (type === 0n) return { value: { kind: 'null' }, end: at };
  if (type === 8n || type === 9n) return { value: { kind: 'integer', value: type - 8n }, end: at };
  if (type === 10n || type === 11n || type < 0n || type > MAX_ROW_BYTES * 2) return null;
  const size = type >= 12n ? Math.floor((Number(type) - 12) / 2) : type === 7n ? 8 : (INTEGER_BYTES[Number(type)] ?? 0);
  const end = at + size;
  if (end > bytes.length) return null;
  if (type === 7n) return { value: { kind: 'real', value: bytes.readDoubleBE(at) }, end };
  if (type < 7n) {
    const value = BigInt.asIntN(size * 8, BigInt(`0x${bytes.toString('hex', at, end)}`));
    return { value: { kind: 'integer', value }, end };
  }
  return { value: { kind: type % 2n === 0n ? 'blob' : 'text', value: bytes.subarray(at, end) }, end };
}

/** The pages of a tree that can be reached from its root. */
export interface Tree {
  readonly pages: readonly number[];
  /** Pages that it refers to but that are damaged or of another kind. */
  readonly missing: number;
}

/** Walks a tree from its root. @param taken pages that belong to something else; those of the tree are added */
export function walkTree(file: PageFile, root: number, isTable: boolean, taken: Set<number>): Tree {
  const pages: number[] = [];
  let missing = 0;
  const waiting = [root];
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    const page = taken.has(number) ? null : readTreePage(file, number);
    if (page === null || page.isTable !== isTable) {
      missing += 1;
      continue;
    }
    taken.add(number);
    page.overflow.forEach((other) => taken.add(other));
    pages.push(number);
    waiting.push(...page.children);
  }
  return { pages, missing };
}

/** The free pages: their rows were deleted. */
export function freePages(file: PageFile): ReadonlySet<number> {
  const free = new Set<number>();
  let trunk = file.page(1)?.readUInt32BE(32) ?? 0;
  for (let page = file.page(trunk); page !== undefined && !free.has(trunk); page = file.page(trunk)) {
    free.add(trunk);
    const count = Math.min(page.readUInt32BE(4), page.length / 4 - 2);
    for (let index = 0; index < count; index += 1) {
      free.add(page.readUInt32BE(8 + index * 4));
    }
    trunk = page.readUInt32BE(0);
  }
  return free;
}
