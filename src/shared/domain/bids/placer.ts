import type { Bid } from './bid.ts';
import { largestOf, type Lot } from './lots.ts';
import type { MisfitReason } from './misfit.ts';
import { shareOf } from './money.ts';
import { perSlice, type ScarceResource } from './scarcity.ts';
import { type BidNeed, slicesNeeded } from './supply.ts';
import { type UptimeRisk, uptimeRisk } from './uptime-risk.ts';

/** The lot on which a bid brings most per unit of the scarce resource. */
export interface Place {
  readonly lot: Lot;
  readonly slices: number;
  /** How much of the scarce resource it takes there. */
  readonly scarceAmount: number;
  /** Net per unit of it, in millionths of a USD. */
  readonly perScarce: number;
}

/** Finds places for many bids on the same lots. */
export interface Placer {
  /** The best place, or null when there is none now. */
  place(bid: Bid, need: BidNeed, grossMicroUsd: number): Place | null;
  /** Why a bid without a place has none: how far it came on the node where it came furthest. */
  explain(bid: Bid, need: BidNeed): MisfitReason;
  /** What a lot's record says of the bid's minimum uptime. */
  riskOn(lot: Lot, bid: Bid): UptimeRisk | null;
}

/** What the inner loop reads of the lots, side by side: 1 divided by what one slice holds, and money per slice. */
interface Columns {
  readonly slicesPerMilliCore: Float64Array;
  readonly slicesPerMib: Float64Array;
  readonly slicesPerSsdMib: Float64Array;
  readonly slicesPerGpu: Float64Array;
  /** The different shares that the nodes keep, and which of them each lot has. */
  readonly sharePercents: readonly number[];
  readonly shareIndex: Int32Array;
  readonly scarcePerSlice: Float64Array;
  readonly costPerSlice: Float64Array;
  /** Cost per unit of the scarce resource; ascending, since the lots are put in this order. */
  readonly costPerScarce: Float64Array;
}

/** More slices than any node has, for a resource that a lot does not have; finite, so that no need times it is zero. */
const NEVER_ENOUGH = 1e18;
/** Rounds the quick count of slices towards fewer; whoever wins by it is counted again exactly. */
const SHADE = 1 - 1e-12;

function inverse(lots: readonly Lot[], amount: (lot: Lot) => number): Float64Array {
  return Float64Array.from(lots, (lot) => (amount(lot) === 0 ? NEVER_ENOUGH : 1 / amount(lot)));
}

/** What a unit of the scarce resource costs on a lot; nothing where the lot has none of it. */
function costPerScarce(lot: Lot, scarce: ScarceResource): number {
  const amount = perSlice(lot.group, scarce);
  return amount === 0 ? 0 : lot.costPerSliceMicroUsd / amount;
}

/** Of lots that no bid can tell apart, only the first is searched. */
function identityOf(lot: Lot): string {
  const { node, group } = lot;
  const { milliCores, memoryMib, ssdMib, gpusPerSlice, count } = group;
  const own = node.reservations.length > 0 ? node.nodeId : '';
  const terms = [lot.costPerSliceMicroUsd, node.sharePercent, node.isCertified, own];
  return [count, milliCores, memoryMib, ssdMib, gpusPerSlice, ...terms, ...node.uptime].join(' ');
}

/** The lots to search: no two alike, the cheapest per unit of the scarce resource first. */
function searched(lots: readonly Lot[], scarce: ScarceResource): readonly Lot[] {
  const firsts = new Map<string, Lot>();
  for (const lot of lots) {
    remember(firsts, identityOf(lot), () => lot);
  }
  return [...firsts.values()].toSorted((a, b) => costPerScarce(a, scarce) - costPerScarce(b, scarce));
}

/** How much of the scarce resource a bid asks for itself: it takes at least that much, whatever the slices. */
function scarceNeed(need: BidNeed, scarce: ScarceResource): number {
  switch (scarce) {
    case 'cores':
      return need.milliCores;
    case 'memory':
      return need.memoryMib;
    case 'ssd':
      return need.ssdMib;
    default:
      return need.gpus;
  }
}

function columnsOf(lots: readonly Lot[], scarce: ScarceResource): Columns {
  const sharePercents = [...new Set(lots.map(({ node }) => node.sharePercent))];
  return {
    sharePercents,
    shareIndex: Int32Array.from(lots, ({ node }) => sharePercents.indexOf(node.sharePercent)),
    slicesPerMilliCore: inverse(lots, ({ group }) => group.milliCores / group.count),
    slicesPerMib: inverse(lots, ({ group }) => group.memoryMib / group.count),
    slicesPerSsdMib: inverse(lots, ({ group }) => group.ssdMib / group.count),
    slicesPerGpu: inverse(lots, ({ group }) => group.gpusPerSlice),
    scarcePerSlice: Float64Array.from(lots, ({ group }) => perSlice(group, scarce)),
    costPerSlice: Float64Array.from(lots, (lot) => lot.costPerSliceMicroUsd),
    costPerScarce: Float64Array.from(lots, (lot) => costPerScarce(lot, scarce)),
  };
}

/** Net per unit of the scarce resource; a bid that takes none of it stands above or below all others by its sign. */
function netPerScarce(netMicroUsd: number, scarceAmount: number): number {
  if (scarceAmount > 0) {
    return netMicroUsd / scarceAmount;
  }
  return netMicroUsd === 0 ? 0 : Math.sign(netMicroUsd) * Number.MAX_VALUE;
}

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) {
    return found;
  }
  const made = make();
  known.set(key, made);
  return made;
}

function createRiskBook() {
  const known = new Map<Lot, Map<string, UptimeRisk | null>>();
  return (lot: Lot, { minUptimePercent }: Bid): UptimeRisk | null => {
    if (minUptimePercent === null || lot.node.uptime.length === 0) {
      return null;
    }
    const ofLot = remember(known, lot, () => new Map<string, UptimeRisk | null>());
    return remember(ofLot, minUptimePercent, () => uptimeRisk(lot.node.uptime, minUptimePercent));
  };
}

/** How far a bid came, in the order of the checks; the furthest step names the reason. */
const STEPS = ['no-node', 'larger-than-any-node', 'needs-certified', 'uptime-record', 'not-free'] as const;

/**
 * The quick count of slices: never more than the exact one, and almost always the same.
 */
function quickSlices(columns: Columns, at: number, need: BidNeed): number {
  const byCores = need.milliCores * (columns.slicesPerMilliCore[at] ?? 0);
  const byMemory = need.memoryMib * (columns.slicesPerMib[at] ?? 0);
  const bySsd = need.ssdMib * (columns.slicesPerSsdMib[at] ?? 0);
  const byGpus = need.gpus * (columns.slicesPerGpu[at] ?? 0);
  const most = Math.max(byCores, byMemory, bySsd, byGpus);
  return most <= 1 ? 1 : Math.ceil(most * SHADE);
}

class LotPlacer implements Placer {
  readonly riskOn = createRiskBook();
  readonly #lots: readonly Lot[];
  readonly #scarce: ScarceResource;
  readonly #columns: Columns;
  readonly #largest: BidNeed;
  readonly #freeByMonths = new Map<number, Int32Array>();

  constructor(allLots: readonly Lot[], scarce: ScarceResource) {
    this.#lots = searched(allLots, scarce);
    this.#scarce = scarce;
    this.#columns = columnsOf(this.#lots, scarce);
    this.#largest = largestOf(this.#lots);
  }

  place(bid: Bid, need: BidNeed, grossMicroUsd: number): Place | null {
    if (this.#isTooLarge(need)) {
      return null;
    }
    const columns = this.#columns;
    const free = this.#freeFor(bid.months);
    const leastScarce = scarceNeed(need, this.#scarce);
    const shares = columns.sharePercents.map((percent) => shareOf(grossMicroUsd, percent));
    const ceiling = leastScarce === 0 ? Number.POSITIVE_INFINITY : Math.max(...shares) / leastScarce;
    let best: Place | null = null;
    let toBeat = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < free.length && ceiling - (columns.costPerScarce[at] ?? 0) >= toBeat; at += 1) {
      const slices = quickSlices(columns, at, need);
      if (slices <= (free[at] ?? 0)) {
        const shareMicroUsd = shares[columns.shareIndex[at] ?? 0] ?? 0;
        const net = shareMicroUsd - slices * (columns.costPerSlice[at] ?? 0);
        const promise = netPerScarce(net, slices * (columns.scarcePerSlice[at] ?? 0));
        const found = promise > toBeat ? this.#exactPlace(bid, need, shareMicroUsd, at) : null;
        if (found !== null && found.perScarce > toBeat) {
          best = found;
          toBeat = found.perScarce;
        }
      }
    }
    return best;
  }

  explain(bid: Bid, need: BidNeed): MisfitReason {
    if (this.#lots.length > 0 && this.#isTooLarge(need)) {
      return 'larger-than-any-node';
    }
    let furthest = 0;
    for (const lot of this.#lots) {
      furthest = Math.max(furthest, this.#stepOn(bid, need, lot));
      if (furthest === STEPS.length - 1) {
        break;
      }
    }
    return STEPS[furthest] ?? 'no-node';
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
    return remember(this.#freeByMonths, months, () =>
      Int32Array.from(this.#lots, (lot) => lot.freeForMonths[months] ?? 0),
    );
  }

  #isBarred(bid: Bid, lot: Lot): boolean {
    return (bid.certifiedOnly && !lot.node.isCertified) || this.riskOn(lot, bid)?.isLikely === true;
  }

  /** The place on one lot, counted exactly; null when the bid cannot go there. */
  #exactPlace(bid: Bid, need: BidNeed, shareMicroUsd: number, at: number): Place | null {
    const lot = this.#lots[at];
    const slices = lot === undefined ? null : slicesNeeded(need, lot.group);
    if (lot === undefined || slices === null || slices > (lot.freeForMonths[bid.months] ?? 0)) {
      return null;
    }
    if (this.#isBarred(bid, lot)) {
      return null;
    }
    const scarceAmount = slices * perSlice(lot.group, this.#scarce);
    const perScarce = netPerScarce(shareMicroUsd - lot.costPerSliceMicroUsd * slices, scarceAmount);
    return { lot, slices, scarceAmount, perScarce };
  }

  #stepOn(bid: Bid, need: BidNeed, lot: Lot): number {
    if (slicesNeeded(need, lot.group) === null) {
      return 1;
    }
    if (bid.certifiedOnly && !lot.node.isCertified) {
      return 2;
    }
    return this.#isBarred(bid, lot) ? 3 : 4;
  }
}

/**
 * Prepares lots for many bids. The search goes over the lots with a few multiplications, cheapest first, and ends where
 * no later lot can win even without waste; a lot that would win is counted in whole numbers before it does.
 * @param scarce the resource by which places are compared
 */
export function createPlacer(lots: readonly Lot[], scarce: ScarceResource): Placer {
  return new LotPlacer(lots, scarce);
}
