import { z } from 'zod';
import { hardwareReadingSchema } from '#shared/contract/hardware/hardware-reading.ts';
import { labelsSchema, locationSchema, NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import { siteSchema } from '#shared/contract/nodes/sites.ts';
import { figuresSchema } from '#shared/contract/notifications/notifications.ts';
import { RATE_KINDS } from '#shared/contract/settings/rates.ts';
import { isPlainDecimal } from '#shared/decimal.ts';
import { MAX_CONNECTION_PRICE_MUSD } from '#shared/domain/earnings/reward-terms.ts';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import { DELIVERIES, NOTIFICATION_KINDS } from '#shared/domain/notifications/kinds.ts';
import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import type { SqlValue } from './sql.ts';

/** A column of a table. */
export interface StoredColumn {
  readonly table: string;
  readonly column: string;
}

/** The end of the year 9999. */
export const LAST_SECOND = 253_402_300_799;
const LAST_MS = LAST_SECOND * 1000 + 999;

/** Whether a value is one that the program may have written. */
export type Check = (value: SqlValue) => boolean;

function within(least: number, most: number): Check {
  return (value) => (typeof value === 'number' || typeof value === 'bigint') && value >= least && value <= most;
}

function oneOf(values: readonly string[]): Check {
  return (value) => values.some((known) => known === value);
}

function matches(schema: z.ZodType): Check {
  return (value) => schema.safeParse(value).success;
}

function parseJson(value: SqlValue): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return undefined;
  }
}

function jsonOf(schema: z.ZodType): Check {
  return (value) => schema.safeParse(parseJson(value)).success;
}

const isAmount: Check = (value) => typeof value === 'string' && isPlainDecimal(value) && !value.startsWith('-');
const isNotBlank: Check = (value) => String(value).trim() !== '';
const isSafe = within(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const isNatural = within(0, Number.MAX_SAFE_INTEGER);
const isRowNumber = within(1, Number.MAX_SAFE_INTEGER);
const isChainNumber = within(0, MAX_CHAIN_NUMBER);

/** Columns that need more than the check by their name and type. */
const OWN_CHECKS: Readonly<Record<string, Check>> = {
  'nodes.name': isNotBlank,
  'scenarios.name': isNotBlank,
  'bids.bid_id': isNotBlank,
  'nodes.cru': within(0, MAX_CRU),
  'nodes.connection_price_musd': within(1, MAX_CONNECTION_PRICE_MUSD),
  'nodes.farming_policy_id': isChainNumber,
  'nodes.bought_on': matches(z.iso.date()),
  'nodes.location_zone': matches(locationSchema.shape.zone),
  'nodes.country': matches(locationSchema.shape.country),
  'nodes.city': matches(locationSchema.shape.city),
  'nodes.labels_json': jsonOf(labelsSchema),
  'nodes.site': matches(siteSchema.shape.name),
  'sites.name': matches(siteSchema.shape.name),
  'sites.time_zone': matches(siteSchema.shape.timeZone),
  'sites.currency': matches(siteSchema.shape.currency),
  'farming_policies.id': isChainNumber,
  'farming_policies.cu_musd': isChainNumber,
  'farming_policies.su_musd': isChainNumber,
  'farming_policies.nu_musd': isChainNumber,
  'farming_policies.ipv4_hour_musd': isChainNumber,
  'hardware_snapshots.reading_json': jsonOf(hardwareReadingSchema),
  'clock_steps.step_ms': within(-LAST_MS, LAST_MS),
  'notifications.kind': oneOf(NOTIFICATION_KINDS),
  'notifications.delivery': oneOf(DELIVERIES),
  'notifications.figures_json': jsonOf(figuresSchema),
  'closed_periods.record_json': jsonOf(z.looseObject({})),
  'rates.kind': oneOf(RATE_KINDS),
  'rates.currency': matches(z.string().regex(/^[A-Z]{3}$/)),
};

/** JSON that its store checks itself: it keeps a row that it cannot read, or computes it again. */
const READ_BY_THEIR_STORE = new Set([
  'farm_rows.row_json',
  'settings.value_json',
  'scenarios.assumptions_json',
  'slice_plans.plan_json',
]);

/** Integers by the suffix of their name, which is their unit. */
const INTEGERS: readonly (readonly [RegExp, Check])[] = [
  [/(?:^|_)id$/, isRowNumber],
  [/_ms$/, within(0, LAST_MS)],
  [/_s$/, within(0, LAST_SECOND)],
  [/(?:_musd|_bytes|_gib|_permille|_index|_count)$/, isNatural],
  [/^(?:cru|vcpus|gpus|months|slices|pid|format)$/, isNatural],
];

/** Names of text columns that hold a decimal. */
const AMOUNT = /(?:_gib|_usd|_per_kwh|_percent|price_month|^rate)$|^watts_/;

/**
 * The check of a column for values that are not null. Every value that the program writes passes; others come from
 * damage, from another program, or from a manipulated backup.
 * @param type as the column is declared
 * @returns null where every value is fine
 */
export function checkOf({ table, column }: StoredColumn, type: string): Check | null {
  const own = OWN_CHECKS[`${table}.${column}`];
  if (own !== undefined) return own;
  if (type === 'INTEGER') return INTEGERS.find(([name]) => name.test(column))?.[1] ?? isSafe;
  if (type !== 'TEXT' || READ_BY_THEIR_STORE.has(`${table}.${column}`)) return null;
  if (column.endsWith('_json')) return (value) => parseJson(value) !== undefined;
  return AMOUNT.test(column) ? isAmount : null;
}

const UNKNOWN_OF_NODE = [
  'site cru mru_bytes sru_bytes hru_bytes is_virtual location_zone country city watts_idle watts_loaded',
  'electricity_usd_per_kwh hardware_cost_usd bought_on grid_node_id grid_farm_id grid_twin_id import_source',
].flatMap((names) => names.split(' '));

/** Replaces an invalid value where the rest of the row is worth keeping: deleting a node would delete all its data. */
const STAND_INS: Readonly<Record<string, SqlValue>> = {
  ...Object.fromEntries(UNKNOWN_OF_NODE.map((column) => [`nodes.${column}`, null])),
  'nodes.name': '?',
  'nodes.labels_json': '[]',
  'sites.time_zone': null,
  'sites.electricity_per_kwh': null,
  'sites.currency_units_per_usd': null,
  'nodes.connection_price_musd': NODE_DEFAULTS.connectionPriceMusd,
  'nodes.created_at_ms': 0,
  'nodes.updated_at_ms': 0,
};

/** @returns undefined where a row with such a value is left out */
export function standInOf({ table, column }: StoredColumn): SqlValue | undefined {
  return STAND_INS[`${table}.${column}`];
}
