/** A value that SQLite keeps as it is. Decimals are bound as plain strings, booleans as 0 or 1. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** Named parameters: `@id` in the text, `{ id }` here. */
export type SqlParameters = Readonly<Record<string, SqlValue>>;

/**
 * How columns become the fields of a type. Names need no entry: `memory_gib` is read as `memoryGib`, and a column named
 * `"resources.mruBytes"` as a field of the field `resources`. SQL renames what is called otherwise (`bid_id AS id`).
 */
export interface ColumnTypes {
  /** Fields kept as 0 or 1. */
  readonly booleans?: readonly string[];
  /** Fields kept as JSON text. */
  readonly json?: readonly string[];
}

/** What a writing statement did. */
export interface SqlRunResult {
  readonly changes: number;
  readonly insertedId: number;
}

/**
 * A statement, prepared at its first use and kept. `Row` names its columns, with integers as numbers (safe up to
 * 2^53-1; for wider ones see {@link FarmerDatabase.rawStatement}). Rows with values that the program never writes are
 * left out.
 */
export interface SqlStatement<Row> {
  /** @param parameters by name, or by position, which is several times faster */
  run(parameters?: SqlParameters | readonly SqlValue[]): SqlRunResult;
  get(parameters?: SqlParameters): Row | undefined;
  all(parameters?: SqlParameters): readonly Row[];
  iterate(parameters?: SqlParameters): IterableIterator<Row>;
}

/** Named parameters of a query: booleans are kept as 0 or 1. */
export type QueryParameters = Readonly<Record<string, SqlValue | boolean>>;

/** A statement that returns entities of the contract. */
export interface SqlQuery<Entity> {
  run(parameters?: QueryParameters): SqlRunResult;
  get(parameters?: QueryParameters): Entity | undefined;
  all(parameters?: QueryParameters): readonly Entity[];
  iterate(parameters?: QueryParameters): IterableIterator<Entity>;
}

/**
 * One open connection to Farmer's database. Every call is synchronous, and everything it throws is a FarmerError
 * (DISK_FULL, DATABASE_CORRUPT, DATA_DIR_HELD, DATA_DIR_UNUSABLE) or a programming error.
 */
export interface FarmerDatabase {
  /** The file, absolute. */
  readonly filePath: string;
  readonly isOpen: boolean;
  /** A statement over named parameters; its text must be a constant of the program. */
  statement<Row = never>(sql: string): SqlStatement<Row>;
  /**
   * As {@link statement}, but returns the fields of a type instead of columns; see {@link ColumnTypes}. Parameters may
   * be booleans, kept as 0 or 1.
   */
  query<Entity>(sql: string, types?: ColumnTypes): SqlQuery<Entity>;
  /** As {@link statement}, with every integer as bigint, and rows as they are stored, whatever is in them. */
  rawStatement<Row = never>(sql: string): SqlStatement<Row>;
  /**
   * Runs the work in one IMMEDIATE transaction and returns its result; if it throws, nothing was written. Nested calls
   * join the outer transaction as savepoints. The work must be synchronous.
   */
  transaction<T>(work: () => T): T;
  /** Runs reads that must see the same state of the data, whatever other processes write meanwhile. */
  snapshot<T>(work: () => T): T;
  /** Runs several statements without parameters or results: migrations. */
  execute(sql: string): void;
  /** The whole database as the bytes of a file. */
  serialize(): Buffer;
  /** The single value that a pragma gives, like `pragma('data_version')`. */
  pragma(text: string): SqlValue;
  /**
   * Opens the file again after it was replaced or restored; statements stay usable. When the new file cannot be opened
   * or prepared, the old connection stays.
   * @param prepare makes the new connection usable
   */
  reconnect(prepare: (fresh: FarmerDatabase) => void): void;
  /** Closes the connection; closing the last one merges the write-ahead log into the file. Closing twice is fine. */
  close(): void;
}
