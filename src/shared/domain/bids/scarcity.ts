import type { Capacity } from './capacity.ts';
import { type Resource, RESOURCES } from './constants.ts';
import type { BidNeed, SupplyGroup } from './supply.ts';

/** The amount of a resource that a bid needs, in the units of {@link BidNeed}. */
export const NEEDED_AMOUNT = {
  cores: (need) => need.milliCores,
  memory: (need) => need.memoryMib,
  ssd: (need) => need.ssdMib,
  gpus: (need) => need.gpus,
} as const satisfies Readonly<Record<Resource, (need: BidNeed) => number>>;

/** The amount of a resource in one slice of a group, in thousandths of a core, MiB, or GPUs. */
export function amountPerSlice(group: SupplyGroup, resource: Resource): number {
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

/**
 * The resource with the highest demand relative to what is free: income is compared per unit of it. Resources of which
 * nothing is free are left out; memory when there is no demand at all.
 */
export function findScarcestResource(needs: Iterable<BidNeed>, capacities: readonly Capacity[]): Resource {
  const demands = { cores: 0, memory: 0, ssd: 0, gpus: 0 } satisfies Record<Resource, number>;
  for (const need of needs) {
    for (const resource of RESOURCES) demands[resource] += NEEDED_AMOUNT[resource](need);
  }
  let scarcest: Resource = 'memory';
  let highestPressure = 0;
  for (const resource of RESOURCES) {
    const free = capacities.reduce(
      (sum, { group, freeForMonths }) => sum + (freeForMonths[1] ?? 0) * amountPerSlice(group, resource),
      0,
    );
    const pressure = free === 0 ? 0 : demands[resource] / free;
    if (pressure > highestPressure) {
      scarcest = resource;
      highestPressure = pressure;
    }
  }
  return scarcest;
}
