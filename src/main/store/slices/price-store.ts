import type { NewPriceChange } from '#shared/domain/slices/prices/history.ts';
import type { PriceChange } from '#shared/contract/slices/prices.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** The history of the price of each kind of slice on each node. */
export interface PriceStore {
  /** Oldest first. */
  changes(nodeId: number, kindId: string): readonly PriceChange[];
  /** Of all slices of a node, oldest first. */
  changesOfNode(nodeId: number): readonly PriceChange[];
  add(nodeId: number, kindId: string, change: NewPriceChange): void;
}

const SELECT = `
  SELECT id, node_id || ':' || kind_id AS slice_id, change AS kind, changed_at_ms AS at_ms, changed_by AS "by", reason,
    CASE WHEN from_price_month IS NOT NULL
      THEN json_object('priceMonth', from_price_month, 'currency', from_currency) END AS "from",
    CASE WHEN to_price_month IS NOT NULL
      THEN json_object('priceMonth', to_price_month, 'currency', to_currency) END AS "to"
  FROM price_changes WHERE node_id = @nodeId`;

/** The price histories in an open database. */
export function createPriceStore(database: FarmerDatabase): PriceStore {
  const json = ['from', 'to'];
  const ofSlice = database.query<PriceChange>(`${SELECT} AND kind_id = @kindId ORDER BY id`, { json });
  const ofNode = database.query<PriceChange>(`${SELECT} ORDER BY id`, { json });
  const insert = database.statement(`
    INSERT INTO price_changes (node_id, kind_id, change, from_price_month, from_currency, to_price_month, to_currency,
      changed_by, reason, changed_at_ms)
    VALUES (@nodeId, @kindId, @kind, @fromPrice, @fromCurrency, @toPrice, @toCurrency, @by, @reason, @atMs)
  `);
  return {
    changes: (nodeId, kindId) => ofSlice.all({ nodeId, kindId }),
    changesOfNode: (nodeId) => ofNode.all({ nodeId }),
    add: (nodeId, kindId, { from, to, ...change }) =>
      void insert.run({
        nodeId,
        kindId,
        ...change,
        fromPrice: from?.priceMonth ?? null,
        fromCurrency: from?.currency ?? null,
        toPrice: to?.priceMonth ?? null,
        toCurrency: to?.currency ?? null,
      }),
  };
}
