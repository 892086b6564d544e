import type { FarmerDatabase } from '#main/store/sql.ts';

/** Tells whether the data is still the one that row numbers were taken from. */
export interface LineageStore {
  /** Another token than before: a backup was restored, and remembered row numbers mean something else. */
  token(): string;
}

/** Gives the data a new token, within the transaction that replaces its rows. */
export function renewLineage(database: FarmerDatabase): void {
  database.execute('UPDATE main.data_lineage SET token = lower(hex(randomblob(8)))');
}

/** The lineage over an open database. */
export function createLineageStore(database: FarmerDatabase): LineageStore {
  const select = database.statement<{ token: string }>('SELECT token FROM data_lineage WHERE id = 1');
  return { token: () => select.get()?.token ?? '' };
}
