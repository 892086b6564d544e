import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { isSupportedNode, unsupportedNodeMessage } from '#main/runtime.ts';
import { FarmerError } from '#shared/errors.ts';
import { storedText } from '#shared/message.ts';
import { databaseCorrupt, errorCodeOf, withTranslatedErrors } from './database-errors.ts';
import { entityQuery } from './entities.ts';
import { lazyStatement } from './lazy-statement.ts';
import { rowReader } from './row-reader.ts';
import type { StoredColumn } from './stored-values.ts';
import type { ColumnTypes, FarmerDatabase, SqlParameters, SqlQuery, SqlStatement, SqlValue } from './sql.ts';

/** Marks the file as Farmer's in its header: "FARM" in ASCII. */
export const APPLICATION_ID = 0x46_41_52_4d;
/** How long a writer waits for another process before it gives up, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5000;

type Driver = typeof BetterSqlite3;
type Connection = BetterSqlite3.Database;

/** The addon is loaded only here, after the check that the runtime is new enough for it. */
function loadDriver(): Driver {
  if (!isSupportedNode(process.versions.node)) {
    const [what = '', hint = ''] = unsupportedNodeMessage(process.versions.node).split('\n');
    throw new FarmerError('UNSUPPORTED_RUNTIME', storedText(what.replace('error: ', '')), {
      hint: storedText(hint.replace('hint: ', '')),
    });
  }
  return createRequire(import.meta.url)('better-sqlite3') as Driver;
}

/** How to open a database file. */
export interface OpenOptions {
  /** Fails instead of creating the file. Default false. */
  readonly mustExist?: boolean;
  /** Opens for reading only, without touching the file or its directory. Default false. */
  readonly isReadOnly?: boolean;
  /** For files that are moved or sent: everything is in one file, without a write-ahead log. Default false. */
  readonly isSingleFile?: boolean;
  /** Skips the check of a file that was not closed cleanly: to read what is left in a damaged one. */
  readonly skipsCheck?: boolean;
  /** Default {@link BUSY_TIMEOUT_MS}. */
  readonly busyTimeoutMs?: number;
  /** Called for a value that the program never writes: its row is left out, or the value counts as unknown. */
  readonly onUnreadable?: ((column: StoredColumn) => void) | undefined;
}

/**
 * Opens a database file with the settings every connection has: write-ahead log, full synchronisation (a commit survives
 * a power cut), foreign keys on, untrusted schema off. It runs no migration: see `openStores` in `stores.ts`.
 *
 * The file is checked for damage at opening only when the last writer did not close it cleanly; backups, migrations and
 * the doctor check it always.
 * @throws FarmerError DATABASE_CORRUPT, DATA_DIR_UNUSABLE, DATA_DIR_HELD, DISK_FULL, UNSUPPORTED_RUNTIME
 */
export function openConnection(filePath: string, options: OpenOptions = {}): FarmerDatabase {
  const absolutePath = resolve(filePath);
  return new SqliteDatabase(absolutePath, () => connect(absolutePath, options), options.onUnreadable);
}

/**
 * A database in memory only: the expected structure, or the content of a file that must not be touched.
 * @param image the bytes of a database file without a log
 */
export function openMemoryDatabase(
  image?: Buffer,
  { onUnreadable }: Pick<OpenOptions, 'onUnreadable'> = {},
): FarmerDatabase {
  const open = () => {
    const connection = new (loadDriver())(image ?? ':memory:');
    try {
      configure(connection, { isReadOnly: true });
      return connection;
    } catch (error) {
      connection.close();
      throw openingError(error);
    }
  };
  return new SqliteDatabase(':memory:', open, onUnreadable);
}

function connect(absolutePath: string, options: OpenOptions): Connection {
  const driver = loadDriver();
  const isReadOnly = options.isReadOnly ?? false;
  const wasLeftOpen = hasContent(`${absolutePath}-wal`);
  if (!isReadOnly && options.mustExist !== true) {
    createPrivateFile(absolutePath);
  }
  const connection = new driver(absolutePath, {
    readonly: isReadOnly,
    fileMustExist: true,
    timeout: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
  });
  try {
    configure(connection, options);
    if (wasLeftOpen && options.skipsCheck !== true) {
      assertVerdict(connection.pragma('quick_check(1)', { simple: true }));
    }
    return connection;
  } catch (error) {
    connection.close();
    throw openingError(error);
  }
}

/** At opening no statement can be wrong, so what SQLite reports as one is a damaged header or structure. */
function openingError(error: unknown): unknown {
  return errorCodeOf(error) === 'SQLITE_ERROR' ? databaseCorrupt(error) : error;
}

/** SQLite gives its side files the mode of the main file, so the file is made private before SQLite opens it. */
function createPrivateFile(filePath: string): void {
  if (!existsSync(filePath)) {
    closeSync(openSync(filePath, 'a', 0o600));
  }
}

function hasContent(filePath: string): boolean {
  return (statSync(filePath, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function configure(connection: Connection, options: OpenOptions): void {
  connection.prepare('SELECT count(*) FROM sqlite_schema').get();
  connection.pragma('trusted_schema = OFF');
  connection.pragma('cell_size_check = ON');
  connection.pragma('foreign_keys = ON');
  if (options.isReadOnly === true) {
    return;
  }
  connection.pragma(`journal_mode = ${options.isSingleFile === true ? 'DELETE' : 'WAL'}`);
  connection.pragma('synchronous = FULL');
  connection.pragma('temp_store = MEMORY');
}

/**
 * Reads every page once and compares the structure.
 * @throws FarmerError DATABASE_CORRUPT when anything is wrong
 */
export function assertSound(database: FarmerDatabase): void {
  assertVerdict(database.pragma('quick_check(1)'));
}

function assertVerdict(verdict: unknown): void {
  if (verdict !== 'ok') {
    throw databaseCorrupt(new Error(String(verdict)));
  }
}

/** How many connections this process has to each file. */
const openFiles = new Map<string, number>();

/** Whether this process has a file open: reading it without SQLite would then release SQLite's locks. */
export function isOpenHere(filePath: string): boolean {
  return (openFiles.get(resolve(filePath)) ?? 0) > 0;
}

function countOpen(filePath: string, change: 1 | -1): void {
  openFiles.set(filePath, (openFiles.get(filePath) ?? 0) + change);
}

class SqliteDatabase implements FarmerDatabase {
  readonly filePath: string;
  readonly #connect: () => Connection;
  readonly #onUnreadable: (column: StoredColumn) => void;
  readonly #statements = new Map<string, SqlStatement<unknown>>();
  #connection: Connection;

  constructor(filePath: string, connectAgain: () => Connection, onUnreadable: OpenOptions['onUnreadable'] = ignore) {
    this.filePath = filePath;
    this.#connect = connectAgain;
    this.#onUnreadable = onUnreadable;
    this.#connection = withTranslatedErrors(connectAgain);
    countOpen(filePath, 1);
  }

  get isOpen(): boolean {
    return this.#connection.open;
  }

  statement<Row = never>(sql: string): SqlStatement<Row> {
    return this.#kept(sql, false) as SqlStatement<Row>;
  }

  query<Entity>(sql: string, types: ColumnTypes = {}): SqlQuery<Entity> {
    return entityQuery<Entity>(this.statement<Readonly<Record<string, SqlValue>>>(sql), types);
  }

  rawStatement<Row = never>(sql: string): SqlStatement<Row> {
    return this.#kept(sql, true) as SqlStatement<Row>;
  }

  transaction<T>(work: () => T): T {
    return withTranslatedErrors(() => markingFirst(this.#connection, work));
  }

  snapshot<T>(work: () => T): T {
    return withTranslatedErrors(() => this.#connection.transaction(work).deferred());
  }

  execute(sql: string): void {
    withTranslatedErrors(() => this.#connection.exec(sql));
  }

  serialize(): Buffer {
    return withTranslatedErrors(() => this.#connection.serialize());
  }

  pragma(text: string): SqlValue {
    return withTranslatedErrors(() => this.#connection.pragma(text, { simple: true }) as SqlValue);
  }

  reconnect(prepare: (fresh: FarmerDatabase) => void): void {
    const fresh = new SqliteDatabase(this.filePath, this.#connect, this.#onUnreadable);
    try {
      prepare(fresh);
    } catch (error) {
      fresh.close();
      throw error;
    }
    const old = this.#connection;
    this.#connection = fresh.#connection;
    withTranslatedErrors(() => old.close());
    countOpen(this.filePath, -1);
  }

  close(): void {
    if (this.isOpen) {
      countOpen(this.filePath, -1);
    }
    withTranslatedErrors(() => this.#connection.close());
  }

  #kept(sql: string, isRaw: boolean): SqlStatement<unknown> {
    const key = isRaw ? `raw:${sql}` : sql;
    const known = this.#statements.get(key);
    if (known !== undefined) {
      return known;
    }
    const made = lazyStatement(
      () => this.#connection,
      (connection) => {
        const statement = connection.prepare<[SqlParameters | readonly SqlValue[]]>(sql).safeIntegers(isRaw);
        const read = isRaw ? null : rowReader(statement, this.#onUnreadable);
        const isChange = /^\s*(?:INSERT|UPDATE|DELETE)\b/i.test(sql);
        const needsMark = () => isChange && !connection.inTransaction && !marked.has(connection);
        const run = (parameters: SqlParameters | readonly SqlValue[]) =>
          needsMark() ? markingFirst(connection, () => statement.run(parameters)) : statement.run(parameters);
        return { statement, read, run };
      },
    );
    this.#statements.set(key, made);
    return made;
  }
}

/** Connections that have written. */
const marked = new WeakSet<Connection>();

/**
 * Runs work that writes in a transaction. The first one of a connection changes a counter in the first page, which
 * tells its log from that of a copy of the file: see `data/log-owner.ts`.
 */
function markingFirst<T>(connection: Connection, work: () => T): T {
  const isFirst = !marked.has(connection);
  const result = connection
    .transaction(() => {
      if (isFirst) connection.pragma(`user_version = ${String(connection.pragma('user_version', { simple: true }))}`);
      return work();
    })
    .immediate();
  marked.add(connection);
  return result;
}

function ignore(): void {
  // No callback was given.
}
