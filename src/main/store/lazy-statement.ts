import type BetterSqlite3 from 'better-sqlite3';
import { withTranslatedErrors } from './database-errors.ts';
import type { Row, RowReader } from './row-reader.ts';
import type { SqlParameters, SqlStatement, SqlValue } from './sql.ts';

type Connection = BetterSqlite3.Database;
type PreparedStatement = BetterSqlite3.Statement<[SqlParameters | readonly SqlValue[]]>;

/** A statement of a connection, and how its rows are read. */
export interface Prepared {
  readonly statement: PreparedStatement;
  /** Null where rows are returned as they are. */
  readonly read: RowReader | null;
  readonly run: (parameters: SqlParameters | readonly SqlValue[]) => BetterSqlite3.RunResult;
}

/**
 * Prepares a statement at its first use, and again on a new connection: a store can name all its statements without the
 * cost of those that a command never runs, and keeps them when the database is opened again.
 */
export function lazyStatement(
  connection: () => Connection,
  prepare: (connection: Connection) => Prepared,
): SqlStatement<unknown> {
  let prepared: (Prepared & { readonly on: Connection }) | undefined;
  const use = <T>(work: (prepared: Prepared) => T): T =>
    withTranslatedErrors(() => {
      const current = connection();
      if (prepared === undefined || prepared.on !== current) {
        prepared = { on: current, ...prepare(current) };
      }
      return work(prepared);
    });
  return {
    run: (parameters = {}) =>
      use(({ run }) => {
        const result = run(parameters);
        return { changes: result.changes, insertedId: Number(result.lastInsertRowid) };
      }),
    get: (parameters = {}) =>
      use(({ statement, read }) => {
        const first = statement.get(parameters);
        if (first === undefined || read === null || read(first as Row)) return first;
        // The first readable row: a query for the latest of many has more.
        const [next] = readable(statement.iterate(parameters), read);
        return next;
      }),
    all: (parameters = {}) =>
      use(({ statement, read }) => {
        const rows = statement.all(parameters);
        return read === null ? rows : rows.filter((row) => read(row as Row));
      }),
    iterate: (parameters = {}) =>
      use(({ statement, read }) => {
        const rows = statement.iterate(parameters);
        return read === null ? rows : readable(rows, read);
      }),
  };
}

function* readable(rows: IterableIterator<unknown>, read: RowReader): IterableIterator<unknown> {
  for (const row of rows) {
    if (read(row as Row)) yield row;
  }
}
