import type { FarmNodeSummary } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';

/** How many answers are remembered: one for each page that is open. */
const REMEMBERED = 8;

interface Given {
  /** Counts answers of this process; another one does not know them. */
  count: number;
  readonly rowsOf: Map<string, ReadonlyMap<number, FarmNodeSummary>>;
}

const givenBy = new WeakMap<Stores, Given>();

/**
 * The rows of a farm that are not those of an answer before, and a version by which the next call names this one.
 * @param since the version of the answer before, an empty text for the first one; null where none follows
 */
export function changesSince(stores: Stores, nodes: readonly FarmNodeSummary[], since: string | null, nowMs: number) {
  if (since === null) return { nodes, removed: [], version: null, isPart: false };
  const given = givenBy.get(stores) ?? { count: 0, rowsOf: new Map() };
  givenBy.set(stores, given);
  const before = given.rowsOf.get(since);
  // A row that stands from the last time is the same object.
  const changed = nodes.filter((row) => before?.get(row.id) !== row);
  const rows = new Map(nodes.map((row) => [row.id, row]));
  const removed = before === undefined ? [] : [...before.keys()].filter((id) => !rows.has(id));
  if (before !== undefined && changed.length === 0 && removed.length === 0) {
    return { nodes: [], removed, version: since, isPart: true };
  }
  given.count += 1;
  const version = `${nowMs}-${given.count}`;
  given.rowsOf.delete(since);
  given.rowsOf.set(version, rows);
  for (const old of [...given.rowsOf.keys()].slice(0, -REMEMBERED)) given.rowsOf.delete(old);
  return { nodes: changed, removed, version, isPart: before !== undefined };
}
