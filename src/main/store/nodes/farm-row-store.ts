import type { FarmerDatabase } from '#main/store/sql.ts';

/** A row of the farm as it was computed, and how long it stands. */
export interface StoredFarmRow {
  readonly nodeId: number;
  /** What made it beside the tables: the program, the time zone, the price of a TFT. */
  readonly madeBy: string;
  readonly periodIndex: number;
  readonly validUntilS: number;
  readonly rowJson: string;
}

/** Computed rows of the farm. What a row was made from takes it away when it changes. */
export interface FarmRowStore {
  /** Those that stand now. */
  list(now: Pick<StoredFarmRow, 'madeBy' | 'periodIndex'> & { readonly nowS: number }): readonly StoredFarmRow[];
  /** A mark of what other processes wrote so far. */
  mark(): unknown;
  /** Keeps rows, unless another process wrote since the mark: they may be made from what is not there any more. */
  save(rows: readonly StoredFarmRow[], mark: unknown): void;
}

/** Rows of the farm over an open database. */
export function createFarmRowStore(database: FarmerDatabase): FarmRowStore {
  const columns = 'node_id, made_by, period_index, valid_until_s, row_json';
  const list = database.statement<{ nodeId: number; validUntilS: number; rowJson: string }>(`
    SELECT node_id AS nodeId, valid_until_s AS validUntilS, row_json AS rowJson FROM farm_rows
    WHERE made_by = @madeBy AND period_index = @periodIndex AND valid_until_s >= @nowS`);
  const save = database.query(`
    INSERT OR REPLACE INTO farm_rows (${columns}) VALUES (@nodeId, @madeBy, @periodIndex, @validUntilS, @rowJson)`);
  const mark = () => database.pragma('data_version');
  return {
    list: ({ madeBy, periodIndex, nowS }) =>
      list.all({ madeBy, periodIndex, nowS }).map((row) => ({ ...row, madeBy, periodIndex })),
    mark,
    save: (rows, before) =>
      database.transaction(() => {
        if (mark() !== before) return;
        for (const row of rows) save.run({ ...row });
      }),
  };
}
