import { Decimal } from '#shared/decimal.ts';
import type { Bid } from './bid.ts';
import { largestOf, type Lot } from './lots.ts';
import { SCARCE_RESOURCES, type ScarceResource } from './scarcity.ts';
import { type BidNeed, needOf, slicesNeeded } from './supply.ts';
import { uptimeRisk } from './uptime-risk.ts';

/** Why a bid cannot be taken now. `no-node`: there is nothing to fit it into. */
export const MISFIT_REASONS = [
  'expired',
  'no-node',
  'larger-than-any-node',
  'needs-certified',
  'uptime-record',
  'not-free',
] as const;
/** One of {@link MISFIT_REASONS}. */
export type MisfitReason = (typeof MISFIT_REASONS)[number];

/** What a bid can be short of: a resource, or slices that are free for all its months. */
export const SHORT_OF = [...SCARCE_RESOURCES, 'slices'] as const;

/** What a bid asks for and does not find. */
export interface Shortage {
  readonly of: (typeof SHORT_OF)[number];
  /** In cores, GiB, GPUs or slices. */
  readonly needed: Decimal;
  /** The most of it that one place has, in the same unit. */
  readonly available: Decimal;
}

/** The units in which fits are counted, in one core, GiB or GPU. */
export const UNITS_PER_NAMED = { cores: 1000, memory: 1024, ssd: 1024, gpus: 1 } as const satisfies Readonly<
  Record<ScarceResource, number>
>;

const AMOUNT_OF = {
  cores: (need) => need.milliCores,
  memory: (need) => need.memoryMib,
  ssd: (need) => need.ssdMib,
  gpus: (need) => need.gpus,
} as const satisfies Readonly<Record<ScarceResource, (need: BidNeed) => number>>;

/** The resource that falls short by the largest part; null when each one by itself is there somewhere. */
function shortResource(need: BidNeed, largest: BidNeed): Shortage | null {
  let worst: { resource: ScarceResource; met: number } | null = null;
  for (const resource of SCARCE_RESOURCES) {
    const met = AMOUNT_OF[resource](largest) / AMOUNT_OF[resource](need);
    if (met < (worst?.met ?? 1)) {
      worst = { resource, met };
    }
  }
  if (worst === null) {
    return null;
  }
  const { resource } = worst;
  const inNamed = (amount: number) => new Decimal(amount).div(UNITS_PER_NAMED[resource]);
  return { of: resource, needed: inNamed(AMOUNT_OF[resource](need)), available: inNamed(AMOUNT_OF[resource](largest)) };
}

/** How many slices a bid needs, and how many are free, on the lot that comes nearest to it. */
function shortSlices(bid: Bid, lots: readonly Lot[]): Shortage | null {
  const { minUptimePercent, months } = bid;
  const need = needOf(bid);
  let nearest: { needed: number; free: number } | null = null;
  for (const lot of lots) {
    const needed = slicesNeeded(need, lot.group);
    const { isCertified, uptime } = lot.node;
    const isRisky = () => minUptimePercent !== null && uptimeRisk(uptime, minUptimePercent)?.isLikely === true;
    if (needed !== null && (isCertified || !bid.certifiedOnly) && !isRisky()) {
      const free = lot.freeForMonths[months] ?? 0;
      nearest = nearest === null || needed - free < nearest.needed - nearest.free ? { needed, free } : nearest;
    }
  }
  return nearest === null
    ? null
    : { of: 'slices', needed: new Decimal(nearest.needed), available: new Decimal(nearest.free) };
}

/**
 * Prepares lots for the question what a refused bid is short of.
 * @returns for a bid and its reason: what is short, or null where nothing that can be counted is
 */
export function createShortageFinder(lots: readonly Lot[]): (bid: Bid, reason: MisfitReason) => Shortage | null {
  const largest = largestOf(lots);
  return (bid, reason) => {
    switch (reason) {
      case 'larger-than-any-node':
        return shortResource(needOf(bid), largest);
      case 'not-free':
        return shortSlices(bid, lots);
      default:
        return null;
    }
  };
}
