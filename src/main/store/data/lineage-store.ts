import type { FarmerDatabase } from '#main/store/sql.ts';

/** Gives the data a new token; it belongs into the transaction that replaces the rows. */
export function renewLineage(database: FarmerDatabase): void {
  database.execute('UPDATE main.data_lineage SET token = lower(hex(randomblob(8)))');
}

/** Shows whether row ids that were read earlier still mean the same rows. */
export function createLineageStore(database: FarmerDatabase) {
  const select = database.statement<{ token: string }>('SELECT token FROM data_lineage WHERE id = 1');
  return {
    /** It changes when a backup is restored: row ids that were read before then mean other rows. */
    token: () => select.get()?.token ?? '',
  };
}
