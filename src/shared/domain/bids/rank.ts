import type { Bid } from '#shared/contract/bids/bids.ts';
import { type BidIncome, computeBidIncome, grossMicroUsd, isExpired, type RankingTerms } from './bid-value.ts';
import type { Capacity } from './capacity.ts';
import type { RejectionReason, Resource } from './constants.ts';
import { Placer } from './placer.ts';
import { findScarcestResource } from './scarcity.ts';
import { computeNeed } from './supply.ts';
import type { UptimeRisk } from './uptime-risk.ts';

/** The best place for a bid, and its income there. */
export interface BidPlacement extends BidIncome {
  readonly capacity: Capacity;
  readonly slices: number;
  /** How much of the scarce resource it takes, in thousandths of a core, MiB or GPUs. */
  readonly scarceAmount: number;
  readonly risk: UptimeRisk | null;
}

/** A bid with its best place, or the reason why it has none. */
export interface RankedBid {
  readonly bid: Bid;
  readonly reason: RejectionReason | null;
  readonly placement: BidPlacement | null;
}

/** Bids by descending income per unit of the scarcest resource. */
export interface Ranking {
  readonly scarce: Resource;
  readonly ranked: readonly RankedBid[];
}

interface Scored extends RankedBid {
  readonly perScarce: number;
}

function compareScores(a: Scored, b: Scored): number {
  const fitting = Number(b.placement !== null) - Number(a.placement !== null);
  const net = (b.placement?.netMicroUsd ?? 0) - (a.placement?.netMicroUsd ?? 0);
  return fitting || b.perScarce - a.perScarce || net || (a.bid.id < b.bid.id ? -1 : 1);
}

function rankBid(bid: Bid, placer: Placer, terms: RankingTerms): Scored {
  if (isExpired(bid, terms.nowS)) {
    return { bid, reason: 'expired', placement: null, perScarce: 0 };
  }
  const need = computeNeed(bid);
  const gross = grossMicroUsd(bid, terms.usdPerCc);
  const place = placer.place(bid, need, gross ?? 0);
  if (place === null) {
    return { bid, reason: placer.explain(bid, need), placement: null, perScarce: 0 };
  }
  if (gross === null) {
    return { bid, reason: 'gold-price', placement: null, perScarce: 0 };
  }
  const { capacity, slices, scarceAmount, perScarce } = place;
  const placement: BidPlacement = {
    ...computeBidIncome(gross, capacity, slices),
    capacity,
    slices,
    scarceAmount,
    risk: placer.riskOn(capacity, bid),
  };
  return { bid, reason: null, placement, perScarce };
}

function* openNeeds(bids: Iterable<Bid>, { nowS }: RankingTerms) {
  for (const bid of bids) {
    if (!isExpired(bid, nowS)) yield computeNeed(bid);
  }
}

function createRanker(bids: Iterable<Bid>, capacities: readonly Capacity[], terms: RankingTerms) {
  const scarce = findScarcestResource(openNeeds(bids, terms), capacities);
  const placer = new Placer(capacities, scarce);
  return { scarce, rank: (bid: Bid) => rankBid(bid, placer, terms) };
}

/**
 * Ranks bids by net income per unit of the scarce resource, after the split and the own cost of the slices they take.
 * Each bid is placed where its income is highest. Bids that fit come first; equal ones are ordered by their ids.
 * Source: docs/rules.md#bid-ranking
 */
export function rankBids(bids: readonly Bid[], capacities: readonly Capacity[], terms: RankingTerms): Ranking {
  const { scarce, rank } = createRanker(bids, capacities, terms);
  return { scarce, ranked: bids.map(rank).toSorted(compareScores) };
}

/**
 * The first of a ranking, and how many there are. All others are let go at once, so that tens of thousands of bids take
 * little memory.
 * @param bids gone through twice
 */
export function bestRanked(
  bids: Iterable<Bid>,
  capacities: readonly Capacity[],
  terms: RankingTerms,
  { most, isWanted }: { readonly most: number; readonly isWanted: (bid: RankedBid) => boolean },
): { readonly best: readonly Bid[]; readonly count: number } {
  const { rank } = createRanker(bids, capacities, terms);
  const first = (scored: readonly Scored[]) => scored.toSorted(compareScores).slice(0, most);
  let best: Scored[] = [];
  let count = 0;
  for (const bid of bids) {
    const scored = rank(bid);
    if (!isWanted(scored)) continue;
    count += 1;
    best.push(scored);
    if (best.length === 2 * most) best = first(best);
  }
  return { best: first(best).map((scored) => scored.bid), count };
}
