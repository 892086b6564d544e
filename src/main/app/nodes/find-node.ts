import type { FarmNode } from '#shared/contract/nodes.ts';
import { FarmerError } from '#shared/errors.ts';
import type { Stores } from '#main/store/stores.ts';

/** @throws FarmerError NOT_FOUND for a number that no node has */
export function findNode(stores: Stores, id: number): FarmNode {
  const node = stores.nodes.get(id);
  if (node === undefined) {
    throw new FarmerError('NOT_FOUND', `There is no node ${id}.`, {
      hint: 'See "farmer nodes" for the numbers of your nodes.',
      details: { node: id },
    });
  }
  return node;
}
