/** One step of the database's structure. Once released it is never changed. */
export interface Migration {
  /** Its place in the order, and the `user_version` after it; unique, ascending, gaps allowed. */
  readonly version: number;
  /** What it adds, in kebab-case, like its file name. */
  readonly name: string;
  /** SQL statements. Tables are STRICT, decimals are TEXT, and the name of every column contains its unit. */
  readonly sql: string;
}
