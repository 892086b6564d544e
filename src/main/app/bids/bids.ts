import { implement } from '@orpc/server';
import { askBestSet, type BestSetPlan, type BidOption, readBestSet } from '#shared/domain/bids/best-set.ts';
import type { BidState } from '#shared/domain/bids/bid.ts';
import type { Lot } from '#shared/domain/bids/lots.ts';
import { simulateMarket } from '#shared/domain/bids/market.ts';
import { createShortageFinder } from '#shared/domain/bids/misfit.ts';
import { rankBids } from '#shared/domain/bids/rank.ts';
import { endAfterMonths } from '#shared/domain/bids/reservations.ts';
import type { RuleSplitId } from '#shared/domain/economy/splits.ts';
import { bidsContract } from '#shared/contract/bids/bids.ts';
import { Decimal, parseDecimal, toPlain } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { StoredBid } from '#main/store/bids/bid-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { acceptBid } from './accept-bid.ts';
import { type BidFacts, gatherBidFacts, usdPerCcOf } from './bid-facts.ts';
import { parseBidFile } from './bid-file.ts';
import { bidToWire, microToPlain, rankedToWire, reservationToWire } from './bid-wire.ts';
import { readBookedRevenue } from './booked-revenue.ts';
import type { AppContext } from '#main/app/context.ts';

/** How long the solver may look for the best set. */
const BEST_SET_LIMIT_MS = 1700;
/** Bids that enter one question for the solver: the best ranked ones; more would not be decided in time. */
const MOST_SOLVED_BIDS = 500;

async function importFile(context: AppContext, text: string) {
  const stores = await context.stores();
  const parsed = stores.transaction(() => {
    const read = parseBidFile(text, stores.bids.ids());
    stores.bids.addAll(read.bids, { isSimulated: false, isDemo: false }, context.nowMs());
    return read;
  });
  context.events.publish('bids');
  return { imported: parsed.bids.length, rejected: [...parsed.rejected] };
}

function rankOpen(facts: BidFacts) {
  const open = facts.stores.bids.list(['open']);
  const byId = new Map(open.map((stored) => [stored.bid.id, stored]));
  const ranking = rankBids(
    open.map((stored) => stored.bid),
    facts.lots,
    facts.terms,
  );
  return { ...ranking, byId };
}

function storedOf(byId: ReadonlyMap<string, StoredBid>, id: string): StoredBid {
  const stored = byId.get(id);
  if (stored === undefined) {
    throw new Error(`Bid ${id} was ranked and is not in the book.`);
  }
  return stored;
}

async function rank(context: AppContext, nodeId: number | null, limit: number) {
  const facts = await gatherBidFacts(context, nodeId);
  const { ranked, scarce, byId } = rankOpen(facts);
  const view = { facts, scarce, shortageOf: createShortageFinder(facts.lots) };
  return {
    bids: ranked.slice(0, limit).map((entry) => rankedToWire(entry, storedOf(byId, entry.bid.id), view)),
    total: ranked.length,
    fitting: ranked.filter((entry) => entry.placement !== null).length,
    scarce,
    counts: facts.stores.bids.countByState(),
    usdPerCc: toPlain(facts.usdPerCc),
  };
}

function chosenToWire(option: BidOption, facts: BidFacts, byId: ReadonlyMap<string, StoredBid>) {
  const { nodeId } = option.lot.node;
  return {
    bid: bidToWire(storedOf(byId, option.bid.id), facts.usdPerCc),
    nodeId,
    nodeName: facts.nodeNames.get(nodeId) ?? '',
    kindId: option.lot.group.kindId,
    slices: option.slices,
    startMonth: option.startMonth,
    startS: endAfterMonths(facts.nowS, option.startMonth),
    netUsd: microToPlain(option.netMicroUsd),
  };
}

/** Slices of all asked places together that no accepted bid holds, in each of the coming months. */
function freeInMonths(lots: readonly Lot[], months: number): number[] {
  return Array.from({ length: months }, (_, month) =>
    lots.reduce((sum, { freeInMonth, group }) => sum + (freeInMonth[month] ?? group.count), 0),
  );
}

async function findBest(context: AppContext, nodeId: number | null, plan: BestSetPlan) {
  const facts = await gatherBidFacts(context, nodeId);
  const { ranked, byId } = rankOpen(facts);
  // A bid that does not fit from now on may still fit later; one that is too large or refused never does.
  const possible = ranked.filter(
    (entry) => entry.placement !== null || (plan.mayBeginLater && entry.reason === 'not-free'),
  );
  const entered = possible.slice(0, MOST_SOLVED_BIDS).map((entry) => entry.bid);
  const question = askBestSet(entered, facts.lots, plan, facts.terms);
  const compute = await context.compute();
  const best = readBestSet(question, await compute.solve(question.program, BEST_SET_LIMIT_MS));
  return {
    chosen: best.chosen.map((option) => chosenToWire(option, facts, byId)),
    incomeUsd: microToPlain(best.incomeMicroUsd),
    boundUsd: microToPlain(best.boundMicroUsd),
    isOptimal: best.isOptimal && possible.length <= MOST_SOLVED_BIDS,
    considered: entered.length,
    leftOut: possible.length - entered.length,
    months: plan.horizonMonths,
    fromS: facts.nowS,
    freeInMonth: freeInMonths(facts.lots, plan.horizonMonths),
  };
}

/** @throws FarmerError NOT_FOUND */
function findBid(stores: Stores, id: string): StoredBid {
  const stored = stores.bids.get(id);
  if (stored === undefined) {
    throw new FarmerError('NOT_FOUND', phrase('There is no bid "{{id}}".', { id }), {
      hint: 'See "farmer bids rank" for the bids in the book.',
      details: { bid: id },
    });
  }
  return stored;
}

interface Decision {
  readonly state: BidState;
  readonly note: string | null;
  readonly counterPriceMonth: string | null;
}

/** Writes a decision over a bid that is in one of some states. @throws FarmerError CONFLICT for any other state */
async function decide(context: AppContext, id: string, from: readonly BidState[], decision: Decision) {
  const stores = await context.stores();
  const stored = stores.transaction(() => {
    const before = findBid(stores, id);
    if (!from.includes(before.state)) {
      throw new FarmerError('CONFLICT', phrase('Bid "{{id}}" is {{state}} already.', { id, state: before.state }), {
        hint: phrase('Take that back first: "farmer bids reopen {{id}}".', { id }),
        details: { bid: id, state: before.state },
      });
    }
    stores.bids.release(before.rowId);
    stores.bids.change(before.rowId, decision, context.nowMs());
    return findBid(stores, id);
  });
  context.events.publish('bids');
  return bidToWire(stored, usdPerCcOf(stores));
}

async function revenue(context: AppContext, nodeId: number | null, split: RuleSplitId, periods: number) {
  const stores = await context.stores();
  const booked = readBookedRevenue(stores, { nodeId, split, periods, nowMs: context.nowMs() });
  const sum = (pick: (entry: (typeof booked)[number]) => Decimal) =>
    toPlain(booked.reduce((total, entry) => total.plus(pick(entry)), new Decimal(0)));
  return {
    periods: booked.map(({ period, grossUsd, farmerUsd, shares }) => ({
      index: period.index,
      name: period.name,
      grossUsd: toPlain(grossUsd),
      farmerUsd: toPlain(farmerUsd),
      shares: shares.map(({ id, label, amount }) => ({ id, label, amount: toPlain(amount) })),
    })),
    grossUsd: sum((entry) => entry.grossUsd),
    farmerUsd: sum((entry) => entry.farmerUsd),
  };
}

async function listReservations(context: AppContext) {
  const stores = await context.stores();
  const names = new Map(stores.nodes.list({ withDeleted: true }).map((node) => [node.id, node.name]));
  return stores.bids
    .reservations()
    .map((entry) => reservationToWire(entry, stores.bids.get(entry.bidId)?.bid.buyer ?? '', names));
}

/** Adds simulated bids; those of the same seed that are in the book already are not added twice. */
async function simulate(context: AppContext, count: number, seed: number) {
  const { bids, transaction } = await context.stores();
  const nowMs = context.nowMs();
  const added = transaction(() => {
    const known = bids.ids();
    const fresh = simulateMarket({ count, seed, nowS: Math.floor(nowMs / 1000) }).filter((bid) => !known.has(bid.id));
    bids.addAll(fresh, { isSimulated: true, isDemo: false }, nowMs);
    return fresh.length;
  });
  context.events.publish('bids');
  return { added };
}

const area = implement(bidsContract).$context<AppContext>();
const ALL_STATES = ['open', 'accepted', 'countered', 'declined'] as const satisfies readonly BidState[];

export default area.router({
  importFile: area.importFile.handler(({ input, context }) => importFile(context, input.text)),
  rank: area.rank.handler(({ input, context }) => rank(context, input.nodeId, input.limit)),
  list: area.list.handler(async ({ input, context }) => {
    const stores = await context.stores();
    const usdPerCc = usdPerCcOf(stores);
    const listed = stores.bids.list(input.states).slice(0, input.limit);
    return { bids: listed.map((stored) => bidToWire(stored, usdPerCc)) };
  }),
  accept: area.accept.handler(({ input, context }) => acceptBid(context, input)),
  counter: area.counter.handler(({ input, context }) =>
    decide(context, input.id, ['open', 'countered'], {
      state: 'countered',
      note: input.note,
      counterPriceMonth: toPlain(parseDecimal(input.priceMonth, 'The price')),
    }),
  ),
  decline: area.decline.handler(({ input, context }) =>
    decide(context, input.id, ['open', 'countered'], {
      state: 'declined',
      note: input.reason,
      counterPriceMonth: null,
    }),
  ),
  reopen: area.reopen.handler(({ input, context }) =>
    decide(context, input.id, ALL_STATES, { state: 'open', note: null, counterPriceMonth: null }),
  ),
  findBest: area.findBest.handler(({ input, context }) =>
    findBest(context, input.nodeId, { horizonMonths: input.months, mayBeginLater: input.mayBeginLater }),
  ),
  listReservations: area.listReservations.handler(async ({ context }) => ({
    reservations: await listReservations(context),
  })),
  revenue: area.revenue.handler(({ input, context }) => revenue(context, input.nodeId, input.split, input.periods)),
  simulate: area.simulate.handler(({ input, context }) => simulate(context, input.count, input.seed)),
  clearSimulated: area.clearSimulated.handler(async ({ context }) => {
    const { bids } = await context.stores();
    const removed = bids.deleteSimulated();
    context.events.publish('bids');
    return { removed };
  }),
});
