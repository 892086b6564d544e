import type { Lot } from './lots.ts';
import type { BidNeed, SupplyGroup } from './supply.ts';

/** The resources that bids compete for. */
export const SCARCE_RESOURCES = ['cores', 'memory', 'ssd', 'gpus'] as const;
/** One of {@link SCARCE_RESOURCES}. */
export type ScarceResource = (typeof SCARCE_RESOURCES)[number];

/** How much of each resource there is, or is asked for, in the units of a bid's need. */
type Amounts = Readonly<Record<ScarceResource, number>>;

const NOTHING: Amounts = { cores: 0, memory: 0, ssd: 0, gpus: 0 };

/** How much of a resource one slice of a group holds, in thousandths of a core, MiB, or GPUs. */
export function perSlice(group: SupplyGroup, resource: ScarceResource): number {
  switch (resource) {
    case 'cores':
      return group.milliCores / group.count;
    case 'memory':
      return group.memoryMib / group.count;
    case 'ssd':
      return group.ssdMib / group.count;
    default:
      return group.gpusPerSlice;
  }
}

function freeOf(lots: readonly Lot[]): Amounts {
  return lots.reduce<Amounts>((sum, { group, freeForMonths }) => {
    const free = freeForMonths[1] ?? 0;
    return {
      cores: sum.cores + free * perSlice(group, 'cores'),
      memory: sum.memory + free * perSlice(group, 'memory'),
      ssd: sum.ssd + free * perSlice(group, 'ssd'),
      gpus: sum.gpus + free * perSlice(group, 'gpus'),
    };
  }, NOTHING);
}

function demandOf(needs: readonly BidNeed[]): Amounts {
  return needs.reduce<Amounts>(
    (sum, need) => ({
      cores: sum.cores + need.milliCores,
      memory: sum.memory + need.memoryMib,
      ssd: sum.ssd + need.ssdMib,
      gpus: sum.gpus + need.gpus,
    }),
    NOTHING,
  );
}

/**
 * The resource that the bids want most of, against what is free: the one to earn most by. Resources of which nothing is
 * free are left out; memory where nothing is wanted at all.
 */
export function scarcestResource(needs: readonly BidNeed[], lots: readonly Lot[]): ScarceResource {
  const free = freeOf(lots);
  const demand = demandOf(needs);
  return SCARCE_RESOURCES.reduce<{ resource: ScarceResource; pressure: number }>(
    (most, resource) => {
      const pressure = free[resource] === 0 ? 0 : demand[resource] / free[resource];
      return pressure > most.pressure ? { resource, pressure } : most;
    },
    { resource: 'memory', pressure: 0 },
  ).resource;
}
