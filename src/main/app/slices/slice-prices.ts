import { bidMonthUsd, isExpired } from '#shared/domain/bids/bid-value.ts';
import { computeNeed, listSupply, slicesNeeded } from '#shared/domain/bids/supply.ts';
import { ruleSplit } from '#shared/domain/economy/splits.ts';
import { roundMemory, totalAmounts } from '#shared/domain/slices/layout.ts';
import { bandedPrices } from '#shared/domain/slices/prices/band.ts';
import { type PriceCurrency, toUsd, type UsdPerCc } from '#shared/domain/slices/prices/currency.ts';
import { currentChange } from '#shared/domain/slices/prices/history.ts';
import { priceOutcome } from '#shared/domain/slices/prices/income.ts';
import { comparePrice, ownCostFloor } from '#shared/domain/slices/prices/price-bounds.ts';
import { suggestPrice } from '#shared/domain/slices/prices/suggestion.ts';
import { pricesFromMonth } from '#shared/domain/slices/prices/terms.ts';
import type { Bid } from '#shared/contract/bids/bids.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { ComputedSlicePrice, PriceBounds, Suggestion } from '#shared/contract/slices/prices.ts';
import type { NodeCosts, SliceGroup, SlicePlan } from '#shared/contract/slices/slices.ts';
import { Decimal, roundHalfUp, sumOfAll } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { effectiveSettings, usdPerCcOf } from '#main/app/settings/markets-in-use.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import type { NodeSales } from '#main/app/earnings/input-sources.ts';
import { assessStoredNode, loadStoredNodes, type StoredNode } from '#main/app/hardware/node-assessment.ts';
import { computeNodeCosts } from './node-costs.ts';
import { buildOffer, type NodeOffer } from './node-offer.ts';

/** Decimal places of prices. */
const PRICE_PLACES = 8;
/** Decimal places that remove the rounding error of a 40-digit division. */
const EXACT_PLACES = 20;
/** More bids do not change a median noticeably. */
const MAX_MARKET_BIDS = 2000;

/** What all prices depend on. */
export interface PriceSources {
  readonly stores: Stores;
  readonly usdPerCc: UsdPerCc;
  readonly nowS: number;
  /** The open bids that have not expired. */
  readonly bids: readonly Bid[];
}

/** A node's offer with its costs. */
export interface PricedOffer {
  readonly offer: NodeOffer;
  readonly costs: NodeCosts;
  /** The share of a price that the farmer gets; zero for a machine that users cannot rent. */
  readonly sharePercent: number;
}

/** The value of a Cloud Credit at the farmer's gold price; null until it is entered. */
export function readUsdPerCc(stores: Stores): UsdPerCc {
  return usdPerCcOf(effectiveSettings(stores));
}

/** Loads what all prices depend on. */
export async function loadPriceSources(context: AppContext): Promise<PriceSources> {
  const stores = await context.stores();
  const nowS = Math.floor(context.nowMs() / 1000);
  const bids = stores.bids.list(['open'], MAX_MARKET_BIDS).filter((bid) => !isExpired(bid, nowS));
  return { stores, usdPerCc: readUsdPerCc(stores), nowS, bids };
}

/** Whether users can rent a node: false for one that may not register. */
export function canBeRented(node: FarmNode, stored: StoredNode): boolean {
  return assessStoredNode(node, stored)?.eligibility.verdict !== 'not-eligible';
}

/**
 * A node's offer with its costs.
 * @throws FarmerError when the node cannot be divided by its plan
 */
export async function priceOffer(context: AppContext, stores: Stores, node: FarmNode): Promise<PricedOffer> {
  const offer = buildOffer(stores, node);
  const sharePercent = canBeRented(node, loadStoredNodes(stores, [node], context.nowMs())(node))
    ? farmerSharePercent(offer.plan)
    : 0;
  return { offer, costs: await computeNodeCosts(context, offer), sharePercent };
}

const rounded = (value: Decimal) => roundHalfUp(value, PRICE_PLACES);
/** Rounded up, so that the displayed floor price is allowed; the rounding error of a division is removed first. */
const roundedUp = (value: Decimal) =>
  roundHalfUp(value, EXACT_PLACES).toDecimalPlaces(PRICE_PLACES, Decimal.ROUND_CEIL);

/** The share of a price that the farmer gets. */
export function farmerSharePercent(plan: SlicePlan): number {
  return ruleSplit(plan.split).parts[0].percent;
}

/** The monthly income of slices when all are sold, in USD; null when one in CC needs the gold price. */
export function sumMonthUsd(
  slices: readonly Pick<ComputedSlicePrice, 'priceMonth' | 'count' | 'currency'>[],
  usdPerCc: UsdPerCc,
): Decimal | null {
  return sumOfAll(slices.map(({ priceMonth, count, currency }) => toUsd(priceMonth.times(count), currency, usdPerCc)));
}

/** The prices offered for one slice by open bids of its size, in USD; bids without a known value are left out. */
function listMarketPrices({ bids, usdPerCc }: PriceSources, offer: NodeOffer, kindId: string): Decimal[] {
  const group = listSupply(offer.layout).find((entry) => entry.kindId === kindId);
  if (group === undefined) {
    return [];
  }
  return bids.flatMap((bid) => {
    const slices = slicesNeeded(computeNeed(bid), group);
    const monthUsd = bidMonthUsd(bid, usdPerCc);
    return slices === null || monthUsd === null ? [] : [monthUsd.div(slices)];
  });
}

/** The fraction of a node that one slice of a group takes, by memory. */
export function computeSliceShare({ layout }: NodeOffer, group: SliceGroup): Decimal {
  const all = totalAmounts(layout.groups).memoryGib;
  return all.isZero() ? all : group.amounts.memoryGib.div(all);
}

/** The price bounds of a group's slices, in USD. */
function boundsInUsd({ offer, costs, sharePercent }: PricedOffer, group: SliceGroup): PriceBounds {
  const { plan, ownBand } = offer;
  const floor = ownCostFloor({
    costMonthUsd: costs.totalUsd,
    sliceShare: computeSliceShare(offer, group),
    shareKept: new Decimal(sharePercent).div(100),
    occupancy: new Decimal(plan.occupancy),
  });
  const memoryGib = roundMemory(group.amounts.memoryGib.times(group.count));
  return {
    floor: floor === null ? null : roundedUp(floor),
    band: bandedPrices(memoryGib, group.count, ownBand).priceMonth,
  };
}

/** The price bounds of a group's slices in a currency; null when that requires a missing gold price. */
export function computePriceBounds(
  { usdPerCc }: PriceSources,
  priced: PricedOffer,
  group: SliceGroup,
  currency: PriceCurrency,
): PriceBounds | null {
  const { floor, band } = boundsInUsd(priced, group);
  if (currency === 'USD') return { floor, band };
  if (usdPerCc === null) return null;
  return {
    floor: floor === null ? null : roundedUp(floor.div(usdPerCc)),
    band: { min: rounded(band.min.div(usdPerCc)), max: rounded(band.max.div(usdPerCc)) },
  };
}

function computeSuggestion(sources: PriceSources, priced: PricedOffer, group: SliceGroup): Suggestion {
  return suggestPrice({
    bounds: boundsInUsd(priced, group),
    bids: listMarketPrices(sources, priced.offer, group.kindId),
    margin: priced.offer.plan.margin,
  });
}

/** The current price of a group's slices with its bounds, in the currency of the price. */
export function computeSlicePrice(sources: PriceSources, priced: PricedOffer, group: SliceGroup): ComputedSlicePrice {
  const { node, plan } = priced.offer;
  const change = currentChange(sources.stores.prices.changes(node.id, group.kindId));
  const set = change?.to ?? null;
  const currency = set?.currency ?? 'USD';
  const usdPerUnit = currency === 'USD' ? new Decimal(1) : sources.usdPerCc;
  const convert = usdPerUnit === null ? null : (usd: Decimal) => usd.div(usdPerUnit);
  const bounds = computePriceBounds(sources, priced, group, currency);
  const suggestion = computeSuggestion(sources, priced, group);
  const priceMonth = set === null ? suggestion.priceMonth : new Decimal(set.priceMonth);
  const terms = pricesFromMonth(priceMonth, plan.relations);
  const costUsd = priced.costs.totalUsd.times(computeSliceShare(priced.offer, group)).times(group.count);
  const costMonth = convert?.(costUsd) ?? null;
  const missing = [...priced.costs.missing, ...(bounds === null ? (['gold-price'] as const) : [])];
  const outcome = priceOutcome({
    priceMonth,
    sliceCount: group.count,
    occupancy: new Decimal(plan.occupancy),
    shareKept: new Decimal(priced.sharePercent).div(100),
    costMonth: costMonth ?? new Decimal(0),
  });
  return {
    ...group,
    floor: bounds?.floor ?? null,
    band: bounds?.band ?? null,
    id: `${node.id}:${group.kindId}`,
    nodeId: node.id,
    nodeName: node.name,
    currency,
    priceMonth,
    isSuggested: set === null,
    terms: { ...terms, hour: rounded(terms.hour), day: rounded(terms.day), year: rounded(terms.year) },
    standing: comparePrice(priceMonth, bounds),
    suggestion: convert && {
      priceMonth: convert(suggestion.priceMonth),
      steps: suggestion.steps.map(({ step, value }) => ({ step, value: convert(value) })),
    },
    costMonth,
    isRentable: priced.sharePercent > 0,
    missing,
    outcome: missing.length === 0 ? outcome : { ...outcome, cost: null, net: null, breakEvenOccupancy: null },
    setAtMs: change?.atMs ?? null,
    setBy: change?.by ?? null,
    reason: change?.reason ?? null,
  };
}

/** How a node is sold, for projections. Null for a node without slices, or one that cannot be divided. */
export async function findNodeSales(context: AppContext, node: FarmNode): Promise<NodeSales | null> {
  const sources = await loadPriceSources(context);
  const priced = await priceOffer(context, sources.stores, node).catch((error: unknown) => {
    if (error instanceof FarmerError) return null;
    throw error;
  });
  if (priced === null || priced.offer.layout.sliceCount === 0) {
    return null;
  }
  const prices = priced.offer.layout.groups.map((group) => computeSlicePrice(sources, priced, group));
  const slices = prices.reduce((sum, { count }) => sum + count, 0);
  const monthUsd = prices.some(({ isSuggested }) => isSuggested) ? undefined : sumMonthUsd(prices, sources.usdPerCc);
  return { slices, pricePerSliceUsd: monthUsd?.div(slices) ?? null, needsGoldPrice: monthUsd === null };
}
