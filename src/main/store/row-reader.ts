import type { SqlValue } from './sql.ts';
import { type Check, checkOf, standInOf, type StoredColumn } from './stored-values.ts';

/** A row as the driver returns it. */
export type Row = Record<string, SqlValue>;
/** Replaces unreadable values in a row where that is possible. @returns whether the row can be used */
export type RowReader = (row: Row) => boolean;

interface CheckedColumn {
  readonly name: string;
  readonly place: StoredColumn;
  readonly check: Check;
}

/** The origin of a column of a prepared statement. */
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
 * Checks the values of every row by the table columns that they come from: one unusable value costs its own row in
 * every list, and no other.
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

/** A number that a query computes from valid values may still be too large. */
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
