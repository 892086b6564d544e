import type { PriceCurrency } from '#shared/domain/slices/prices/currency.ts';
import type { NewPriceChange, PriceChange, SetPrice } from '#shared/domain/slices/prices/history.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A change of a price with the slice it belongs to. */
export interface StoredPriceChange extends PriceChange {
  readonly nodeId: number;
  readonly kindId: string;
}

/** The history of the price of each kind of slice on each node. */
export interface PriceStore {
  /** Oldest first. */
  changes(nodeId: number, kindId: string): readonly StoredPriceChange[];
  /** Of all slices of a node, oldest first. */
  changesOfNode(nodeId: number): readonly StoredPriceChange[];
  add(nodeId: number, kindId: string, change: NewPriceChange): void;
}

interface ChangeRow {
  readonly id: number;
  readonly node_id: number;
  readonly kind_id: string;
  readonly change: PriceChange['kind'];
  readonly from_price_month: string | null;
  readonly from_currency: PriceCurrency | null;
  readonly to_price_month: string | null;
  readonly to_currency: PriceCurrency | null;
  readonly changed_by: string;
  readonly reason: string | null;
  readonly changed_at_ms: number;
}

const COLUMNS =
  'id, node_id, kind_id, change, from_price_month, from_currency, to_price_month, to_currency, changed_by, reason, changed_at_ms';

function priceOf(priceMonth: string | null, currency: PriceCurrency | null): SetPrice | null {
  return priceMonth === null || currency === null ? null : { priceMonth, currency };
}

function fromRow(row: ChangeRow): StoredPriceChange {
  return {
    id: row.id,
    nodeId: row.node_id,
    kindId: row.kind_id,
    kind: row.change,
    from: priceOf(row.from_price_month, row.from_currency),
    to: priceOf(row.to_price_month, row.to_currency),
    atMs: row.changed_at_ms,
    by: row.changed_by,
    reason: row.reason,
  };
}

/** The price histories over an open database. */
export function createPriceStore(database: FarmerDatabase): PriceStore {
  const ofSlice = database.statement<ChangeRow>(
    `SELECT ${COLUMNS} FROM price_changes WHERE node_id = @nodeId AND kind_id = @kindId ORDER BY id`,
  );
  const ofNode = database.statement<ChangeRow>(
    `SELECT ${COLUMNS} FROM price_changes WHERE node_id = @nodeId ORDER BY id`,
  );
  const insert = database.statement(`
    INSERT INTO price_changes (node_id, kind_id, change, from_price_month, from_currency, to_price_month, to_currency,
      changed_by, reason, changed_at_ms)
    VALUES (@nodeId, @kindId, @change, @fromPrice, @fromCurrency, @toPrice, @toCurrency, @by, @reason, @atMs)
  `);
  return {
    changes: (nodeId, kindId) => ofSlice.all({ nodeId, kindId }).map(fromRow),
    changesOfNode: (nodeId) => ofNode.all({ nodeId }).map(fromRow),
    add: (nodeId, kindId, change) =>
      void insert.run({
        nodeId,
        kindId,
        change: change.kind,
        fromPrice: change.from?.priceMonth ?? null,
        fromCurrency: change.from?.currency ?? null,
        toPrice: change.to?.priceMonth ?? null,
        toCurrency: change.to?.currency ?? null,
        by: change.by,
        reason: change.reason,
        atMs: change.atMs,
      }),
  };
}
