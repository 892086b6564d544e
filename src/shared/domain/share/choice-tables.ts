import type { SharedArea } from './fact-tables.ts';

/** How a field of a choice is kept: `node` is the number of a node here, and its identity elsewhere. */
export type ChoiceField = 'integer' | 'text' | 'node';

/** A table of choices: each field of a row has the value that was written last, by any computer. */
export interface ChoiceTable {
  readonly name: string;
  readonly area: SharedArea;
  /** The column by which a row is found: a node, or a value that is the same everywhere. */
  readonly key: { readonly column: string; readonly holds: 'node' | 'integer' | 'text' | 'bid' };
  readonly fields: Readonly<Record<string, ChoiceField>>;
  /** Fields without which there is no row. */
  readonly required: readonly string[];
  /** The column with the time of the last change, in milliseconds; null where there is none. */
  readonly changedAt: string | null;
  /** Rows that are shared, in SQL over `row`. */
  readonly only?: string;
}

/** Settings that are the farm's; the others are those of a computer or of a person. */
export const SHARED_SETTINGS = ['farm', 'electricity', 'currency', 'rates', 'depreciationMonths', 'minting'] as const;

const SETTINGS_LIST = SHARED_SETTINGS.map((key) => `'${key}'`).join(', ');

/** Every table of choices that is shared, those first that others refer to. */
export const CHOICE_TABLES: readonly ChoiceTable[] = [
  {
    name: 'nodes',
    area: 'nodes',
    key: { column: 'id', holds: 'node' },
    fields: {
      kind: 'text',
      name: 'text',
      certification: 'text',
      farming_policy_id: 'integer',
      connection_price_musd: 'integer',
      cru: 'integer',
      mru_bytes: 'integer',
      sru_bytes: 'integer',
      hru_bytes: 'integer',
      is_virtual: 'integer',
      site: 'text',
      labels_json: 'text',
      location_zone: 'text',
      country: 'text',
      city: 'text',
      watts_idle: 'text',
      watts_loaded: 'text',
      electricity_usd_per_kwh: 'text',
      hardware_cost_usd: 'text',
      bought_on: 'text',
      grid_node_id: 'integer',
      grid_farm_id: 'integer',
      grid_twin_id: 'integer',
      import_source: 'text',
      created_at_ms: 'integer',
      deleted_at_ms: 'integer',
    },
    required: ['kind', 'name', 'certification', 'farming_policy_id', 'connection_price_musd', 'created_at_ms'],
    changedAt: 'updated_at_ms',
    only: 'row.is_demo = 0',
  },
  {
    name: 'settings',
    area: 'settings',
    key: { column: 'key', holds: 'text' },
    fields: { value_json: 'text' },
    required: ['value_json'],
    changedAt: 'updated_at_ms',
    only: `row.key IN (${SETTINGS_LIST})`,
  },
  {
    name: 'sites',
    area: 'nodes',
    key: { column: 'name', holds: 'text' },
    fields: {
      time_zone: 'text',
      electricity_per_kwh: 'text',
      currency: 'text',
      currency_units_per_usd: 'text',
    },
    required: ['currency'],
    changedAt: 'entered_at_ms',
  },
  {
    name: 'farming_policies',
    area: 'settings',
    key: { column: 'id', holds: 'integer' },
    fields: {
      name: 'text',
      cu_musd: 'integer',
      su_musd: 'integer',
      nu_musd: 'integer',
      ipv4_hour_musd: 'integer',
      minimum_permille: 'integer',
      is_default: 'integer',
      is_immutable: 'integer',
      source: 'text',
    },
    required: ['cu_musd', 'su_musd', 'nu_musd', 'ipv4_hour_musd'],
    changedAt: 'saved_at_ms',
  },
  {
    name: 'slice_plans',
    area: 'prices',
    key: { column: 'node_id', holds: 'node' },
    fields: { plan_json: 'text' },
    required: ['plan_json'],
    changedAt: 'updated_at_ms',
  },
  {
    name: 'node_assumptions',
    area: 'nodes',
    key: { column: 'node_id', holds: 'node' },
    fields: { scenario_json: 'text' },
    required: ['scenario_json'],
    changedAt: 'saved_at_ms',
  },
  {
    name: 'receipt_terms',
    area: 'receipts',
    key: { column: 'node_id', holds: 'node' },
    fields: { terms_json: 'text' },
    required: ['terms_json'],
    changedAt: null,
  },
  {
    name: 'bids',
    area: 'bids',
    key: { column: 'bid_id', holds: 'text' },
    fields: {
      buyer: 'text',
      vcpus: 'integer',
      memory_gib: 'text',
      ssd_gib: 'text',
      gpus: 'integer',
      months: 'integer',
      price_month: 'text',
      currency: 'text',
      min_uptime_percent: 'text',
      certified_only: 'integer',
      expires_at_s: 'integer',
      extra_json: 'text',
      state: 'text',
      note: 'text',
      counter_price_month: 'text',
      imported_at_ms: 'integer',
    },
    required: [
      'buyer',
      'vcpus',
      'memory_gib',
      'ssd_gib',
      'gpus',
      'months',
      'price_month',
      'currency',
      'certified_only',
      'extra_json',
      'state',
      'imported_at_ms',
    ],
    changedAt: 'changed_at_ms',
    only: 'row.is_demo = 0 AND row.is_simulated = 0',
  },
  {
    name: 'reservations',
    area: 'bids',
    key: { column: 'bid_row_id', holds: 'bid' },
    fields: {
      node_id: 'node',
      kind_id: 'text',
      slices: 'integer',
      start_s: 'integer',
      end_s: 'integer',
      month_usd: 'text',
      accepted_at_ms: 'integer',
    },
    required: ['node_id', 'kind_id', 'slices', 'start_s', 'end_s', 'month_usd', 'accepted_at_ms'],
    changedAt: 'accepted_at_ms',
  },
];

/** The field that marks a row of choices as removed. */
export const REMOVED = '@removed';
/** The field that marks a node as the same node as another identity. */
export const SAME_AS = '@same_as';

/** Versions of choices are times with this many steps per millisecond. */
export const STEPS_A_MS = 1024;
/** How far the clock of a computer may be from that of the server for it to share, in milliseconds. */
export const CLOCK_LEAD_MS = 86_400_000;
