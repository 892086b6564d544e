import type { SqlValue } from './sql.ts';
import { type Check, checkOf, standInOf, type StoredColumn } from './stored-values.ts';

/** A row as the driver gives it. */
export type Row = Record<string, SqlValue>;
/** Puts a row right where it can be. @returns whether it can be read */
export type RowReader = (row: Row) => boolean;

interface CheckedColumn {
  readonly name: string;
  readonly place: StoredColumn;
  readonly check: Check;
}

/** What a prepared statement says of its columns. */
interface Columns {
  readonly reader: boolean;
  columns(): readonly {
    readonly name: string;
    readonly table: string | null;
    readonly column: string | null;
    readonly type: string | null;
  }[];
}

/**
 * Checks every row that a statement reads by the columns it comes from: one value that nobody could work with costs its own
 * row and no other, in every list.
 * @returns null where no column needs a check
 */
export function rowReader(statement: Columns, onUnreadable: (column: StoredColumn) => void): RowReader | null {
  const checked: readonly CheckedColumn[] = statement.reader
    ? statement.columns().flatMap(({ name, table, column, type }) => {
        const place = table === null || column === null ? null : { table, column };
        const check = place === null ? isFiniteNumber : checkOf(place, type ?? '');
        return check === null ? [] : [{ name, place: place ?? COMPUTED, check }];
      })
    : [];
  return checked.length === 0 ? null : (row) => checked.every((column) => isRead(row, column, onUnreadable));
}

/** Numbers that a query computes out of values that are all fine may still be too large. */
const COMPUTED: StoredColumn = { table: '', column: '' };
const isFiniteNumber: Check = (value) => typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER;

function isRead(
  row: Row,
  { name, place, check }: CheckedColumn,
  onUnreadable: (column: StoredColumn) => void,
): boolean {
  const value = row[name] ?? null;
  if (value === null || check(value)) {
    return true;
  }
  if (place !== COMPUTED) onUnreadable(place);
  const standIn = standInOf(place);
  if (standIn === undefined) {
    return false;
  }
  row[name] = standIn;
  return true;
}
