import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';

/**
 * A node, including a removed one that can still be restored.
 * @throws FarmerError NOT_FOUND for any other number
 */
export function findNode(stores: Stores, id: number): FarmNode {
  const node = stores.nodes.get(id);
  if (node === undefined) {
    throw new FarmerError('NOT_FOUND', message('nodes:core.nodeUnknown', { id }), {
      hint: message('nodes:core.seeNodeNumbers'),
      details: { node: id },
    });
  }
  return node;
}

/**
 * A node that can be divided into slices and sold.
 * @throws FarmerError NOT_FOUND, or CONFLICT for a removed node
 */
export function findSoldNode(stores: Stores, id: number): FarmNode {
  const node = findNode(stores, id);
  if (node.deletedAtMs !== null) {
    throw new FarmerError('CONFLICT', message('nodes:core.nodeRemoved', { name: node.name }), {
      hint: message('nodes:core.bringBackFirst', { id }),
      details: { node: id },
    });
  }
  return node;
}
