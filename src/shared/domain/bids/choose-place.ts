import type { AcceptInput, Bid } from '#shared/contract/bids/bids.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { RankingTerms } from './bid-value.ts';
import type { Capacity } from './capacity.ts';
import { rankBids } from './rank.ts';
import { createShortageFinder, describeRejection } from './rejection.ts';
import { computeNeed, slicesNeeded } from './supply.ts';

/** The slices to reserve for a bid. */
export interface ChosenPlace {
  readonly capacity: Capacity;
  readonly slices: number;
}

/** The first capacity of the chosen kind; whether it is free is checked with the reservations. */
function findChosenKind(bid: Bid, capacities: readonly Capacity[], kindId: string | null): ChosenPlace | null {
  for (const capacity of capacities) {
    const { group, node } = capacity;
    const slices = slicesNeeded(computeNeed(bid), group);
    const isExcluded = (bid.certifiedOnly && !node.isCertified) || (kindId !== null && group.kindId !== kindId);
    if (slices !== null && !isExcluded) {
      return { capacity, slices };
    }
  }
  return null;
}

/**
 * Chooses the slices for a bid: those with the highest income now, or those that the farmer chose by kind or start.
 * @throws FarmerError CONFLICT when too few are free, REFUSED when the bid fits nowhere
 */
export function choosePlace(
  bid: Bid,
  capacities: readonly Capacity[],
  terms: RankingTerms,
  { kindId, startS }: Pick<AcceptInput, 'kindId' | 'startS'>,
): ChosenPlace {
  const [best] = rankBids([bid], capacities, terms).ranked;
  const { placement = null, reason = null } = best ?? {};
  if (placement !== null && kindId === null && startS === null) {
    return placement;
  }
  const isFreeLater = reason === 'not-free' && startS !== null && startS > terms.nowS;
  const chosen = reason === null || isFreeLater ? findChosenKind(bid, capacities, kindId) : null;
  if (chosen !== null) {
    return chosen;
  }
  const why =
    reason === null
      ? message('bids:core.noSuchSlice')
      : describeRejection(bid, reason, createShortageFinder(capacities)(bid, reason));
  throw new FarmerError(
    reason === 'not-free' ? 'CONFLICT' : 'REFUSED',
    message('bids:core.bidNotAccepted', { id: bid.id, why }),
    {
      hint: message('bids:core.rankOrCounterOrDecline'),
      details: { bid: bid.id, reason: reason ?? 'no-such-slice' },
    },
  );
}
