import { type FarmNode, NODE_DEFAULTS } from '#shared/contract/nodes.ts';
import type { Stores } from '#main/store/stores.ts';

/**
 * The node of the computer that Farmer runs on, made when it is not there yet: its resources stay unknown until its
 * hardware is read.
 */
export function ensureOwnNode(stores: Stores, nowMs: number): FarmNode {
  return stores.transaction(
    () =>
      stores.nodes.thisMachine() ??
      stores.nodes.add(
        {
          ...NODE_DEFAULTS,
          kind: 'this-machine',
          name: 'This machine',
          resources: null,
          isVirtual: null,
          importSource: null,
          isDemo: false,
        },
        nowMs,
      ),
  );
}
