import type { Bid } from './bid.ts';
import type { Lot } from './lots.ts';
import type { MisfitReason } from './misfit.ts';
import { bidMoney, type BidMoney, grossMicroUsd, type RankTerms } from './money.ts';
import { createPlacer, type Placer } from './placer.ts';
import { type ScarceResource, scarcestResource } from './scarcity.ts';
import { needOf } from './supply.ts';
import type { UptimeRisk } from './uptime-risk.ts';
import { isExpired } from './worth.ts';

/** Where a bid would go, and what it brings there. */
export interface BidPlacement extends BidMoney {
  readonly lot: Lot;
  readonly slices: number;
  /** How much of the scarce resource it takes, in thousandths of a core, MiB or GPUs. */
  readonly scarceAmount: number;
  readonly risk: UptimeRisk | null;
}

/** A bid with its best place, or the reason why it has none. */
export interface RankedBid {
  readonly bid: Bid;
  readonly reason: MisfitReason | null;
  readonly placement: BidPlacement | null;
}

/** Bids in the order of what they bring, and the resource they were measured by. */
export interface Ranking {
  readonly scarce: ScarceResource;
  readonly ranked: readonly RankedBid[];
}

interface Scored extends RankedBid {
  readonly perScarce: number;
}

function byWorth(a: Scored, b: Scored): number {
  const fitting = Number(b.placement !== null) - Number(a.placement !== null);
  const net = (b.placement?.netMicroUsd ?? 0) - (a.placement?.netMicroUsd ?? 0);
  return fitting || b.perScarce - a.perScarce || net || (a.bid.id < b.bid.id ? -1 : 1);
}

function rankOne(bid: Bid, placer: Placer, terms: RankTerms): Scored {
  if (isExpired(bid, terms.nowS)) {
    return { bid, reason: 'expired', placement: null, perScarce: 0 };
  }
  const need = needOf(bid);
  const place = placer.place(bid, need, grossMicroUsd(bid, terms.usdPerCc));
  if (place === null) {
    return { bid, reason: placer.explain(bid, need), placement: null, perScarce: 0 };
  }
  const { lot, slices, scarceAmount, perScarce } = place;
  const placement: BidPlacement = {
    ...bidMoney(bid, lot, slices, terms),
    lot,
    slices,
    scarceAmount,
    risk: placer.riskOn(lot, bid),
  };
  return { bid, reason: null, placement, perScarce };
}

/**
 * Ranks bids by net income per unit of the scarce resource, after the split and the own cost of the slices they take.
 * Each bid is measured on the node where it does best. Bids that fit come first; equal ones in the order of their ids.
 * Source: docs/rules.md#bid-ranking
 */
export function rankBids(bids: readonly Bid[], lots: readonly Lot[], terms: RankTerms): Ranking {
  const open = bids.filter((bid) => !isExpired(bid, terms.nowS));
  const scarce = scarcestResource(open.map(needOf), lots);
  const placer = createPlacer(lots, scarce);
  return { scarce, ranked: bids.map((bid) => rankOne(bid, placer, terms)).toSorted(byWorth) };
}
