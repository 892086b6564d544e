import type { GridTarget } from '#shared/contract/grid/grid.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { type ParsedNodes, readGridNodes } from '#main/app/nodes/grid-nodes.ts';
import { takeListed } from '#main/app/nodes/node-import.ts';
import type { GridFarm, GridProxy } from '#main/grid/proxy.ts';
import type { Stores } from '#main/store/stores.ts';

/** Farms and nodes as the proxy lists them. */
export interface Listing extends ParsedNodes {
  readonly farms: readonly GridFarm[];
}

async function entriesOf(
  proxy: GridProxy,
  target: GridTarget,
  farms: readonly GridFarm[],
): Promise<readonly unknown[]> {
  switch (target.kind) {
    case 'farm':
      return proxy.nodes(`farm_ids=${target.id}`);
    case 'node': {
      const node = await proxy.node(target.id);
      return node === null ? [] : [node];
    }
    case 'twin': {
      const owned = await proxy.nodes(`owned_by=${target.id}`);
      return owned.length === 0 ? proxy.nodes(`twin_id=${target.id}`) : owned;
    }
    default:
      return farms.length === 0 ? [] : proxy.nodes(`farm_ids=${farms.map(({ farmId }) => farmId).join(',')}`);
  }
}

/** @param known farms that need not be asked for again */
async function farmsOf(
  proxy: GridProxy,
  target: GridTarget,
  known: readonly GridFarm[] | null,
): Promise<readonly GridFarm[]> {
  if (known !== null) {
    return target.kind === 'address' ? known.filter(({ stellarAddress }) => stellarAddress === target.address) : known;
  }
  switch (target.kind) {
    case 'farm':
      return proxy.farms(`farm_id=${target.id}`);
    case 'node':
      return [];
    case 'twin':
      return proxy.farms(`twin_id=${target.id}`);
    default:
      return proxy.farms(`stellar_address=${target.address}`);
  }
}

/**
 * Asks the proxy for what belongs to a target, with the farms of its nodes.
 * @param known farms that need not be asked for again; null asks for them
 */
export async function listTarget(
  proxy: GridProxy,
  target: GridTarget,
  known: readonly GridFarm[] | null = null,
): Promise<Listing> {
  const farms = [...(await farmsOf(proxy, target, known))];
  const parsed = readGridNodes(await entriesOf(proxy, target, farms));
  const missing = new Set(parsed.nodes.flatMap(({ node }) => node.farmId ?? []));
  for (const { farmId } of farms) missing.delete(farmId);
  for (const farmId of missing) farms.push(...(await proxy.farms(`farm_id=${farmId}`)));
  return { ...parsed, farms };
}

/** Keeps what was listed and follows its nodes; within a transaction. @returns the nodes, and how many entries were new */
export function takeListing(stores: Stores, importId: number, { farms, nodes }: Listing, nowMs: number) {
  for (const { farmId, ...farm } of farms) stores.grid.saveFarm({ id: farmId, ...farm });
  const taken = takeListed(stores, importId, nodes, nowMs);
  for (const { id } of taken.nodes) stores.grid.follow(id);
  return taken satisfies { readonly nodes: readonly FarmNode[] };
}
