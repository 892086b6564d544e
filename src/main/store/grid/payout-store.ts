import type { FarmerDatabase } from '#main/store/sql.ts';

/** A payment of TFT by their issuer, whose memo is the hash of a receipt. */
export interface StoredPayout {
  readonly operationId: string;
  readonly receiptHash: string;
  readonly account: string;
  readonly transactionHash: string;
  readonly atS: number;
  /** Units of 1e-7 TFT. */
  readonly tftUnits: number;
}

/** Payouts as Stellar records them. */
export function createPayoutStore(database: FarmerDatabase) {
  const columns = 'operation_id, receipt_hash, account, transaction_hash, at_s, tft_units';
  const add = database.query(`
    INSERT OR IGNORE INTO grid_payouts (${columns})
    VALUES (@operationId, @receiptHash, @account, @transactionHash, @atS, @tftUnits)`);
  const list = database.query<StoredPayout>(`SELECT ${columns} FROM grid_payouts ORDER BY at_s, operation_id`);
  return {
    /** @returns whether it was new */
    add: (payout: StoredPayout) => add.run({ ...payout }).changes > 0,
    /** Oldest first. */
    list: () => list.all(),
  };
}
