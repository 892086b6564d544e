import { implement } from '@orpc/server';
import {
  bidMonthUsd,
  computeBidIncome,
  fromMicroUsd,
  grossMicroUsd,
  isExpired,
  withTotalValue,
} from '#shared/domain/bids/bid-value.ts';
import { type ChosenPlace, choosePlace } from '#shared/domain/bids/choose-place.ts';
import { assertReservable, endAfterMonths, reservationsAt } from '#shared/domain/bids/reservations.ts';
import { listSupply, type SupplyGroup } from '#shared/domain/bids/supply.ts';
import { type AcceptInput, type Bid, bidsContract, type LossConsent } from '#shared/contract/bids/bids.ts';
import { roundHalfUp, toPlain } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { missingNumbersError } from '#main/app/earnings/missing-numbers.ts';
import { buildOffer } from '#main/app/slices/node-offer.ts';
import { findSoldNode } from '#main/app/nodes/find-node.ts';
import { moneyText } from '#shared/number-text.ts';
import { type BidFacts, gatherBidFacts } from './bid-facts.ts';

/** Decimal places of the monthly price of a reservation, in USD. */
const PRICE_PLACES = 8;

/** @throws FarmerError NOT_FOUND */
export function findBid(stores: Stores, id: string): Bid {
  const bid = stores.bids.get(id);
  if (bid === undefined) {
    throw new FarmerError('NOT_FOUND', message('bids:core.bidUnknown', { id }), {
      hint: message('bids:core.seeRankedBids'),
      details: { bid: id },
    });
  }
  return bid;
}

/** @throws FarmerError NOT_FOUND, or CONFLICT for a bid that is accepted or declined */
export function findUndecidedBid(stores: Stores, id: string): Bid {
  const bid = findBid(stores, id);
  if (bid.state === 'accepted' || bid.state === 'declined') {
    const decided = message(
      bid.state === 'accepted' ? 'bids:core.bidAcceptedAlready' : 'bids:core.bidDeclinedAlready',
      { id },
    );
    throw new FarmerError('CONFLICT', decided, {
      hint: message('bids:core.reopenFirst', { id }),
      details: { bid: id, state: bid.state },
    });
  }
  return bid;
}

function assertNotExpired(bid: Bid, startS: number, nowS: number): void {
  if (isExpired(bid, startS)) {
    const expired = message(startS > nowS ? 'bids:core.bidExpiresBefore' : 'bids:core.bidExpired', { id: bid.id });
    throw new FarmerError('REFUSED', expired, {
      hint: message('bids:core.counterOrDecline'),
      details: { bid: bid.id },
    });
  }
}

/** @throws FarmerError CONFLICT when the layout of the node has changed since the facts were gathered */
function assertSameLayout(stores: Stores, nodeId: number, group: SupplyGroup): void {
  const current = listSupply(buildOffer(stores, findSoldNode(stores, nodeId)).layout);
  const same = current.find((entry) => entry.kindId === group.kindId);
  if (JSON.stringify(same) !== JSON.stringify(group)) {
    throw new FarmerError('CONFLICT', message('bids:core.layoutChanged'), {
      hint: message('bids:core.rankForNewLayout'),
      details: { node: nodeId },
    });
  }
}

/** @throws FarmerError REFUSED for a bid that costs more than it earns, unless the farmer accepts that */
function assertNoLoss(bid: Bid, gross: number, { capacity, slices }: ChosenPlace, consent: LossConsent): void {
  const { netMicroUsd } = computeBidIncome(gross, capacity, slices);
  if (netMicroUsd < 0 && !consent.acceptsLoss) {
    const amount = moneyText(fromMicroUsd(-netMicroUsd));
    throw new FarmerError('REFUSED', message('bids:core.bidLoses', { id: bid.id, amount }), {
      hint: message('bids:core.acceptLossOrCounter'),
      details: { bid: bid.id, reason: 'loss' },
    });
  }
}

/** Accepts one bid within the transaction of {@link acceptBids}. */
function acceptOne({ stores, capacities, terms }: BidFacts, input: AcceptInput, consent: LossConsent, nowMs: number) {
  const { nowS, usdPerCc } = terms;
  const startS = input.startS ?? nowS;
  if (startS < nowS) {
    throw invalidInput(message('bids:core.startInPast'), message('bids:core.leaveStartOut'), {
      field: 'startS',
    });
  }
  const bid = findUndecidedBid(stores, input.id);
  assertNotExpired(bid, startS, nowS);
  const open = capacities.filter(({ node }) => input.nodeId === null || node.nodeId === input.nodeId);
  const place = choosePlace(bid, open, terms, input);
  const gross = grossMicroUsd(bid, usdPerCc);
  const monthUsd = bidMonthUsd(bid, usdPerCc);
  if (gross === null || monthUsd === null) throw missingNumbersError(['gold-price']);
  assertNoLoss(bid, gross, place, consent);
  const { node, group } = place.capacity;
  const reserved = {
    bidId: bid.id,
    nodeId: node.nodeId,
    kindId: group.kindId,
    slices: place.slices,
    startS,
    endS: endAfterMonths(startS, bid.months),
    monthUsd: toPlain(roundHalfUp(monthUsd, PRICE_PLACES)),
  };
  // Another process may have changed the layout or the reservations since the facts were gathered.
  assertSameLayout(stores, node.nodeId, group);
  assertReservable(group.count, reservationsAt(stores.bids.reservations(), reserved), reserved);
  const reservation = { ...reserved, buyer: bid.buyer, nodeName: node.name };
  stores.bids.accept(reservation, consent.reason, nowMs);
  return { bid: withTotalValue(findBid(stores, bid.id), usdPerCc), reservation };
}

/**
 * Accepts all of the bids or none, and reserves their slices for all their months. Availability is checked in the same
 * transaction, so that of two processes that accept bids for the same slices, one fails.
 * @throws FarmerError CONFLICT when the slices are reserved or a bid was already decided, REFUSED when a bid cannot be
 * fulfilled or loses money, NOT_FOUND
 */
async function acceptBids(context: AppContext, inputs: readonly AcceptInput[], consent: LossConsent) {
  const nodeIds = new Set(inputs.map(({ nodeId }) => nodeId));
  const [onlyNode = null] = nodeIds;
  const facts = await gatherBidFacts(context, nodeIds.size === 1 ? onlyNode : null);
  const accepted = facts.stores.transaction(() =>
    inputs.map((input) => acceptOne(facts, input, consent, context.nowMs())),
  );
  context.events.publish('bids');
  return accepted;
}

const area = implement(bidsContract).$context<AppContext>();

/** Handlers of the calls that accept bids. */
export default {
  accept: area.accept.handler(async ({ input: { acceptsLoss, reason, ...bid }, context }) => {
    const [accepted] = await acceptBids(context, [bid], { acceptsLoss, reason });
    if (accepted === undefined) throw new Error('A bid was accepted and is not there.');
    return accepted;
  }),
  acceptAll: area.acceptAll.handler(async ({ input: { bids, ...consent }, context }) => ({
    accepted: await acceptBids(context, bids, consent),
  })),
};
