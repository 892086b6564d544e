import type { Bid } from '#shared/contract/bids/bids.ts';
import { farmerShareMicroUsd } from './bid-value.ts';
import { type Capacity, equivalenceKey, largestAmounts } from './capacity.ts';
import type { RejectionReason, Resource } from './constants.ts';
import { amountPerSlice, NEEDED_AMOUNT } from './scarcity.ts';
import { type BidNeed, slicesNeeded } from './supply.ts';
import { type UptimeRisk, uptimeRisk } from './uptime-risk.ts';

/** The capacity on which a bid has the highest income per unit of the scarce resource. */
export interface Place {
  readonly capacity: Capacity;
  readonly slices: number;
  /** How much of the scarce resource it takes there. */
  readonly scarceAmount: number;
  /** Net per unit of it, in millionths of a USD. */
  readonly perScarce: number;
}

/** The capacities as columns of numbers for the inner loop: 1 divided by the amounts of one slice, and cost per slice. */
interface Columns {
  readonly slicesPerMilliCore: Float64Array;
  readonly slicesPerMib: Float64Array;
  readonly slicesPerSsdMib: Float64Array;
  readonly slicesPerGpu: Float64Array;
  /** The different shares that the nodes keep, and which of them applies to each capacity. */
  readonly sharePercents: readonly number[];
  readonly shareIndex: Int32Array;
  readonly scarcePerSlice: Float64Array;
  readonly costPerSlice: Float64Array;
  /** Cost per unit of the scarce resource; ascending, because the capacities are sorted by it. */
  readonly costPerScarce: Float64Array;
}

/** The number of slices if the capacity lacks a resource. Finite, because 0 times infinity is NaN. */
const UNREACHABLE_SLICES = 1e18;
/** Rounds the estimated slices down; the winner is counted again exactly. */
const ESTIMATE_FACTOR = 1 - 1e-12;

function inverse(capacities: readonly Capacity[], amount: (capacity: Capacity) => number): Float64Array {
  return Float64Array.from(capacities, (capacity) =>
    amount(capacity) === 0 ? UNREACHABLE_SLICES : 1 / amount(capacity),
  );
}

/** The cost of a unit of the scarce resource; zero where the capacity has none of it. */
function costPerScarce(capacity: Capacity, scarce: Resource): number {
  const amount = amountPerSlice(capacity.group, scarce);
  return amount === 0 ? 0 : capacity.costPerSliceMicroUsd / amount;
}

/** The distinct capacities, the cheapest per unit of the scarce resource first. */
function searchOrder(capacities: readonly Capacity[], scarce: Resource): readonly Capacity[] {
  const firsts = new Map<string, Capacity>();
  for (const capacity of capacities) {
    getOrCreate(firsts, equivalenceKey(capacity), () => capacity);
  }
  return [...firsts.values()].toSorted((a, b) => costPerScarce(a, scarce) - costPerScarce(b, scarce));
}

function createColumns(capacities: readonly Capacity[], scarce: Resource): Columns {
  const sharePercents = [...new Set(capacities.map(({ node }) => node.sharePercent))];
  return {
    sharePercents,
    shareIndex: Int32Array.from(capacities, ({ node }) => sharePercents.indexOf(node.sharePercent)),
    slicesPerMilliCore: inverse(capacities, ({ group }) => group.milliCores / group.count),
    slicesPerMib: inverse(capacities, ({ group }) => group.memoryMib / group.count),
    slicesPerSsdMib: inverse(capacities, ({ group }) => group.ssdMib / group.count),
    slicesPerGpu: inverse(capacities, ({ group }) => group.gpusPerSlice),
    scarcePerSlice: Float64Array.from(capacities, ({ group }) => amountPerSlice(group, scarce)),
    costPerSlice: Float64Array.from(capacities, (capacity) => capacity.costPerSliceMicroUsd),
    costPerScarce: Float64Array.from(capacities, (capacity) => costPerScarce(capacity, scarce)),
  };
}

/** Net per unit of the scarce resource; a bid that takes none of it ranks first or last by the sign of its net. */
function netPerScarce(netMicroUsd: number, scarceAmount: number): number {
  if (scarceAmount > 0) {
    return netMicroUsd / scarceAmount;
  }
  return netMicroUsd === 0 ? 0 : Math.sign(netMicroUsd) * Number.MAX_VALUE;
}

function getOrCreate<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) {
    return found;
  }
  const made = make();
  known.set(key, made);
  return made;
}

function createRiskCache() {
  const known = new Map<Capacity, Map<string, UptimeRisk | null>>();
  return (capacity: Capacity, { minUptimePercent }: Bid): UptimeRisk | null => {
    if (minUptimePercent === null || capacity.node.uptime.length === 0) {
      return null;
    }
    const ofCapacity = getOrCreate(known, capacity, () => new Map<string, UptimeRisk | null>());
    return getOrCreate(ofCapacity, minUptimePercent, () => uptimeRisk(capacity.node.uptime, minUptimePercent));
  };
}

/** The reasons in the order of the checks; the last check reached gives the reason. */
const CHECKS = ['no-node', 'larger-than-any-node', 'needs-certified', 'uptime-record', 'not-free'] as const;

/** The estimated slices: never more than the exact count, and almost always the same. */
function estimateSlices(columns: Columns, at: number, need: BidNeed): number {
  const byCores = need.milliCores * (columns.slicesPerMilliCore[at] ?? 0);
  const byMemory = need.memoryMib * (columns.slicesPerMib[at] ?? 0);
  const bySsd = need.ssdMib * (columns.slicesPerSsdMib[at] ?? 0);
  const byGpus = need.gpus * (columns.slicesPerGpu[at] ?? 0);
  const most = Math.max(byCores, byMemory, bySsd, byGpus);
  return most <= 1 ? 1 : Math.ceil(most * ESTIMATE_FACTOR);
}

/**
 * Finds places for many bids on the same capacities. The search goes from the cheapest capacity up with a few
 * multiplications each and ends where no later one can win even without waste; a candidate that would win is first
 * counted in whole numbers.
 */
export class Placer {
  /** How likely the node of a capacity misses the bid's minimum uptime; null without a minimum or a record. */
  readonly riskOn = createRiskCache();
  readonly #capacities: readonly Capacity[];
  readonly #scarce: Resource;
  readonly #columns: Columns;
  readonly #largest: BidNeed;
  readonly #freeByMonths = new Map<number, Int32Array>();

  /** @param scarce the resource by which places are compared */
  constructor(capacities: readonly Capacity[], scarce: Resource) {
    this.#capacities = searchOrder(capacities, scarce);
    this.#scarce = scarce;
    this.#columns = createColumns(this.#capacities, scarce);
    this.#largest = largestAmounts(this.#capacities);
  }

  /** The best place, or null when there is none now. */
  place(bid: Bid, need: BidNeed, grossMicroUsd: number): Place | null {
    if (this.#isTooLarge(need)) {
      return null;
    }
    const columns = this.#columns;
    const free = this.#freeFor(bid.months);
    const leastScarce = NEEDED_AMOUNT[this.#scarce](need);
    const shares = columns.sharePercents.map((percent) => farmerShareMicroUsd(grossMicroUsd, percent));
    const ceiling = leastScarce === 0 ? Number.POSITIVE_INFINITY : Math.max(...shares) / leastScarce;
    let best: Place | null = null;
    let toBeat = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < free.length && ceiling - (columns.costPerScarce[at] ?? 0) >= toBeat; at += 1) {
      const slices = estimateSlices(columns, at, need);
      if (slices <= (free[at] ?? 0)) {
        const shareMicroUsd = shares[columns.shareIndex[at] ?? 0] ?? 0;
        const net = shareMicroUsd - slices * (columns.costPerSlice[at] ?? 0);
        const estimate = netPerScarce(net, slices * (columns.scarcePerSlice[at] ?? 0));
        const found = estimate > toBeat ? this.#exactPlace(bid, need, shareMicroUsd, at) : null;
        if (found !== null && found.perScarce > toBeat) {
          best = found;
          toBeat = found.perScarce;
        }
      }
    }
    return best;
  }

  /** Why a bid has no place: the last check that it reached on any node. */
  explain(bid: Bid, need: BidNeed): RejectionReason {
    if (this.#capacities.length > 0 && this.#isTooLarge(need)) {
      return 'larger-than-any-node';
    }
    let last = 0;
    for (const capacity of this.#capacities) {
      last = Math.max(last, this.#lastCheck(bid, need, capacity));
      if (last === CHECKS.length - 1) {
        break;
      }
    }
    return CHECKS[last] ?? 'no-node';
  }

  #isTooLarge(need: BidNeed): boolean {
    return (
      need.milliCores > this.#largest.milliCores ||
      need.memoryMib > this.#largest.memoryMib ||
      need.ssdMib > this.#largest.ssdMib ||
      need.gpus > this.#largest.gpus
    );
  }

  #freeFor(months: number): Int32Array {
    return getOrCreate(this.#freeByMonths, months, () =>
      Int32Array.from(this.#capacities, (capacity) => capacity.freeForMonths[months] ?? 0),
    );
  }

  #isExcluded(bid: Bid, capacity: Capacity): boolean {
    return (bid.certifiedOnly && !capacity.node.isCertified) || this.riskOn(capacity, bid)?.isLikely === true;
  }

  /** The place on one capacity, counted exactly; null when the bid cannot go there. */
  #exactPlace(bid: Bid, need: BidNeed, shareMicroUsd: number, at: number): Place | null {
    const capacity = this.#capacities[at];
    const slices = capacity === undefined ? null : slicesNeeded(need, capacity.group);
    if (capacity === undefined || slices === null || slices > (capacity.freeForMonths[bid.months] ?? 0)) {
      return null;
    }
    if (this.#isExcluded(bid, capacity)) {
      return null;
    }
    const scarceAmount = slices * amountPerSlice(capacity.group, this.#scarce);
    const perScarce = netPerScarce(shareMicroUsd - capacity.costPerSliceMicroUsd * slices, scarceAmount);
    return { capacity, slices, scarceAmount, perScarce };
  }

  #lastCheck(bid: Bid, need: BidNeed, capacity: Capacity): number {
    if (slicesNeeded(need, capacity.group) === null) {
      return 1;
    }
    if (bid.certifiedOnly && !capacity.node.isCertified) {
      return 2;
    }
    return this.#isExcluded(bid, capacity) ? 3 : 4;
  }
}
