import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, graphql } from 'graphql';
import type { GridWorld } from './world.ts';

type Row = Readonly<Record<string, unknown>>;
type Where = Readonly<Record<string, unknown>>;
interface ListArguments {
  readonly where?: Where;
  readonly orderBy?: readonly string[];
  readonly limit?: number;
  readonly offset?: number;
}

/** The schema that the published indexer serves. */
export const servedSchema = buildSchema(
  readFileSync(join(import.meta.dirname, '../../fixtures/grid/graphql-served-schema.graphql'), 'utf8'),
);

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string' && !/^\d+$/.test(a)) return a < b ? -1 : Number(a > b);
  return Number(a) - Number(b);
}

const OPERATORS: Readonly<Record<string, (value: unknown, operand: unknown) => boolean>> = {
  eq: (value, operand) => compare(value, operand) === 0,
  not_eq: (value, operand) => compare(value, operand) !== 0,
  gt: (value, operand) => compare(value, operand) > 0,
  gte: (value, operand) => compare(value, operand) >= 0,
  lt: (value, operand) => compare(value, operand) < 0,
  lte: (value, operand) => compare(value, operand) <= 0,
  in: (value, operand) => (operand as readonly unknown[]).some((one) => compare(value, one) === 0),
  not_in: (value, operand) => !(operand as readonly unknown[]).some((one) => compare(value, one) === 0),
  contains: (value, operand) => String(value).includes(String(operand)),
  startsWith: (value, operand) => String(value).startsWith(String(operand)),
  isNull: (value, operand) => (value === null || value === undefined) === operand,
};

/** A filter of the published server as a function. */
function filterOf({ AND, OR, ...fields }: Where): (row: Row) => boolean {
  const tests = Object.entries(fields).map(([name, operand]) => {
    const [, field = '', operator = ''] = /^([^_]+)_(\w+)$/.exec(name) ?? [];
    const test = OPERATORS[operator];
    if (test === undefined) throw new Error(`The loopback grid does not know the filter ${name}.`);
    if (operator === 'in') {
      const wanted = new Set((operand as readonly unknown[]).map(String));
      return (row: Row) => wanted.has(String(row[field]));
    }
    return (row: Row) => test(row[field], operand);
  });
  const all = ((AND ?? []) as readonly Where[]).map(filterOf);
  const any = ((OR ?? []) as readonly Where[]).map(filterOf);
  return (row) => [...tests, ...all].every((test) => test(row)) || any.some((test) => test(row));
}

/** The first place in rows that are sorted by id at which an id is at least, or above, a text. */
function placeOf(rows: readonly Row[], id: string, isAbove: boolean): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = String(rows[middle]?.['id']);
    if (found < id || (isAbove && found === id)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lists rows as the published server does. Ranges of ids are found by their order, as by its index. */
function list(
  rows: readonly Row[],
  { where = {}, orderBy = [], limit = rows.length, offset = 0 }: ListArguments,
): Row[] {
  const [field = 'id', direction = 'ASC'] = orderBy[0]?.split(/_(?=ASC|DESC)/) ?? [];
  const { id_gt: above, id_gte: from, id_lt: below, ...rest } = where as Readonly<Record<string, never>>;
  const start =
    above === undefined ? (from === undefined ? 0 : placeOf(rows, from, false)) : placeOf(rows, above, true);
  const end = below === undefined ? rows.length : placeOf(rows, below, false);
  const test = filterOf(rest);
  const found: Row[] = [];
  const step = direction === 'ASC' ? 1 : -1;
  const isById = field === 'id';
  const wanted = isById ? offset + limit : rows.length;
  for (
    let index = step === 1 ? start : end - 1;
    index >= start && index < end && found.length < wanted;
    index += step
  ) {
    const row = rows[index];
    if (row !== undefined && test(row)) found.push(row);
  }
  const sorted = isById ? found : found.toSorted((a, b) => step * compare(a[field], b[field]));
  return sorted.slice(offset, offset + limit);
}

/** A node of the proxy's list as the indexer stores it. */
function asIndexed(node: Row): Row {
  const total = node['total_resources'] as Readonly<Record<string, number>> | null;
  const power = node['power'] as { readonly state: string; readonly target: string };
  return {
    ...node,
    nodeID: node['nodeId'],
    farmID: node['farmId'],
    twinID: node['twinId'],
    certification: node['certificationType'],
    connectionPrice: node['connectionPrice'] ?? 80,
    virtualized: node['virtualized'] ?? false,
    updatedAt: String(node['updatedAt']),
    power: power.state === '' ? null : power,
    resourcesTotal:
      total === null ? null : Object.fromEntries(Object.entries(total).map(([name, value]) => [name, String(value)])),
  };
}

/** The twins of the world's nodes: in order, where the world does not have them otherwise. */
function twinsOf(world: GridWorld): Row[] {
  const ids = [...new Set(world.nodes.map((node) => Number(node['twinId'])))];
  return ids.flatMap((twinID) => {
    const known = world.twins.get(twinID);
    return known === null
      ? []
      : [{ id: String(twinID), twinID, relay: 'relay.grid.tf', publicKey: `0x02${'11'.repeat(32)}`, ...known }];
  });
}

/** Answers a query as the published server does over the rows of a world. */
export async function answerQuery(world: GridWorld, query: string, variables: Readonly<Record<string, unknown>>) {
  const rootValue = {
    uptimeEvents: (args: ListArguments) => list(world.uptimeEvents as unknown as Row[], args),
    powerTargetReports: (args: ListArguments) => list(world.powerTargetReports as unknown as Row[], args),
    powerStateReports: (args: ListArguments) => list(world.powerStateReports as unknown as Row[], args),
    nodes: (args: ListArguments) => list(world.nodes.map(asIndexed), args),
    twins: (args: ListArguments) => list(twinsOf(world), args),
    farmingPolicies: (args: ListArguments) => list(world.farmingPolicies, args),
    pricingPolicies: (args: ListArguments) => list([{ pricingPolicyID: 1, dedicatedNodeDiscount: 50 }], args),
    squidStatus: { height: world.height },
  };
  return graphql({ schema: servedSchema, source: query, rootValue, variableValues: variables });
}
