import type { NewPriceChange } from '#shared/domain/slices/prices/history.ts';
import type { PriceChange } from '#shared/contract/slices/prices.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/**
 * An order that is the same on every computer of a shared farm: a change is never stored earlier than one that is known
 * already, whatever the clock says, and changes of the same instant are ordered by their values.
 */
const ORDER = `ORDER BY changed_at_ms, change, to_price_month, to_currency, from_price_month, from_currency, kind_id`;

/** A stored change: a price and its currency are both there or both null. */
interface StoredChange extends Omit<PriceChange, 'from' | 'to'> {
  readonly from: Nullable<NonNullable<PriceChange['from']>>;
  readonly to: Nullable<NonNullable<PriceChange['to']>>;
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

const SELECT = `
  SELECT id, node_id || ':' || kind_id AS slice_id, change AS kind, changed_at_ms AS at_ms, changed_by AS "by", reason,
    from_price_month AS "from.priceMonth", from_currency AS "from.currency", to_price_month AS "to.priceMonth",
    to_currency AS "to.currency"
  FROM price_changes WHERE node_id = @nodeId`;

function priceOf({ priceMonth, currency }: StoredChange['from']): PriceChange['from'] {
  return priceMonth === null || currency === null ? null : { priceMonth, currency };
}

function changeOf({ from, to, ...change }: StoredChange): PriceChange {
  return { ...change, from: priceOf(from), to: priceOf(to) };
}

/** The history of the price of each kind of slice on each node. */
export function createPriceStore(database: FarmerDatabase) {
  const ofSlice = database.query<StoredChange>(`${SELECT} AND kind_id = @kindId ${ORDER}`);
  const ofNode = database.query<StoredChange>(`${SELECT} ${ORDER}`);
  const insert = database.statement(`
    INSERT INTO price_changes (node_id, kind_id, change, from_price_month, from_currency, to_price_month, to_currency,
      changed_by, reason, changed_at_ms)
    VALUES (@nodeId, @kindId, @kind, @fromPrice, @fromCurrency, @toPrice, @toCurrency, @by, @reason, max(@atMs, coalesce((
      SELECT max(changed_at_ms) + 1 FROM price_changes WHERE node_id = @nodeId AND kind_id = @kindId), 0)))
  `);
  return {
    /** Oldest first. */
    changes: (nodeId: number, kindId: string): readonly PriceChange[] => ofSlice.all({ nodeId, kindId }).map(changeOf),
    /** Of all slices of a node, oldest first. */
    changesOfNode: (nodeId: number): readonly PriceChange[] => ofNode.all({ nodeId }).map(changeOf),
    add: (nodeId: number, kindId: string, { from, to, ...change }: NewPriceChange) =>
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
