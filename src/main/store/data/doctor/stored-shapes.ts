import { quoted } from '#main/store/structure.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import type { StoredRow, StoredValue } from './tree-reader.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** The column is an alias of the rowid, and nothing is stored in its place. */
  readonly isRowid: boolean;
}

/** The columns of the rows in a tree: of a table, or of an index, which must not be mistaken for one. */
export interface Shape {
  readonly name: string;
  readonly isIndex: boolean;
  /** Whether it is a table with rowids; tables without them are stored like an index. */
  readonly hasRowids: boolean;
  /** In the order in which they are stored. */
  readonly columns: readonly Column[];
}

interface TableRow {
  readonly name: string;
  readonly wr: number;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
  readonly hasDefault: number;
}

const COLUMNS_QUERY = `
  SELECT name, type, "notnull", pk, dflt_value IS NOT NULL AS hasDefault FROM pragma_table_info(@table) ORDER BY cid
`;

/** The shapes of all trees of a database with this structure. */
export function shapesOf(database: FarmerDatabase): readonly Shape[] {
  const tables = database
    .statement<TableRow>("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    .all()
    .filter(({ name }) => name !== 'sqlite_schema');
  return tables.flatMap((table) => [tableShape(database, table), ...indexShapes(database, table)]);
}

function tableShape(database: FarmerDatabase, { name, wr }: TableRow): Shape {
  const hasRowids = wr === 0;
  const stored = database.statement<ColumnRow>(COLUMNS_QUERY).all({ table: name });
  const keys = stored.filter((column) => column.pk > 0).toSorted((a, b) => a.pk - b.pk);
  const isRowid = (column: ColumnRow) => hasRowids && keys.length === 1 && column.pk === 1 && column.type === 'INTEGER';
  const ordered = hasRowids ? stored : [...keys, ...stored.filter((column) => column.pk === 0)];
  return {
    name,
    isIndex: false,
    hasRowids,
    columns: ordered.map((column) => ({
      name: column.name,
      type: column.type,
      isRequired: (column.notnull === 1 || (!hasRowids && column.pk > 0)) && !isRowid(column),
      isRowid: isRowid(column),
    })),
  };
}

function indexShapes(database: FarmerDatabase, table: TableRow): readonly Shape[] {
  const types = new Map(
    database
      .statement<ColumnRow>(COLUMNS_QUERY)
      .all({ table: table.name })
      .map((column) => [column.name, column.type]),
  );
  const indexes = database
    .statement<{ name: string; origin: string }>('SELECT name, origin FROM pragma_index_list(@table)')
    .all({ table: table.name })
    .filter(({ origin }) => table.wr === 0 || origin !== 'pk');
  return indexes.map(({ name }) => ({
    name,
    isIndex: true,
    hasRowids: false,
    columns: database
      .statement<{ name: string | null }>('SELECT name FROM pragma_index_xinfo(@index)')
      .all({ index: name })
      .map((column) => ({
        name: column.name ?? 'rowid',
        type: types.get(column.name ?? '') ?? 'INTEGER',
        isRequired: column.name === null,
        isRowid: false,
      })),
  }));
}

function fitsColumn(value: StoredValue, column: Column): boolean {
  if (value.kind === 'null' || column.isRowid) {
    return value.kind === 'null' && !column.isRequired;
  }
  return column.type === '' || column.type === 'ANY' || column.type.toLowerCase() === value.kind;
}

/** Whether a row can belong to a tree. Columns that were added to a table later may be missing in it. */
export function fits(row: StoredRow, shape: Shape): boolean {
  return (
    (row.rowid !== null) === shape.hasRowids &&
    row.values.length > 0 &&
    (shape.hasRowids ? row.values.length <= shape.columns.length : row.values.length === shape.columns.length) &&
    row.values.every((value, index) => {
      const column = shape.columns[index];
      return column !== undefined && fitsColumn(value, column);
    })
  );
}

/** Inserts rows into the tables of a new database. */
export function createRowWriter(database: FarmerDatabase) {
  /** @returns whether the row was inserted */
  const write = (shape: Shape, row: StoredRow): boolean => {
    const columns = shape.columns.slice(0, row.values.length);
    const values = columns.map((column, index) => (column.type === 'TEXT' ? `CAST(@c${index} AS TEXT)` : `@c${index}`));
    const text = `INSERT INTO ${quoted(shape.name)} (${columns.map(({ name }) => quoted(name)).join(', ')}) VALUES (${values.join(', ')})`;
    const parameters = Object.fromEntries(
      columns.map((column, index) => [`c${index}`, column.isRowid ? row.rowid : valueOf(row.values[index])]),
    );
    try {
      database.statement(text).run(parameters);
      return true;
    } catch {
      return false;
    }
  };
  /** Whether a table accepts rows; the inserts are rolled back. */
  const takes = (shape: Shape, rows: readonly StoredRow[]): boolean => {
    database.execute('SAVEPOINT trial');
    try {
      return rows.every((row) => write(shape, row));
    } finally {
      database.execute('ROLLBACK TO trial; RELEASE trial;');
    }
  };
  return { write, takes };
}

function valueOf(stored: StoredValue | undefined) {
  return stored === undefined || stored.kind === 'null' ? null : stored.value;
}
