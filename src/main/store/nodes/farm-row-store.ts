import type { FarmerDatabase } from '#main/store/sql.ts';

/** What a row of the farm is computed from besides the tables. */
export interface RowKey {
  /** The program, the time zone and the prices. */
  readonly madeBy: string;
  readonly periodIndex: number;
}

/** A computed row of the farm. */
export interface StoredFarmRow extends RowKey {
  readonly nodeId: number;
  readonly validUntilS: number;
  readonly rowJson: string;
}

/** Computed rows of the farm. Triggers delete a row when the data it was computed from changes. */
export function createFarmRowStore(database: FarmerDatabase) {
  const columns = 'node_id, made_by, period_index, valid_until_s, row_json';
  const list = database.statement<{ nodeId: number; validUntilS: number; rowJson: string }>(`
    SELECT node_id AS nodeId, valid_until_s AS validUntilS, row_json AS rowJson FROM farm_rows
    WHERE made_by = @madeBy AND period_index = @periodIndex AND valid_until_s >= @nowS`);
  const save = database.query(`
    INSERT OR REPLACE INTO farm_rows (${columns}) VALUES (@nodeId, @madeBy, @periodIndex, @validUntilS, @rowJson)`);
  const mark = () => database.pragma('data_version');
  return {
    /** The rows that are valid now. */
    list: ({ madeBy, periodIndex }: RowKey, nowS: number): readonly StoredFarmRow[] =>
      list.all({ madeBy, periodIndex, nowS }).map((row) => ({ ...row, madeBy, periodIndex })),
    /** A value that changes when another process writes. */
    mark,
    /** Saves rows, unless another process wrote since the mark: the rows may then come from data that has changed. */
    save: (rows: readonly StoredFarmRow[], before: unknown) =>
      database.transaction(() => {
        if (mark() !== before) return;
        for (const row of rows) save.run({ ...row });
      }),
  };
}
