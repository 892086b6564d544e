import type { Bid } from '#shared/contract/bids/bids.ts';
import { computeBidIncome, grossMicroUsd, type RankingTerms } from './bid-value.ts';
import { type Capacity, equivalenceKey, isExcluded } from './capacity.ts';
import { endAfterMonths } from './reservations.ts';
import { computeNeed, slicesNeeded } from './supply.ts';

/** How many months are considered, and whether a bid may begin later than now. */
export interface BestSetPlan {
  /** 1 to {@link LONGEST_HORIZON_MONTHS}. */
  readonly horizonMonths: number;
  /** A bid may begin in any month until it expires; otherwise all begin now. */
  readonly mayBeginLater: boolean;
}

/** One way to accept one bid: on which capacity, from which of the coming months. */
export interface BidOption {
  readonly bid: Bid;
  readonly capacity: Capacity;
  readonly slices: number;
  /** 0: now. */
  readonly startMonth: number;
  /** The first month after it; it may lie past the horizon. */
  readonly endMonth: number;
  /** Net within the horizon, in millionths of a USD. */
  readonly netMicroUsd: number;
}

/** What the solver may choose from. */
export interface BidOptions {
  readonly options: readonly BidOption[];
  /** A set that fits, found by taking the densest bids first. */
  readonly firstFit: readonly BidOption[];
  /** Whether no option was left out that could earn more. */
  readonly isWhole: boolean;
  /** No set has a higher income, in millionths of a USD; options that were left out included. */
  readonly boundMicroUsd: number;
}

/** The solver decides between this many options in its time, in bounded memory. */
const MAX_OPTIONS = 8000;
/** Places that are tried for one bid before it counts as one that fits nowhere. */
const MAX_TRIED = 4000;

/** Slices that are free in a month, before any bid is chosen. */
export function freeIn(capacity: Capacity, month: number): number {
  return capacity.freeInMonth[month] ?? capacity.group.count;
}

/** Slices in use by chosen options. */
export class Usage {
  readonly #used = new Map<Capacity, number[]>();

  /** Whether an option fits in addition to those already added. */
  fits({ capacity, slices, startMonth, endMonth }: BidOption): boolean {
    const used = this.#used.get(capacity) ?? [];
    for (let month = startMonth; month < endMonth; month += 1) {
      if ((used[month] ?? 0) + slices > freeIn(capacity, month)) {
        return false;
      }
    }
    return true;
  }

  add({ capacity, slices, startMonth, endMonth }: BidOption): void {
    const used = this.#used.get(capacity) ?? [];
    this.#used.set(capacity, used);
    for (let month = startMonth; month < endMonth; month += 1) {
      used[month] = (used[month] ?? 0) + slices;
    }
  }
}

/** Capacities that are the same for every bid, in the order in which they are tried. */
interface CapacityClass {
  readonly first: Capacity;
  capacities: readonly Capacity[];
  /** The slices of all bids that fit here, in total. */
  wantedSlices: number;
  wantingBids: number;
}

/** A bid on any capacity of a class. */
interface Candidate {
  readonly among: CapacityClass;
  readonly slices: number;
  readonly netMonthMicroUsd: number;
}

/** A bid with the months in which it may begin, and the classes on which it earns income, the best first. */
interface Request {
  readonly bid: Bid;
  readonly starts: readonly number[];
  readonly candidates: readonly Candidate[];
  /** The highest income that it can earn, and the highest for a slice and month, in millionths of a USD. */
  readonly mostMicroUsd: number;
  readonly densityMicroUsd: number;
}

function listClasses(capacities: readonly Capacity[]): readonly CapacityClass[] {
  return [...Map.groupBy(capacities, equivalenceKey).values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ first, capacities: alike, wantedSlices: 0, wantingBids: 0 }];
  });
}

/**
 * Leaves out capacities that change nothing: with twice the slices that all bids of a class take together, each has a
 * place whatever the order. A class with reservations has one capacity.
 */
function shrink(among: CapacityClass): void {
  const needed = Math.min(among.wantingBids, Math.ceil((2 * among.wantedSlices) / among.first.group.count) + 1);
  among.capacities = among.capacities.slice(0, needed);
}

function listCandidates(bid: Bid, classes: readonly CapacityClass[], terms: RankingTerms): readonly Candidate[] {
  const need = computeNeed(bid);
  const gross = grossMicroUsd(bid, terms.usdPerCc);
  if (gross === null) return [];
  return classes
    .flatMap((among): readonly Candidate[] => {
      const slices = slicesNeeded(need, among.first.group);
      if (slices === null || isExcluded(bid, among.first.node)) {
        return [];
      }
      const { netMicroUsd: netMonthMicroUsd } = computeBidIncome(gross, among.first, slices);
      return netMonthMicroUsd > 0 ? [{ among, slices, netMonthMicroUsd }] : [];
    })
    .toSorted((a, b) => b.netMonthMicroUsd - a.netMonthMicroUsd);
}

/** The months in which a bid may begin. */
function startMonths(bid: Bid, nowS: number, { horizonMonths, mayBeginLater }: BestSetPlan): readonly number[] {
  return Array.from({ length: mayBeginLater ? horizonMonths : 1 }, (_, month) => month).filter(
    (month) => month === 0 || bid.expiresAtS === null || endAfterMonths(nowS, month) <= bid.expiresAtS,
  );
}

function createRequest(bid: Bid, classes: readonly CapacityClass[], plan: BestSetPlan, terms: RankingTerms): Request {
  const candidates = listCandidates(bid, classes, terms);
  for (const { among, slices } of candidates) {
    among.wantedSlices += slices;
    among.wantingBids += 1;
  }
  const countedMonths = Math.min(bid.months, plan.horizonMonths);
  return {
    bid,
    starts: startMonths(bid, terms.nowS, plan),
    candidates,
    mostMicroUsd: (candidates[0]?.netMonthMicroUsd ?? 0) * countedMonths,
    densityMicroUsd: Math.max(0, ...candidates.map(({ slices, netMonthMicroUsd }) => netMonthMicroUsd / slices)),
  };
}

/**
 * The first options of a bid in descending order of income. Bids start at different ones of equivalent capacities.
 * @param isTaken selects which of them are returned
 */
function listOptions(
  request: Request,
  horizonMonths: number,
  { most, offset = 0, isTaken }: { most: number; offset?: number; isTaken?: (option: BidOption) => boolean },
): readonly BidOption[] {
  const options: BidOption[] = [];
  let tried = 0;
  const unused = new Usage();
  const { bid } = request;
  for (const { among, slices, netMonthMicroUsd } of request.candidates) {
    const { capacities } = among;
    for (const startMonth of request.starts) {
      const endMonth = startMonth + bid.months;
      const netMicroUsd = netMonthMicroUsd * (Math.min(horizonMonths, endMonth) - startMonth);
      for (let index = 0; index < capacities.length; index += 1) {
        const capacity = capacities[(index + offset) % capacities.length] ?? among.first;
        const option = { bid, capacity, slices, startMonth, endMonth, netMicroUsd };
        if (unused.fits(option) && (isTaken === undefined || isTaken(option))) {
          options.push(option);
        }
        tried += 1;
        if (options.length === most || tried === MAX_TRIED) {
          return options;
        }
      }
    }
  }
  return options;
}

function countPlaces({ starts, candidates }: Request): number {
  return candidates.reduce((sum, { among }) => sum + among.capacities.length * starts.length, 0);
}

/** Takes the bids with the highest income for a slice and month first, each where it fits first. */
function findFirstFit(requests: readonly Request[], horizonMonths: number): readonly BidOption[] {
  const usage = new Usage();
  return requests
    .toSorted((a, b) => b.densityMicroUsd - a.densityMicroUsd)
    .flatMap((request) => {
      const [found] = listOptions(request, horizonMonths, { most: 1, isTaken: (option) => usage.fits(option) });
      if (found === undefined) {
        return [];
      }
      usage.add(found);
      return [found];
    });
}

/**
 * An income that no set exceeds: each bid earns at most its best, and all together hold at most the slices that are free
 * within the horizon, filled by income for a slice and month, parts of bids allowed.
 */
function computeBound(requests: readonly Request[], capacities: readonly Capacity[], horizonMonths: number): number {
  let leftSliceMonths = 0;
  for (const capacity of capacities) {
    for (let month = 0; month < horizonMonths; month += 1) {
      leftSliceMonths += freeIn(capacity, month);
    }
  }
  let bound = 0;
  for (const { mostMicroUsd, densityMicroUsd } of requests.toSorted((a, b) => b.densityMicroUsd - a.densityMicroUsd)) {
    const most = Math.min(mostMicroUsd, densityMicroUsd * leftSliceMonths);
    bound += most;
    leftSliceMonths -= densityMicroUsd === 0 ? 0 : most / densityMicroUsd;
  }
  return Math.ceil(bound);
}

/**
 * What the solver may choose from: the options of every bid as far as their number allows, and a first set that fits. A
 * farm of any size makes a problem of bounded size.
 */
export function gatherOptions(
  bids: readonly Bid[],
  capacities: readonly Capacity[],
  plan: BestSetPlan,
  terms: RankingTerms,
): BidOptions {
  const { horizonMonths } = plan;
  const classes = listClasses(capacities);
  const requests = bids.map((bid) => createRequest(bid, classes, plan, terms));
  for (const among of classes) {
    shrink(among);
  }
  const firstFit = findFirstFit(requests, horizonMonths);
  const taken = new Map(firstFit.map((option) => [option.bid.id, option]));
  const mostOfOne = Math.max(1, Math.floor(MAX_OPTIONS / Math.max(1, requests.length)));
  let isWhole = true;
  const options = requests.flatMap((request, index) => {
    const listed = listOptions(request, horizonMonths, { most: mostOfOne + 1, offset: index });
    if (listed.length <= mostOfOne && countPlaces(request) <= MAX_TRIED) {
      return listed;
    }
    isWhole = false;
    const first = taken.get(request.bid.id);
    const others = listed
      .slice(0, mostOfOne)
      .filter((option) => option.capacity !== first?.capacity || option.startMonth !== first.startMonth);
    return first === undefined ? others : [...others.slice(0, mostOfOne - 1), first];
  });
  return { options, firstFit, isWhole, boundMicroUsd: computeBound(requests, capacities, horizonMonths) };
}
