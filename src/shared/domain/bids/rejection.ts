import type { Bid, Shortage } from '#shared/contract/bids/bids.ts';
import { Decimal, floorTo, toPlain } from '#shared/decimal.ts';
import { assertNever } from '#shared/errors.ts';
import { type Phrase, phrase } from '#shared/phrase.ts';
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
function formatNeeded({ of, needed }: Shortage): Phrase {
  const digits = toPlain(needed.toDecimalPlaces(MESSAGE_PLACES, Decimal.ROUND_CEIL));
  switch (of) {
    case 'cores':
      return digits === '1' ? phrase('1 core') : phrase('{{digits}} cores', { digits });
    case 'memory':
      return phrase('{{digits}} GiB memory', { digits });
    case 'ssd':
      return phrase('{{digits}} GiB SSD', { digits });
    case 'gpus':
      return digits === '1' ? phrase('1 GPU') : phrase('{{digits}} GPUs', { digits });
    case 'slices':
      return digits === '1' ? phrase('1 slice') : phrase('{{digits}} slices', { digits });
    default:
      return assertNever(of);
  }
}

/** Why a bid was rejected, as the end of a sentence, with the shortage where it can be counted. */
export function describeRejection(bid: Bid, reason: RejectionReason, shortage: Shortage | null): Phrase {
  const short =
    shortage === null
      ? null
      : { needed: formatNeeded(shortage), available: toPlain(floorTo(shortage.available, MESSAGE_PLACES)) };
  switch (reason) {
    case 'expired':
      return phrase('it has expired');
    case 'no-node':
      return phrase('there is no node to put it on');
    case 'larger-than-any-node':
      return short === null
        ? phrase('it asks for more than any one kind of slice has')
        : phrase('it needs {{needed}}, and the most on offer is {{available}}', short);
    case 'needs-certified':
      return phrase('it asks for a certified node');
    case 'uptime-record':
      return phrase("it asks for {{uptime}} % uptime, which the node's own record missed more often than not", {
        uptime: bid.minUptimePercent ?? '0',
      });
    case 'not-free':
      return short === null
        ? phrase('too few slices are free for all its months')
        : phrase('it needs {{needed}} for all its months, and {{available}} are free', short);
    default:
      return assertNever(reason);
  }
}
