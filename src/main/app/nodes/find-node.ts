import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';

/** A node, also one that was removed and can still be brought back. @throws FarmerError NOT_FOUND for any other number */
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

/** A node that can be cut and sold. @throws FarmerError NOT_FOUND, or CONFLICT for one that was removed */
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
