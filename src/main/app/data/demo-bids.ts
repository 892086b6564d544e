import { simulateMarket } from '#shared/domain/bids/simulated-market.ts';
import { endAfterMonths } from '#shared/domain/bids/reservations.ts';
import { computeNeed, listSupply, slicesNeeded } from '#shared/domain/bids/supply.ts';
import { setPriceChange } from '#shared/domain/slices/prices/history.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { DEFAULT_SLICE_PLAN, type SlicePlan } from '#shared/contract/slices/slices.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { DAY_S } from '#shared/units.ts';
import type { Stores } from '#main/store/stores.ts';
import { buildOffer } from '#main/app/slices/node-offer.ts';

const BIDS = 14;
const SEED = 2042;
/** Demo buyers pay more than the simulated market, so that some bids are worth accepting. */
const GENEROSITY = 3;
/** The demo farmer has entered the PassMark score, and expects to sell most of the node. */
const PLAN: SlicePlan = {
  ...DEFAULT_SLICE_PLAN,
  passmark: { value: 12_000, basis: 'given', uncertaintyPercent: 0, note: '' },
  occupancy: '0.8',
};
/** The price history of the demo, oldest first. */
const PRICES = [
  { agoS: 45 * DAY_S, priceMonth: '6.5', reason: null },
  { agoS: 12 * DAY_S, priceMonth: '8', reason: 'Two slices were sold within a week.' },
] as const;

function addPrices(stores: Stores, nodeId: number, kindId: string, nowMs: number): void {
  for (const { agoS, priceMonth, reason } of PRICES) {
    const note = { atMs: nowMs - agoS * 1000, by: 'demo', reason };
    const change = setPriceChange(stores.prices.changes(nodeId, kindId), { priceMonth, currency: 'USD' }, note);
    stores.prices.add(nodeId, kindId, change);
  }
}

/** Simulated bids that are marked as demo data. */
function demoBids(nowMs: number) {
  const market = simulateMarket({ count: BIDS, seed: SEED, nowS: Math.floor(nowMs / 1000) });
  return market.map((bid, index) => ({
    ...bid,
    id: `demo-${index + 1}`,
    buyer: bid.buyer.replace('(simulated)', '(demo)'),
    pricePerMonth: toPlain(new Decimal(bid.pricePerMonth).times(GENEROSITY)),
  }));
}

/** Adds slices, prices and bids to a demo node: two prices, an order book, and one accepted bid. */
export function fillDemoBids(stores: Stores, node: FarmNode, nowMs: number): void {
  stores.slices.savePlan(node.id, PLAN, nowMs);
  const [group] = listSupply(buildOffer(stores, node).layout);
  const bids = demoBids(nowMs);
  stores.bids.addAll(bids, { isDemo: true, nowMs });
  if (group === undefined) {
    return;
  }
  addPrices(stores, node.id, group.kindId, nowMs);
  const first = bids.find(
    (bid) => bid.currency === 'USD' && !bid.certifiedOnly && slicesNeeded(computeNeed(bid), group) === 1,
  );
  if (first === undefined) {
    return;
  }
  const startS = Math.floor(nowMs / 1000);
  stores.bids.accept(
    {
      bidId: first.id,
      nodeId: node.id,
      kindId: group.kindId,
      slices: 1,
      startS,
      endS: endAfterMonths(startS, first.months),
      monthUsd: first.pricePerMonth,
    },
    null,
    nowMs,
  );
}
