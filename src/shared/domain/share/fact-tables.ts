import { assertNever } from '#shared/errors.ts';

/**
 * What a column of a shared table holds. A node and a boot have other numbers in every database: they travel as the
 * identity of the node, and of the boot within it. A text of the key that may be absent travels as an empty one.
 */
export type FactColumn = 'node' | 'boot' | 'integer' | 'text' | 'text-or-none';

/** What shared rows are about, as a person names it. */
export const SHARED_AREAS = ['nodes', 'uptime', 'hardware', 'receipts', 'prices', 'bids', 'settings'] as const;
/** One of {@link SHARED_AREAS}. */
export type SharedArea = (typeof SHARED_AREAS)[number];

/** A table of facts: rows belong to the installation that wrote them, and all of them together are what is known. */
export interface FactTable {
  readonly name: string;
  readonly area: SharedArea;
  readonly columns: Readonly<Record<string, FactColumn>>;
  /** The columns by which the same fact is found in every database. */
  readonly key: readonly string[];
  /**
   * Columns that change in place: of two values the smaller or the larger one, the one that comes later in a list, or,
   * where a row has one writer, the one that was written last.
   */
  readonly changing: Readonly<Record<string, 'smaller' | 'larger' | 'latest' | readonly string[]>>;
  /** Seconds since 1970, in SQL over a row: the month in whose partition a row is. Absent: the table has none. */
  readonly monthOf?: string;
  /** Whether rows are also taken away one by one, as when an import is undone. */
  readonly canGo: boolean;
  /** Columns whose index leads through the whole table. Default: the row number. */
  readonly walk?: readonly string[];
}

/** Every table of facts that is shared, those first that others refer to. */
export const FACT_TABLES: readonly FactTable[] = [
  {
    name: 'boots',
    area: 'uptime',
    columns: { node_id: 'node', boot_key: 'text', booted_at_ms: 'integer' },
    key: ['node_id', 'boot_key'],
    changing: { booted_at_ms: 'latest' },
    canGo: false,
  },
  {
    name: 'spans',
    area: 'uptime',
    columns: {
      boot_id: 'boot',
      start_uptime_ms: 'integer',
      last_uptime_ms: 'integer',
      ended: 'text',
      source: 'text',
    },
    key: ['boot_id', 'start_uptime_ms'],
    changing: { last_uptime_ms: 'larger', ended: 'latest' },
    monthOf: '(boots.booted_at_ms + row.start_uptime_ms) / 1000',
    canGo: false,
  },
  {
    name: 'unreachable_spans',
    area: 'uptime',
    columns: { boot_id: 'boot', start_uptime_ms: 'integer', last_uptime_ms: 'integer' },
    key: ['boot_id', 'start_uptime_ms'],
    changing: { last_uptime_ms: 'larger' },
    canGo: false,
  },
  {
    name: 'clock_steps',
    area: 'uptime',
    columns: { node_id: 'node', at_ms: 'integer', step_ms: 'integer' },
    key: ['node_id', 'at_ms', 'step_ms'],
    changing: {},
    canGo: false,
  },
  {
    name: 'uptime_reports',
    area: 'uptime',
    columns: { node_id: 'node', at_s: 'integer', up_s: 'integer', position: 'integer' },
    key: ['node_id', 'at_s', 'up_s'],
    changing: { position: 'larger' },
    monthOf: 'row.at_s',
    canGo: true,
    walk: ['node_id', 'at_s', 'up_s'],
  },
  {
    name: 'power_events',
    area: 'uptime',
    columns: { node_id: 'node', at_s: 'integer', position: 'integer', kind: 'text', power: 'text' },
    key: ['node_id', 'at_s', 'kind', 'power'],
    changing: { position: 'larger' },
    monthOf: 'row.at_s',
    canGo: true,
    walk: ['node_id', 'at_s', 'kind', 'power'],
  },
  {
    name: 'hardware_snapshots',
    area: 'hardware',
    columns: {
      node_id: 'node',
      taken_at_ms: 'integer',
      last_seen_at_ms: 'integer',
      content_hash: 'text',
      cru: 'integer',
      mru_bytes: 'integer',
      sru_bytes: 'integer',
      hru_bytes: 'integer',
      is_virtual: 'integer',
      reading_json: 'text',
    },
    key: ['node_id', 'taken_at_ms', 'content_hash'],
    changing: { last_seen_at_ms: 'larger' },
    canGo: false,
  },
  {
    name: 'receipts',
    area: 'receipts',
    columns: {
      kind: 'text',
      node_id: 'node',
      period_index: 'integer',
      hash: 'text',
      verification: 'text',
      content_sha256: 'text',
      content_json: 'text',
      imported_at_ms: 'integer',
    },
    key: ['content_sha256', 'hash', 'node_id'],
    changing: { verification: ['unverifiable', 'differs', 'verified'], imported_at_ms: 'smaller' },
    canGo: true,
  },
  {
    name: 'grid_period_starts',
    area: 'uptime',
    columns: { period_index: 'integer', block: 'integer', first_block_s: 'integer' },
    key: ['period_index'],
    changing: {},
    canGo: false,
    walk: ['period_index'],
  },
  {
    name: 'grid_payouts',
    area: 'receipts',
    columns: {
      operation_id: 'text',
      receipt_hash: 'text',
      account: 'text',
      transaction_hash: 'text',
      at_s: 'integer',
      tft_units: 'integer',
    },
    key: ['operation_id'],
    changing: {},
    canGo: false,
    walk: ['operation_id'],
  },
  {
    name: 'maintenance',
    area: 'uptime',
    columns: { node_id: 'node', start_s: 'integer', end_s: 'integer', note: 'text', created_at_ms: 'integer' },
    key: ['node_id', 'start_s', 'end_s', 'created_at_ms'],
    changing: { note: 'larger' },
    canGo: true,
  },
  {
    name: 'wake_requests',
    area: 'uptime',
    columns: { node_id: 'node', kind: 'text', requested_at_s: 'integer', asleep_since_s: 'integer' },
    key: ['node_id', 'requested_at_s', 'kind'],
    changing: { asleep_since_s: 'larger' },
    canGo: false,
  },
  {
    name: 'price_changes',
    area: 'prices',
    columns: {
      node_id: 'node',
      kind_id: 'text',
      change: 'text',
      from_price_month: 'text-or-none',
      from_currency: 'text-or-none',
      to_price_month: 'text-or-none',
      to_currency: 'text-or-none',
      changed_by: 'text',
      reason: 'text',
      changed_at_ms: 'integer',
    },
    // The whole change, so that two of the same millisecond are two on every computer.
    key: [
      'node_id',
      'kind_id',
      'changed_at_ms',
      'change',
      'from_price_month',
      'from_currency',
      'to_price_month',
      'to_currency',
    ],
    changing: { changed_by: 'larger', reason: 'larger' },
    canGo: false,
  },
  {
    name: 'rates',
    area: 'prices',
    columns: { kind: 'text', currency: 'text-or-none', rate: 'text', typed_at_ms: 'integer' },
    key: ['kind', 'currency', 'typed_at_ms', 'rate'],
    changing: {},
    canGo: false,
  },
];

/** A column of a table of facts in PostgreSQL, and where its value comes from. */
export interface SharedColumn {
  readonly name: string;
  readonly from: 'identity' | 'boot_key' | 'integer' | 'text' | 'text-or-none' | 'month';
}

/** The columns of a table of facts in PostgreSQL that hold the fact itself, in their order. */
export function sharedColumns({ columns, monthOf }: FactTable): readonly SharedColumn[] {
  const listed = Object.entries(columns).flatMap(([name, holds]): SharedColumn[] => {
    switch (holds) {
      case 'node':
        return [{ name: 'node', from: 'identity' }];
      case 'boot':
        return [
          { name: 'node', from: 'identity' },
          { name: 'boot_key', from: 'boot_key' },
        ];
      case 'integer':
      case 'text':
      case 'text-or-none':
        return [{ name, from: holds }];
      default:
        return assertNever(holds);
    }
  });
  const hasMonth = monthOf === undefined || Object.hasOwn(columns, 'at_s');
  return hasMonth ? listed : [...listed, { name: 'at_s', from: 'month' }];
}

/** The key of a table of facts in PostgreSQL. */
export function sharedKey({ key, columns }: FactTable): readonly string[] {
  return key.flatMap((column) => {
    const holds = columns[column];
    return holds === 'node' ? ['node'] : holds === 'boot' ? ['node', 'boot_key'] : [column];
  });
}
