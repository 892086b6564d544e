import type { Lot } from '#shared/domain/bids/lots.ts';
import { createShortageFinder } from '#shared/domain/bids/misfit.ts';
import { rankBids } from '#shared/domain/bids/rank.ts';
import {
  assertReservable,
  endAfterMonths,
  type Reservation,
  reservationsAt,
} from '#shared/domain/bids/reservations.ts';
import { needOf, slicesNeeded, supplyOfLayout } from '#shared/domain/bids/supply.ts';
import { bidMonthUsd, isExpired } from '#shared/domain/bids/worth.ts';
import { roundHalfUp, toPlain } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { inPlace, phrase } from '#shared/phrase.ts';
import type { StoredBid, StoredReservation } from '#main/store/bids/bid-store.ts';
import { type BidFacts, gatherBidFacts } from './bid-facts.ts';
import { bidToWire, rankedToWire, reservationToWire } from './bid-wire.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { offerOf } from '#main/app/slices/node-offer.ts';
import { findSoldNode } from '#main/app/nodes/find-node.ts';

/** Places of what a reservation pays a month, in USD. */
const PAY_PLACES = 8;

/** Which bid to accept, and where if not where it does best. */
export interface AcceptInput {
  readonly id: string;
  readonly nodeId: number | null;
  readonly kindId: string | null;
  readonly startS: number | null;
}

interface Place {
  readonly lot: Lot;
  readonly slices: number;
}

function refused(message: string, bid: string): FarmerError {
  return new FarmerError('REFUSED', message, {
    hint: 'Counter with other terms, or decline it with a reason.',
    details: { bid },
  });
}

function assertOpen(stored: StoredBid | undefined, id: string, startS: number, nowS: number): StoredBid {
  if (stored === undefined) {
    throw new FarmerError('NOT_FOUND', phrase('There is no bid "{{id}}".', { id }), {
      hint: 'See "farmer bids rank" for the bids in the book.',
      details: { bid: id },
    });
  }
  if (stored.state === 'accepted' || stored.state === 'declined') {
    throw new FarmerError('CONFLICT', phrase('Bid "{{id}}" is {{state}} already.', { id, state: stored.state }), {
      hint: phrase('Take that back first: "farmer bids reopen {{id}}".', { id }),
      details: { bid: id, state: stored.state },
    });
  }
  if (isExpired(stored.bid, Math.max(startS, nowS))) {
    throw refused(`Bid "${id}" has expired${startS > nowS ? ' by the time it would begin' : ''}.`, id);
  }
  return stored;
}

/** Where the farmer wants it: one kind of slice, wherever in time it is free. */
function namedPlace(stored: StoredBid, lots: readonly Lot[], kindId: string | null): Place | null {
  const places = lots.flatMap((lot) => {
    const slices = slicesNeeded(needOf(stored.bid), lot.group);
    const isBarred = stored.bid.certifiedOnly && !lot.node.isCertified;
    return slices === null || isBarred || (kindId !== null && lot.group.kindId !== kindId) ? [] : [{ lot, slices }];
  });
  return places[0] ?? null;
}

/** Where the bid does best now; a later start, a node or a kind is looked up by name. */
function findPlace(stored: StoredBid, facts: BidFacts, input: AcceptInput): Place {
  const { lots } = facts;
  const { ranked, scarce } = rankBids([stored.bid], lots, facts.terms);
  const best = ranked[0];
  if (best?.placement !== null && best?.placement !== undefined && input.kindId === null && input.startS === null) {
    return best.placement;
  }
  const isLater = input.startS !== null && input.startS > facts.nowS;
  const mayBeNamed = best?.reason === null || (best?.reason === 'not-free' && isLater);
  const named = mayBeNamed ? namedPlace(stored, lots, input.kindId) : null;
  if (named !== null) {
    return named;
  }
  const view = { facts, scarce, shortageOf: createShortageFinder(lots) };
  const why = best === undefined ? null : rankedToWire(best, stored, view).reason;
  const code = best?.reason === 'not-free' ? 'CONFLICT' : 'REFUSED';
  throw new FarmerError(
    code,
    phrase('Bid "{{id}}" was not accepted: {{why}}.', { id: input.id, why: inPlace(why ?? 'there is no such slice') }),
    {
      hint: 'Rank the bids again to see what still fits; counter with other terms, or decline it with a reason.',
      details: { bid: input.id, reason: best?.reason ?? 'no-such-slice' },
    },
  );
}

/** @throws FarmerError CONFLICT when the node was cut another way meanwhile */
function assertStillCut(stores: Stores, nodeId: number, { group }: Lot): void {
  const now = supplyOfLayout(offerOf(stores, findSoldNode(stores, nodeId)).layout);
  const same = now.find((entry) => entry.kindId === group.kindId);
  if (JSON.stringify(same) !== JSON.stringify(group)) {
    throw new FarmerError('CONFLICT', 'The node was cut another way meanwhile.', {
      hint: 'Rank the bids again to see what fits the new layout.',
      details: { node: nodeId },
    });
  }
}

/**
 * Accepts a bid and reserves its slices for all its months, in one transaction with the check that they are free: of
 * two accepts of the same slices one wins, and the other is told.
 * @throws FarmerError CONFLICT when the slices are taken or the bid was decided, REFUSED when it cannot be met, NOT_FOUND
 */
export async function acceptBid(context: AppContext, input: AcceptInput) {
  const facts = await gatherBidFacts(context, input.nodeId);
  const { stores, nowS, usdPerCc } = facts;
  const startS = input.startS ?? nowS;
  if (startS < nowS) {
    throw invalidInput('A bid cannot begin in the past.', 'Leave the start out to begin now.', { field: 'startS' });
  }
  const accepted = stores.transaction(() => {
    const stored = assertOpen(stores.bids.get(input.id), input.id, startS, nowS);
    const { lot, slices } = findPlace(stored, facts, input);
    const { nodeId } = lot.node;
    const { kindId, count } = lot.group;
    const endS = endAfterMonths(startS, stored.bid.months);
    const reservation: Reservation = { bidId: input.id, nodeId, kindId, slices, startS, endS };
    // Read again inside the transaction: another process may have reserved or cut anew since the facts were gathered.
    assertStillCut(stores, nodeId, lot);
    assertReservable(count, reservationsAt(stores.bids.reservations(), reservation), reservation);
    const monthUsd = toPlain(roundHalfUp(bidMonthUsd(stored.bid, usdPerCc), PAY_PLACES));
    const nowMs = context.nowMs();
    stores.bids.reserve(stored.rowId, reservation, monthUsd, nowMs);
    stores.bids.change(stored.rowId, { state: 'accepted', note: null, counterPriceMonth: null }, nowMs);
    const written: StoredReservation = { ...reservation, monthUsd, acceptedAtMs: nowMs };
    return { stored: { ...stored, state: 'accepted' as const, note: null, counterPriceMonth: null }, written };
  });
  context.events.publish('bids');
  return {
    bid: bidToWire(accepted.stored, usdPerCc),
    reservation: reservationToWire(accepted.written, accepted.stored.bid.buyer, facts.nodeNames),
  };
}
