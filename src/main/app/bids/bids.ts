import { implement } from '@orpc/server';
import { createBestSetProblem, readBestSet } from '#shared/domain/bids/best-set.ts';
import type { BestSetPlan } from '#shared/domain/bids/best-set-options.ts';
import { fromMicroUsd, withTotalValue } from '#shared/domain/bids/bid-value.ts';
import { bestRanked, rankBids, type RankedBid } from '#shared/domain/bids/rank.ts';
import { createShortageFinder, describeRejection, UNITS_PER_DISPLAYED } from '#shared/domain/bids/rejection.ts';
import { endAfterMonths } from '#shared/domain/bids/reservations.ts';
import { computeBookedRevenue } from '#shared/domain/bids/revenue.ts';
import { simulateMarket } from '#shared/domain/bids/simulated-market.ts';
import { missChanceOver } from '#shared/domain/bids/uptime-risk.ts';
import { type Bid, bidsContract, type PeriodRevenue } from '#shared/contract/bids/bids.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import type { Decision } from '#main/store/bids/bid-store.ts';
import type { Stores } from '#main/store/stores.ts';
import type { IntegerProgram, IntegerSolution } from '#shared/domain/slices/integer-program.ts';
import type { AppContext } from '#main/app/context.ts';
import acceptance, { findBid, findUndecidedBid } from './accept-bid.ts';
import { readUsdPerCc } from '#main/app/slices/slice-prices.ts';
import { type BidFacts, gatherBidFacts } from './bid-facts.ts';
import { importBids } from './import-bids.ts';

/** Time limit of the solver for the best set, in milliseconds. */
const BEST_SET_LIMIT_MS = 1700;
/** Only this many of the best-ranked bids are passed to the solver, to stay within its time limit. */
const MAX_SOLVED_BIDS = 500;
/** Decimal places of an amount of the scarce resource before it is used as a divisor. */
const SCARCE_PLACES = 6;

function describePlace(
  { capacity, slices, risk, scarceAmount, ...income }: NonNullable<RankedBid['placement']>,
  months: number,
  unitsPerDisplayed: number,
) {
  const netMonthUsd = fromMicroUsd(income.netMicroUsd);
  return {
    nodeId: capacity.node.nodeId,
    nodeName: capacity.node.name,
    kindId: capacity.group.kindId,
    slices,
    grossMonthUsd: fromMicroUsd(income.grossMicroUsd),
    shareMonthUsd: fromMicroUsd(income.shareMicroUsd),
    costMonthUsd: fromMicroUsd(income.costMicroUsd),
    netMonthUsd,
    missingCosts: capacity.node.missingCosts,
    netPerScarceUnitUsd:
      scarceAmount === 0
        ? null
        : netMonthUsd.times(unitsPerDisplayed).div(roundHalfUp(new Decimal(scarceAmount), SCARCE_PLACES)),
    risk: risk === null ? null : { ...risk, missChanceOverTerm: missChanceOver(risk.missChance, months) },
  };
}

/** A bid in CC can be accepted whether or not its value in USD is known. */
const fits = (reason: RankedBid['reason']) => reason === null || reason === 'gold-price';

async function rank(context: AppContext, nodeId: number | null, limit: number) {
  const facts = await gatherBidFacts(context, nodeId);
  const { ranked, scarce } = rankBids(facts.stores.bids.list(['open']), facts.capacities, facts.terms);
  const { usdPerCc } = facts.terms;
  const findShortage = createShortageFinder(facts.capacities);
  return {
    bids: ranked.slice(0, limit).map(({ bid, reason, placement }) => {
      const shortage = reason === null ? null : findShortage(bid, reason);
      return {
        bid: withTotalValue(bid, usdPerCc),
        fits: fits(reason),
        code: reason,
        reason: reason === null ? null : describeRejection(bid, reason, shortage),
        shortage,
        place: placement === null ? null : describePlace(placement, bid.months, UNITS_PER_DISPLAYED[scarce]),
      };
    }),
    total: ranked.length,
    fitting: ranked.filter((entry) => fits(entry.reason)).length,
    scarce,
    counts: facts.stores.bids.countByState(),
    usdPerCc,
  };
}

/** Rejects as soon as the signal is aborted. */
function rejectOnAbort(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new Error('ended early'));
    if (signal?.aborted === true) end();
    signal?.addEventListener('abort', end, { once: true });
  });
}

/** When the solver fails or is aborted, falls back to the greedy set and the bound that needs no solver. */
async function solve(context: AppContext, program: IntegerProgram, signal?: AbortSignal): Promise<IntegerSolution> {
  const compute = await context.compute();
  try {
    return await Promise.race([compute.solve(program, BEST_SET_LIMIT_MS), rejectOnAbort(signal)]);
  } catch (error) {
    if (signal?.aborted !== true) context.log.warn('the solver gave up', { error });
    return { status: 'feasible', values: [], upperBound: Number.POSITIVE_INFINITY };
  }
}

/**
 * The best-ranked bids, the number of candidates, and the number of bids without a value in USD because the gold price
 * is missing.
 */
function bidsToConsider({ stores, capacities, terms }: BidFacts, plan: BestSetPlan) {
  let needGoldPrice = 0;
  const ranked = bestRanked(stores.bids.each(['open']), capacities, terms, {
    most: MAX_SOLVED_BIDS,
    isWanted: ({ bid, placement, reason }) => {
      // A bid that does not fit now may fit later; one that is too large or excluded never does.
      const mayFit = placement !== null || reason === 'gold-price' || (plan.mayBeginLater && reason === 'not-free');
      const hasValue = bid.currency === 'USD' || terms.usdPerCc !== null;
      if (mayFit && !hasValue) needGoldPrice += 1;
      return mayFit && hasValue;
    },
  });
  return { ...ranked, needGoldPrice };
}

async function findBest(context: AppContext, nodeId: number | null, plan: BestSetPlan, signal?: AbortSignal) {
  const facts = await gatherBidFacts(context, nodeId, signal);
  const { capacities, terms } = facts;
  const { nowS, usdPerCc } = terms;
  const { best: considered, count: possible, needGoldPrice } = bidsToConsider(facts, plan);
  const problem = createBestSetProblem(considered, capacities, plan, terms);
  const best = readBestSet(problem, await solve(context, problem.program, signal));
  return {
    chosen: best.chosen.map(({ bid, capacity, slices, startMonth, netMicroUsd }) => ({
      bid: withTotalValue(bid, usdPerCc),
      nodeId: capacity.node.nodeId,
      nodeName: capacity.node.name,
      kindId: capacity.group.kindId,
      slices,
      startMonth,
      startS: endAfterMonths(nowS, startMonth),
      netUsd: fromMicroUsd(netMicroUsd),
      missingCosts: capacity.node.missingCosts,
    })),
    incomeUsd: fromMicroUsd(best.incomeMicroUsd),
    boundUsd: fromMicroUsd(best.boundMicroUsd),
    isOptimal: best.isOptimal && possible === considered.length && needGoldPrice === 0,
    considered: considered.length,
    leftOut: possible - considered.length,
    needGoldPrice,
    months: plan.horizonMonths,
    fromS: nowS,
    freeInMonth: Array.from({ length: plan.horizonMonths }, (_, month) =>
      capacities.reduce((sum, { freeInMonth, group }) => sum + (freeInMonth[month] ?? group.count), 0),
    ),
  };
}

/**
 * Stores the decision on a bid.
 * @param find returns the bid, or throws when this decision is not allowed
 */
async function decide(context: AppContext, id: string, find: (stores: Stores, id: string) => Bid, decision: Decision) {
  const stores = await context.stores();
  const bid = stores.transaction(() => {
    find(stores, id);
    stores.bids.decide(id, decision, context.nowMs());
    return findBid(stores, id);
  });
  context.events.publish('bids');
  return withTotalValue(bid, readUsdPerCc(stores));
}

function sumUsd(periods: readonly PeriodRevenue[], field: 'grossUsd' | 'farmerUsd'): Decimal {
  return periods.reduce((total, entry) => total.plus(entry[field]), new Decimal(0));
}

/** Adds simulated bids, without those that are already stored. */
async function simulate(context: AppContext, count: number, seed: number) {
  const { bids, transaction } = await context.stores();
  const nowMs = context.nowMs();
  const added = transaction(() => {
    const known = bids.ids();
    const fresh = simulateMarket({ count, seed, nowS: Math.floor(nowMs / 1000) }).filter((bid) => !known.has(bid.id));
    bids.addAll(fresh, { isDemo: false, nowMs });
    return fresh.length;
  });
  context.events.publish('bids');
  return { added };
}

const area = implement(bidsContract).$context<AppContext>();

export default area.router({
  importFile: area.importFile.handler(async ({ input, context }) => {
    const result = importBids(await context.stores(), input.text, input.file, context.nowMs());
    context.events.publish('bids');
    context.events.publish('data');
    return result;
  }),
  rank: area.rank.handler(({ input, context }) => rank(context, input.nodeId, input.limit)),
  list: area.list.handler(async ({ input, context }) => {
    const stores = await context.stores();
    const usdPerCc = readUsdPerCc(stores);
    return { bids: stores.bids.list(input.states, input.limit).map((bid) => withTotalValue(bid, usdPerCc)) };
  }),
  ...acceptance,
  counter: area.counter.handler(({ input, context }) =>
    decide(context, input.id, findUndecidedBid, {
      state: 'countered',
      note: input.note,
      counterPriceMonth: toPlain(new Decimal(input.priceMonth)),
    }),
  ),
  decline: area.decline.handler(({ input, context }) =>
    decide(context, input.id, findUndecidedBid, { state: 'declined', note: input.reason, counterPriceMonth: null }),
  ),
  reopen: area.reopen.handler(({ input, context }) =>
    decide(context, input.id, findBid, { state: 'open', note: null, counterPriceMonth: null }),
  ),
  findBest: area.findBest.handler(({ input, context, signal }) =>
    findBest(context, input.nodeId, { horizonMonths: input.months, mayBeginLater: input.mayBeginLater }, signal),
  ),
  listReservations: area.listReservations.handler(async ({ context }) => {
    const stores = await context.stores();
    return { reservations: [...stores.bids.reservations()] };
  }),
  revenue: area.revenue.handler(async ({ input, context }) => {
    const stores = await context.stores();
    const range = { ...input, nowS: context.nowMs() / 1000 };
    const periods = computeBookedRevenue(stores.bids.reservations(), range);
    return { periods, grossUsd: sumUsd(periods, 'grossUsd'), farmerUsd: sumUsd(periods, 'farmerUsd') };
  }),
  simulate: area.simulate.handler(({ input, context }) => simulate(context, input.count, input.seed)),
  clearSimulated: area.clearSimulated.handler(async ({ context }) => {
    const { bids } = await context.stores();
    const removed = bids.deleteSimulated();
    context.events.publish('bids');
    return { removed };
  }),
});
