import { openMemoryDatabase } from './database.ts';
import { appliedVersions, migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { isCapture } from './share/capture.ts';
import type { FarmerDatabase } from './sql.ts';

/** The table in which a backup describes itself; no part of the data's structure. */
export const BACKUP_INFO_TABLE = 'backup_info';

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

const SCHEMA_QUERY = `
  SELECT type, name, sql FROM sqlite_schema
  WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '${BACKUP_INFO_TABLE}'
  ORDER BY type, name
`;

/** All tables and indexes with their statements, as one text to compare. */
export function describeStructure(database: FarmerDatabase): string {
  return (
    database
      .statement<SchemaRow>(SCHEMA_QUERY)
      .all()
      // The triggers of a shared database are left out, unless they differ from those that sharing creates.
      .filter((row) => row.type !== 'trigger' || !isCapture({ name: row.name, sql: row.sql ?? '' }))
      .map((row) => `${row.type} ${row.name} ${(row.sql ?? '').replaceAll(/\s+/g, ' ').trim()}`)
      .join('\n')
  );
}

/** Whether a database has exactly the tables, columns, triggers and views that its applied migrations create. */
export function hasExpectedStructure(database: FarmerDatabase): boolean {
  const applied = appliedVersions(database);
  const expected = openMemoryDatabase();
  try {
    migrate(expected, {
      backupDirectory: null,
      nowMs: 0,
      migrations: MIGRATIONS.filter((migration) => applied.has(migration.version)),
    });
    return describeStructure(database) === describeStructure(expected);
  } finally {
    expected.close();
  }
}

/** A table with the columns that hold its data. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

/** The tables that hold data, without computed ones; a table comes after those that it refers to. */
export function dataTables(database: FarmerDatabase): readonly TableShape[] {
  const rows = database
    .statement<{ table: string; column: string }>(`
      SELECT s.name AS "table", c.name AS "column"
      FROM sqlite_schema AS s JOIN pragma_table_info(s.name) AS c
      WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        AND s.name NOT IN ('schema_migrations', 'farm_rows', '${BACKUP_INFO_TABLE}')
      ORDER BY s.rowid, c.cid
    `)
    .all();
  const byTable = Map.groupBy(rows, (row) => row.table);
  return [...byTable].map(([name, columns]) => ({ name, columns: columns.map((row) => row.column) }));
}

/** An SQL identifier, quoted. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
