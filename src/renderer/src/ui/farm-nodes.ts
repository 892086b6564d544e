import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';

/** The nodes of an answer of changes, with those that are as they were before. */
export function nodesNow(
  before: readonly FarmNodeRow[],
  { nodes, removed }: { readonly nodes: readonly FarmNodeRow[]; readonly removed: readonly number[] },
): readonly FarmNodeRow[] {
  // The same list where nothing changed, so that nothing is filtered and drawn again.
  if (nodes.length === 0 && removed.length === 0) return before;
  const [changed, gone] = [new Map(nodes.map((node) => [node.id, node])), new Set(removed)];
  const kept = before.filter(({ id }) => !gone.has(id)).map((node) => changed.get(node.id) ?? node);
  const known = new Set(before.map(({ id }) => id));
  return [...kept, ...nodes.filter(({ id }) => !known.has(id))];
}
