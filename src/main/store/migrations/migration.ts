/** One step of the database's structure, from the one before it. Once shipped it is never changed again. */
export interface Migration {
  /** Its place in the order, and what `user_version` is afterwards; unique, ascending, gaps allowed. */
  readonly version: number;
  /** What it adds, in kebab-case, as in its file name. */
  readonly name: string;
  /** Statements in SQLite's own words. Tables are STRICT, decimals are TEXT, and every column names its unit. */
  readonly sql: string;
}
