import type { FarmNodeSummary } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';

/** The number of remembered answers: one for each open page. */
const REMEMBERED = 8;

interface Given {
  /** Counts the answers of this process, whose versions another process does not know. */
  count: number;
  readonly rowsOf: Map<string, ReadonlyMap<number, FarmNodeSummary>>;
}

const givenBy = new WeakMap<Stores, Given>();

/**
 * The rows of a farm that changed since an earlier answer, and the version of the new answer.
 * @param since the version of the earlier answer, or an empty text for the first; null when no further call follows
 */
export function changesSince(stores: Stores, nodes: readonly FarmNodeSummary[], since: string | null, nowMs: number) {
  if (since === null) return { nodes, removed: [], version: null, isPart: false };
  const given = givenBy.get(stores) ?? { count: 0, rowsOf: new Map() };
  givenBy.set(stores, given);
  const before = given.rowsOf.get(since);
  // An unchanged row is the same object as before.
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
