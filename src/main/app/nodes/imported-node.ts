import { type FarmNode, NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';

/** Adds a node of which only the grid number is known. */
export function addImportedNode(
  stores: Stores,
  gridNodeId: number,
  importSource: NonNullable<FarmNode['importSource']>,
  nowMs: number,
): FarmNode {
  return stores.nodes.add(
    {
      ...NODE_DEFAULTS,
      kind: 'imported',
      name: `Node ${gridNodeId}`,
      resources: null,
      isVirtual: null,
      grid: { ...NODE_DEFAULTS.grid, nodeId: gridNodeId },
      importSource,
      isDemo: false,
    },
    nowMs,
  );
}
