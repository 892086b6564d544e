import type { Bid, Shortage } from '#shared/contract/bids/bids.ts';
import { Decimal, floorTo, toPlain } from '#shared/decimal.ts';
import { assertNever } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { type Capacity, isExcluded, largestAmounts } from './capacity.ts';
import { type RejectionReason, type Resource, RESOURCES } from './constants.ts';
import { NEEDED_AMOUNT } from './scarcity.ts';
import { type BidNeed, computeNeed, slicesNeeded } from './supply.ts';

/** How many units of {@link BidNeed} make one core, GiB or GPU. */
export const UNITS_PER_DISPLAYED = { cores: 1000, memory: 1024, ssd: 1024, gpus: 1 } as const satisfies Readonly<
  Record<Resource, number>
>;

/** Places of the amounts in a rejection message. */
const MESSAGE_PLACES = 2;

/** The resource that falls short by the largest part; null when each one by itself is available somewhere. */
function findShortResource(need: BidNeed, largest: BidNeed): Shortage | null {
  let worst: { resource: Resource; met: number } | null = null;
  for (const resource of RESOURCES) {
    const met = NEEDED_AMOUNT[resource](largest) / NEEDED_AMOUNT[resource](need);
    if (met < (worst?.met ?? 1)) {
      worst = { resource, met };
    }
  }
  if (worst === null) {
    return null;
  }
  const { resource } = worst;
  const displayed = (amounts: BidNeed) =>
    new Decimal(NEEDED_AMOUNT[resource](amounts)).div(UNITS_PER_DISPLAYED[resource]);
  return { of: resource, needed: displayed(need), available: displayed(largest) };
}

/** How many slices a bid needs and how many are free, on the capacity that comes nearest to it. */
function findShortSlices(bid: Bid, capacities: readonly Capacity[]): Shortage | null {
  const need = computeNeed(bid);
  let nearest: { needed: number; free: number } | null = null;
  for (const { node, group, freeForMonths } of capacities) {
    const needed = slicesNeeded(need, group);
    if (needed !== null && !isExcluded(bid, node)) {
      const free = freeForMonths[bid.months] ?? 0;
      nearest = nearest === null || needed - free < nearest.needed - nearest.free ? { needed, free } : nearest;
    }
  }
  return nearest === null
    ? null
    : { of: 'slices', needed: new Decimal(nearest.needed), available: new Decimal(nearest.free) };
}

/**
 * Prepares capacities for finding what rejected bids are short of.
 * @returns a function of a bid and its reason that gives the shortage, or null where nothing can be counted
 */
export function createShortageFinder(
  capacities: readonly Capacity[],
): (bid: Bid, reason: RejectionReason) => Shortage | null {
  const largest = largestAmounts(capacities);
  return (bid, reason) => {
    switch (reason) {
      case 'larger-than-any-node':
        return findShortResource(computeNeed(bid), largest);
      case 'not-free':
        return findShortSlices(bid, capacities);
      default:
        return null;
    }
  };
}

/** A needed amount with its unit: "25 GiB SSD", "1 core". Rounded up, so that it never equals what is available. */
function formatNeeded({ of, needed }: Shortage): Message {
  const digits = toPlain(needed.toDecimalPlaces(MESSAGE_PLACES, Decimal.ROUND_CEIL));
  switch (of) {
    case 'cores':
      return digits === '1' ? message('bids:core.oneCore') : message('bids:core.countOfCores', { digits });
    case 'memory':
      return message('bids:core.gibOfMemory', { digits });
    case 'ssd':
      return message('bids:core.gibOfSsd', { digits });
    case 'gpus':
      return digits === '1' ? message('bids:core.oneGpu') : message('bids:core.countOfGpus', { digits });
    case 'slices':
      return digits === '1' ? message('bids:core.oneSlice') : message('bids:core.countOfSlices', { digits });
    default:
      return assertNever(of);
  }
}

/** Why a bid was rejected, as the end of a sentence, with the shortage where it can be counted. */
export function describeRejection(bid: Bid, reason: RejectionReason, shortage: Shortage | null): Message {
  const short =
    shortage === null
      ? null
      : { needed: formatNeeded(shortage), available: toPlain(floorTo(shortage.available, MESSAGE_PLACES)) };
  switch (reason) {
    case 'expired':
      return message('bids:core.expired');
    case 'no-node':
      return message('bids:core.noNode');
    case 'larger-than-any-node':
      return short === null ? message('bids:core.largerThanAnySlice') : message('bids:core.moreThanOnOffer', short);
    case 'needs-certified':
      return message('bids:core.needsCertifiedNode');
    case 'uptime-record':
      return message('bids:core.needsMoreUptime', {
        uptime: bid.minUptimePercent ?? '0',
      });
    case 'not-free':
      return short === null ? message('bids:core.tooFewSlicesForTerm') : message('bids:core.tooFewFreeForTerm', short);
    case 'gold-price':
      return message('bids:core.needsGoldPrice');
    default:
      return assertNever(reason);
  }
}
