import type { Bid, BidState } from '#shared/domain/bids/bid.ts';
import type { Reservation } from '#shared/domain/bids/reservations.ts';
import type { PriceCurrency } from '#shared/domain/slices/prices/currency.ts';
import type { FarmerDatabase, SqlParameters } from '#main/store/sql.ts';

/** A bid in the book, with what became of it. */
export interface StoredBid {
  readonly rowId: number;
  readonly bid: Bid;
  readonly state: BidState;
  /** Why it was declined, or what was said with the counter-offer. */
  readonly note: string | null;
  /** What was asked instead, in the bid's own currency. */
  readonly counterPriceMonth: string | null;
  readonly isSimulated: boolean;
  readonly isDemo: boolean;
  readonly changedAtMs: number;
}

/** Slices promised to an accepted bid. */
export interface StoredReservation extends Reservation {
  /** What it pays a month in USD, as a plain decimal. */
  readonly monthUsd: string;
  readonly acceptedAtMs: number;
}

/** Where bids come from. */
export interface BidOrigin {
  readonly isSimulated: boolean;
  readonly isDemo: boolean;
}

/** What changes with a bid's state. */
export interface BidChange {
  readonly state: BidState;
  readonly note: string | null;
  readonly counterPriceMonth: string | null;
}

/** The book of bids. */
export interface BidStore {
  /** In the order in which they came. */
  list(states?: readonly BidState[]): readonly StoredBid[];
  /** The latest open ones, at most so many. */
  latestOpen(limit: number): readonly StoredBid[];
  get(bidId: string): StoredBid | undefined;
  /** Every id in the book. */
  ids(): ReadonlySet<string>;
  countByState(): Readonly<Record<BidState, number>>;
  /** Adds all or none. */
  addAll(bids: readonly Bid[], origin: BidOrigin, nowMs: number): void;
  change(rowId: number, change: BidChange, nowMs: number): void;
  /** Of all nodes that are not removed. */
  reservations(): readonly StoredReservation[];
  reserve(rowId: number, reservation: Reservation, monthUsd: string, nowMs: number): void;
  /** Gives the slices of a bid back. @returns whether it had any */
  release(rowId: number): boolean;
  /** @returns how many */
  deleteSimulated(): number;
  /** @returns how many */
  deleteDemo(): number;
}

interface BidRow {
  readonly id: number;
  readonly bid_id: string;
  readonly buyer: string;
  readonly vcpus: number;
  readonly memory_gib: string;
  readonly ssd_gib: string;
  readonly gpus: number;
  readonly months: number;
  readonly price_month: string;
  readonly currency: PriceCurrency;
  readonly min_uptime_percent: string | null;
  readonly certified_only: number;
  readonly expires_at_s: number | null;
  readonly extra_json: string;
  readonly state: BidState;
  readonly note: string | null;
  readonly counter_price_month: string | null;
  readonly is_simulated: number;
  readonly is_demo: number;
  readonly changed_at_ms: number;
}

interface ReservationRow {
  readonly bid_id: string;
  readonly node_id: number;
  readonly kind_id: string;
  readonly slices: number;
  readonly start_s: number;
  readonly end_s: number;
  readonly month_usd: string;
  readonly accepted_at_ms: number;
}

const BID_COLUMNS = `id, bid_id, buyer, vcpus, memory_gib, ssd_gib, gpus, months, price_month, currency,
  min_uptime_percent, certified_only, expires_at_s, extra_json, state, note, counter_price_month, is_simulated, is_demo,
  changed_at_ms`;

function extraOf(text: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
}

function bidFromRow(row: BidRow): StoredBid {
  return {
    rowId: row.id,
    bid: {
      id: row.bid_id,
      buyer: row.buyer,
      vcpus: row.vcpus,
      memoryGib: row.memory_gib,
      ssdGib: row.ssd_gib,
      gpus: row.gpus,
      months: row.months,
      pricePerMonth: row.price_month,
      currency: row.currency,
      minUptimePercent: row.min_uptime_percent,
      certifiedOnly: row.certified_only === 1,
      expiresAtS: row.expires_at_s,
      extra: extraOf(row.extra_json),
    },
    state: row.state,
    note: row.note,
    counterPriceMonth: row.counter_price_month,
    isSimulated: row.is_simulated === 1,
    isDemo: row.is_demo === 1,
    changedAtMs: row.changed_at_ms,
  };
}

function toParameters(bid: Bid, origin: BidOrigin, nowMs: number): SqlParameters {
  const { extra, certifiedOnly, ...plain } = bid;
  return {
    ...plain,
    certifiedOnly: Number(certifiedOnly),
    extraJson: JSON.stringify(extra),
    isSimulated: Number(origin.isSimulated),
    isDemo: Number(origin.isDemo),
    nowMs,
  };
}

function reservationFromRow(row: ReservationRow): StoredReservation {
  return {
    bidId: row.bid_id,
    nodeId: row.node_id,
    kindId: row.kind_id,
    slices: row.slices,
    startS: row.start_s,
    endS: row.end_s,
    monthUsd: row.month_usd,
    acceptedAtMs: row.accepted_at_ms,
  };
}

function bidStatements(database: FarmerDatabase) {
  return {
    all: database.statement<BidRow>(`SELECT ${BID_COLUMNS} FROM bids ORDER BY id`),
    byState: database.statement<BidRow>(`SELECT ${BID_COLUMNS} FROM bids WHERE state = @state ORDER BY id`),
    latestOpen: database.statement<BidRow>(
      `SELECT ${BID_COLUMNS} FROM bids WHERE state = 'open' ORDER BY id DESC LIMIT @limit`,
    ),
    get: database.statement<BidRow>(`SELECT ${BID_COLUMNS} FROM bids WHERE bid_id = @bidId`),
    ids: database.statement<{ readonly bid_id: string }>('SELECT bid_id FROM bids'),
    counts: database.statement<{ readonly state: BidState; readonly count: number }>(
      'SELECT state, count(*) AS count FROM bids GROUP BY state',
    ),
    insert: database.statement(`
      INSERT INTO bids (bid_id, buyer, vcpus, memory_gib, ssd_gib, gpus, months, price_month, currency,
        min_uptime_percent, certified_only, expires_at_s, extra_json, state, is_simulated, is_demo, imported_at_ms,
        changed_at_ms)
      VALUES (@id, @buyer, @vcpus, @memoryGib, @ssdGib, @gpus, @months, @pricePerMonth, @currency, @minUptimePercent,
        @certifiedOnly, @expiresAtS, @extraJson, 'open', @isSimulated, @isDemo, @nowMs, @nowMs)
    `),
    change: database.statement(`
      UPDATE bids SET state = @state, note = @note, counter_price_month = @counterPriceMonth, changed_at_ms = @nowMs
      WHERE id = @rowId
    `),
    deleteSimulated: database.statement('DELETE FROM bids WHERE is_simulated = 1'),
    deleteDemo: database.statement('DELETE FROM bids WHERE is_demo = 1'),
  };
}

function reservationStatements(database: FarmerDatabase) {
  return {
    all: database.statement<ReservationRow>(`
      SELECT bids.bid_id, node_id, kind_id, slices, start_s, end_s, month_usd, accepted_at_ms
      FROM reservations
      JOIN bids ON bids.id = reservations.bid_row_id
      JOIN nodes ON nodes.id = reservations.node_id AND nodes.deleted_at_ms IS NULL
      ORDER BY reservations.id
    `),
    insert: database.statement(`
      INSERT INTO reservations (bid_row_id, node_id, kind_id, slices, start_s, end_s, month_usd, accepted_at_ms)
      VALUES (@rowId, @nodeId, @kindId, @slices, @startS, @endS, @monthUsd, @nowMs)
    `),
    remove: database.statement('DELETE FROM reservations WHERE bid_row_id = @rowId'),
  };
}

/** The book of bids over an open database. */
export function createBidStore(database: FarmerDatabase): BidStore {
  const bids = bidStatements(database);
  const reservations = reservationStatements(database);
  return {
    list: (states) =>
      states === undefined
        ? bids.all.all().map(bidFromRow)
        : states.flatMap((state) => bids.byState.all({ state }).map(bidFromRow)),
    latestOpen: (limit) => bids.latestOpen.all({ limit }).map(bidFromRow),
    get: (bidId) => {
      const row = bids.get.get({ bidId });
      return row === undefined ? undefined : bidFromRow(row);
    },
    ids: () => new Set(bids.ids.all().map((row) => row.bid_id)),
    countByState: () => ({
      open: 0,
      accepted: 0,
      countered: 0,
      declined: 0,
      ...Object.fromEntries(bids.counts.all().map((row) => [row.state, row.count])),
    }),
    addAll: (added, origin, nowMs) =>
      database.transaction(() => {
        for (const bid of added) {
          bids.insert.run(toParameters(bid, origin, nowMs));
        }
      }),
    change: (rowId, change, nowMs) => void bids.change.run({ rowId, ...change, nowMs }),
    reservations: () => reservations.all.all().map(reservationFromRow),
    reserve: (rowId, { nodeId, kindId, slices, startS, endS }, monthUsd, nowMs) =>
      void reservations.insert.run({ rowId, nodeId, kindId, slices, startS, endS, monthUsd, nowMs }),
    release: (rowId) => reservations.remove.run({ rowId }).changes > 0,
    deleteSimulated: () => bids.deleteSimulated.run().changes,
    deleteDemo: () => bids.deleteDemo.run().changes,
  };
}
