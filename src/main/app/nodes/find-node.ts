import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { FarmerError } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { Stores } from '#main/store/stores.ts';

/** A node, also one that was removed and can still be brought back. @throws FarmerError NOT_FOUND for any other number */
export function findNode(stores: Stores, id: number): FarmNode {
  const node = stores.nodes.get(id);
  if (node === undefined) {
    throw new FarmerError('NOT_FOUND', phrase('There is no node {{id}}.', { id }), {
      hint: 'See "farmer nodes" for the numbers of your nodes.',
      details: { node: id },
    });
  }
  return node;
}

/** A node that can be cut and sold. @throws FarmerError NOT_FOUND, or CONFLICT for one that was removed */
export function findSoldNode(stores: Stores, id: number): FarmNode {
  const node = findNode(stores, id);
  if (node.deletedAtMs !== null) {
    throw new FarmerError('CONFLICT', phrase('"{{name}}" was removed.', { name: node.name }), {
      hint: phrase('Bring it back first: "farmer nodes undo {{id}}".', { id }),
      details: { node: id },
    });
  }
  return node;
}
