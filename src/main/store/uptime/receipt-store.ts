import type { FarmerDatabase } from '#main/store/sql.ts';

/** A stored receipt with its content as it came. */
export interface StoredReceipt {
  readonly id: number;
  readonly nodeId: number;
  readonly periodStartS: number;
  readonly periodIndex: number;
  /** The receipt's JSON as it came: exports give back every character of it. */
  readonly contentJson: string;
  readonly importedAtMs: number;
}

/** A receipt before it has a number. */
export interface NewReceipt extends Omit<StoredReceipt, 'id'> {
  readonly measuredUptimeS: number;
  readonly rewardMusd: bigint;
  readonly rewardTftUnits: bigint;
  readonly contentSha256: string;
}

/** Minting receipts of every node. */
export interface ReceiptStore {
  /** @returns whether it was new: the same content for the same node is kept once */
  add(receipt: NewReceipt): boolean;
  /** Of one node, or of all when it is null; the latest period first. */
  list(nodeId: number | null): readonly StoredReceipt[];
  /** The receipt of a node's latest period, or undefined. */
  latest(nodeId: number): StoredReceipt | undefined;
}

const COLUMNS = 'id, node_id, period_start_s, period_index, content_json, imported_at_ms';

/** Receipts over an open database. */
export function createReceiptStore(database: FarmerDatabase): ReceiptStore {
  const add = database.statement(`
    INSERT OR IGNORE INTO receipts (node_id, period_start_s, period_index, measured_uptime_s, reward_musd,
      reward_tft_units, content_sha256, content_json, imported_at_ms)
    VALUES (@nodeId, @periodStartS, @periodIndex, @measuredUptimeS, @rewardMusd,
      @rewardTftUnits, @contentSha256, @contentJson, @importedAtMs)`);
  const order = 'ORDER BY period_index DESC, id DESC';
  const all = database.query<StoredReceipt>(`SELECT ${COLUMNS} FROM receipts ${order}`);
  const ofNode = database.query<StoredReceipt>(`SELECT ${COLUMNS} FROM receipts WHERE node_id = @nodeId ${order}`);
  const latest = database.query<StoredReceipt>(
    `SELECT ${COLUMNS} FROM receipts WHERE node_id = @nodeId ${order} LIMIT 1`,
  );
  return {
    add: (receipt) => add.run({ ...receipt }).changes > 0,
    list: (nodeId) => (nodeId === null ? all.all() : ofNode.all({ nodeId })),
    latest: (nodeId) => latest.get({ nodeId }),
  };
}
