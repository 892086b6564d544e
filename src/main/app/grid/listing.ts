import type { GridTarget } from '#shared/contract/grid/grid.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { type ParsedNodes, readGridNodes } from '#main/app/nodes/grid-nodes.ts';
import { addListedNodes } from '#main/app/nodes/node-import.ts';
import type { GridFarm, NodeDirectory } from '#main/grid/node-directory.ts';
import type { Stores } from '#main/store/stores.ts';

/** Farms and nodes as a service lists them. */
export interface Listing extends ParsedNodes {
  readonly farms: readonly GridFarm[];
}

async function entriesOf(
  directory: NodeDirectory,
  target: GridTarget,
  farms: readonly GridFarm[],
): Promise<readonly unknown[]> {
  switch (target.kind) {
    case 'farm':
      return directory.nodes({ farmIds: [target.id] });
    case 'node': {
      const node = await directory.node(target.id);
      return node === null ? [] : [node];
    }
    case 'twin': {
      const owned = await directory.nodes({ ownerTwinId: target.id });
      return owned.length === 0 ? directory.nodes({ twinId: target.id }) : owned;
    }
    default:
      return farms.length === 0 ? [] : directory.nodes({ farmIds: farms.map(({ farmId }) => farmId) });
  }
}

/** @param known farms that need not be requested again */
async function farmsOf(
  directory: NodeDirectory,
  target: GridTarget,
  known: readonly GridFarm[] | null,
): Promise<readonly GridFarm[]> {
  if (known !== null) {
    return target.kind === 'address' ? known.filter(({ stellarAddress }) => stellarAddress === target.address) : known;
  }
  switch (target.kind) {
    case 'farm':
      return directory.farms({ farmId: target.id });
    case 'node':
      return [];
    case 'twin':
      return directory.farms({ twinId: target.id });
    default:
      return directory.farms({ stellarAddress: target.address });
  }
}

/**
 * Lists the nodes of a target with their farms.
 * @param known farms that need not be requested again; null requests all
 */
export async function listTarget(
  directory: NodeDirectory,
  target: GridTarget,
  known: readonly GridFarm[] | null = null,
): Promise<Listing> {
  const farms = [...(await farmsOf(directory, target, known))];
  const parsed = readGridNodes(await entriesOf(directory, target, farms));
  const missing = new Set(parsed.nodes.flatMap(({ node }) => node.farmId ?? []));
  for (const { farmId } of farms) missing.delete(farmId);
  for (const farmId of missing) farms.push(...(await directory.farms({ farmId })));
  return { ...parsed, farms };
}

/**
 * Stores a listing and follows its nodes; requires a transaction.
 * @returns the nodes, and the number of new entries
 */
export function storeListing(stores: Stores, importId: number, { farms, nodes }: Listing, nowMs: number) {
  for (const { farmId, ...farm } of farms) stores.grid.saveFarm({ id: farmId, ...farm });
  const taken = addListedNodes(stores, importId, nodes, nowMs);
  for (const { id } of taken.nodes) stores.grid.follow(id);
  return taken satisfies { readonly nodes: readonly FarmNode[] };
}
