import type { NewBid } from '#shared/domain/bids/bid-fields.ts';
import type { Bid, BidState, Reservation } from '#shared/contract/bids/bids.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** The fields of a bid that a decision changes. */
export type Decision = Pick<Bid, 'state' | 'note' | 'counterPriceMonth'>;

/** A reservation to store; the buyer and the node's name are stored with the bid and the node. */
export type NewReservation = Omit<Reservation, 'buyer' | 'nodeName'>;

const COLUMNS = `bid_id AS id, buyer, vcpus, memory_gib, ssd_gib, gpus, months, price_month AS price_per_month, currency,
  min_uptime_percent, certified_only, expires_at_s, state, note, counter_price_month, is_simulated`;
const TYPES = { booleans: ['certifiedOnly', 'isSimulated'] };

function bidQueries(database: FarmerDatabase) {
  return {
    byStates: database.query<Bid>(
      `SELECT ${COLUMNS} FROM bids WHERE state IN (SELECT value FROM json_each(@states)) ORDER BY imported_at_ms DESC, bid_id DESC LIMIT @limit`,
      TYPES,
    ),
    get: database.query<Bid>(`SELECT ${COLUMNS} FROM bids WHERE bid_id = @id`, TYPES),
    ids: database.query<Pick<Bid, 'id'>>('SELECT bid_id AS id FROM bids'),
    counts: database.query<{ readonly state: BidState; readonly count: number }>(
      'SELECT state, count(*) AS count FROM bids GROUP BY state',
    ),
    insert: database.query(`
      INSERT INTO bids (bid_id, buyer, vcpus, memory_gib, ssd_gib, gpus, months, price_month, currency,
        min_uptime_percent, certified_only, expires_at_s, extra_json, state, is_simulated, is_demo, imported_at_ms,
        changed_at_ms)
      VALUES (@id, @buyer, @vcpus, @memoryGib, @ssdGib, @gpus, @months, @pricePerMonth, @currency, @minUptimePercent,
        @certifiedOnly, @expiresAtS, @extraJson, @state, @isSimulated, @isDemo, @nowMs, @nowMs)
    `),
    decide: database.query(`
      UPDATE bids SET state = @state, note = @note, counter_price_month = @counterPriceMonth, changed_at_ms = @nowMs
      WHERE bid_id = @id
    `),
    deleteSimulated: database.query('DELETE FROM bids WHERE is_simulated = 1'),
  };
}

function reservationQueries(database: FarmerDatabase) {
  return {
    list: database.query<Reservation>(`
      SELECT bids.bid_id, bids.buyer, node_id, nodes.name AS node_name, kind_id, slices, start_s, end_s, month_usd
      FROM reservations
      JOIN bids ON bids.id = reservations.bid_row_id
      JOIN nodes ON nodes.id = reservations.node_id AND nodes.deleted_at_ms IS NULL
      WHERE @bidId IS NULL OR bids.bid_id = @bidId
      ORDER BY accepted_at_ms, bids.bid_id
    `),
    insert: database.query(`
      INSERT INTO reservations (bid_row_id, node_id, kind_id, slices, start_s, end_s, month_usd, accepted_at_ms)
      VALUES ((SELECT id FROM bids WHERE bid_id = @bidId), @nodeId, @kindId, @slices, @startS, @endS, @monthUsd, @nowMs)
    `),
    remove: database.query('DELETE FROM reservations WHERE bid_row_id = (SELECT id FROM bids WHERE bid_id = @bidId)'),
  };
}

/** The stored bids and the slices reserved for them. */
export function createBidStore(database: FarmerDatabase) {
  const bids = bidQueries(database);
  const reservations = reservationQueries(database);
  const add = ({ extra, ...bid }: NewBid, options: { readonly isDemo: boolean; readonly nowMs: number }) => {
    bids.insert.run({ ...bid, ...options, extraJson: JSON.stringify(extra) });
  };
  return {
    /**
     * Bids in some states, the last imported first, in the same order on every computer of a shared farm.
     * @param limit the largest number of bids; all when it is left out
     */
    list: (states: readonly BidState[], limit = -1) => bids.byStates.all({ states: JSON.stringify(states), limit }),
    /** The same bids one by one; each iteration reads them anew. */
    each: (states: readonly BidState[]): Iterable<Bid> => ({
      [Symbol.iterator]: () => bids.byStates.iterate({ states: JSON.stringify(states), limit: -1 }),
    }),
    get: (id: string) => bids.get.get({ id }),
    /** The id of every bid. */
    ids: (): ReadonlySet<string> => new Set(bids.ids.all().map(({ id }) => id)),
    countByState: (): Readonly<Record<BidState, number>> => ({
      open: 0,
      accepted: 0,
      countered: 0,
      declined: 0,
      ...Object.fromEntries(bids.counts.all().map(({ state, count }) => [state, count])),
    }),
    add,
    /** Adds all or none. */
    addAll: (added: readonly NewBid[], options: Parameters<typeof add>[1]) =>
      database.transaction(() => added.forEach((bid) => add(bid, options))),
    /** Sets the state of a bid; slices reserved for it are free again. */
    decide: (id: string, decision: Decision, nowMs: number) =>
      database.transaction(() => {
        reservations.remove.run({ bidId: id });
        bids.decide.run({ id, ...decision, nowMs });
      }),
    /** Reserves slices for a bid and sets it to accepted. */
    accept: (reservation: NewReservation, note: string | null, nowMs: number) =>
      database.transaction(() => {
        reservations.insert.run({ ...reservation, nowMs });
        bids.decide.run({ id: reservation.bidId, state: 'accepted', note, counterPriceMonth: null, nowMs });
      }),
    /** Of all nodes that are not removed. @param bidId only the reservation of one bid */
    reservations: (bidId?: string) => reservations.list.all({ bidId: bidId ?? null }),
    /** @returns how many */
    deleteSimulated: () => bids.deleteSimulated.run().changes,
  };
}
