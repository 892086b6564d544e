import { checkOf, standInOf } from '#main/store/stored-values.ts';
import type { FarmerDatabase, SqlParameters, SqlValue } from '#main/store/sql.ts';
import { dataTables, quoted } from '#main/store/structure.ts';

/** A row with values that the program never writes. */
export interface UnreadableRow {
  readonly table: string;
  /** The values of its key. */
  readonly key: SqlParameters;
  readonly columns: readonly string[];
}

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

/** All rows that lists leave out, or with a value that counts as unknown. */
export function findUnreadableRows(database: FarmerDatabase): readonly UnreadableRow[] {
  return dataTables(database).flatMap(({ name: table }) => {
    const info = database.statement<ColumnInfo>('SELECT name, type, pk FROM pragma_table_info(@table)').all({ table });
    const keys = info.filter(({ pk }) => pk > 0).map(({ name }) => name);
    const checked = info.flatMap(({ name, type }) => {
      const check = checkOf({ table, column: name }, type);
      return check === null ? [] : [{ name, check }];
    });
    const found: UnreadableRow[] = [];
    const rows = database.rawStatement<Readonly<Record<string, SqlValue>>>(`SELECT * FROM ${quoted(table)}`);
    for (const row of rows.iterate()) {
      const isFine = (name: string, check: (value: SqlValue) => boolean) => {
        const value = row[name] ?? null;
        return value === null || check(value);
      };
      const columns = checked.filter(({ name, check }) => !isFine(name, check)).map(({ name }) => name);
      if (columns.length > 0) {
        found.push({ table, key: Object.fromEntries(keys.map((name) => [name, row[name] ?? null])), columns });
      }
    }
    return found;
  });
}

/** Deletes such rows and what belongs to them; of a node only the bad values are replaced. @returns the rows */
export function repairUnreadableRows(database: FarmerDatabase): readonly UnreadableRow[] {
  return database.transaction(() => {
    const found = findUnreadableRows(database);
    for (const row of found) repair(database, row);
    return found;
  });
}

function repair(database: FarmerDatabase, { table, key, columns }: UnreadableRow): void {
  const isRow = Object.keys(key)
    .map((name) => `${quoted(name)} IS @${name}`)
    .join(' AND ');
  const standIns = columns.map((column) => [column, standInOf({ table, column })] as const);
  const isKept = standIns.every(([, value]) => value !== undefined);
  if (!isKept) {
    database.statement(`DELETE FROM ${quoted(table)} WHERE ${isRow}`).run(key);
    return;
  }
  for (const [column, value] of standIns) {
    database
      .statement(`UPDATE ${quoted(table)} SET ${quoted(column)} = @standIn WHERE ${isRow}`)
      .run({ ...key, standIn: value ?? null });
  }
}

const MOST_NAMED = 5;

/** A text that names the first few rows by table, key and column. */
export function namesOf(rows: readonly UnreadableRow[]): string {
  const names = rows.slice(0, MOST_NAMED).map(({ table, key, columns }) => {
    const where = Object.entries(key).map(([name, value]) => `${name} ${String(value)}`);
    return `${table} ${where.join(', ')}: ${columns.join(', ')}`;
  });
  return [...names, ...(rows.length > MOST_NAMED ? ['…'] : [])].join('; ');
}
