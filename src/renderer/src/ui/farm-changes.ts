import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';

/** Combines an answer of changes with the unchanged nodes. */
export function applyNodeChanges(
  before: readonly FarmNodeRow[],
  { nodes, removed }: { readonly nodes: readonly FarmNodeRow[]; readonly removed: readonly number[] },
): readonly FarmNodeRow[] {
  // Returns the same list when nothing changed, so that nothing is filtered and rendered again.
  if (nodes.length === 0 && removed.length === 0) return before;
  const [changed, gone] = [new Map(nodes.map((node) => [node.id, node])), new Set(removed)];
  const kept = before.filter(({ id }) => !gone.has(id)).map((node) => changed.get(node.id) ?? node);
  const known = new Set(before.map(({ id }) => id));
  return [...kept, ...nodes.filter(({ id }) => !known.has(id))];
}
