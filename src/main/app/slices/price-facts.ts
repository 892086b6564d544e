import { bandedPrices } from '#shared/domain/slices/prices/band.ts';
import { fromUsd, type PriceCurrency, toUsd } from '#shared/domain/slices/prices/currency.ts';
import { ownCostFloor, totalCostMonth } from '#shared/domain/slices/prices/floor.ts';
import { currentChange } from '#shared/domain/slices/prices/history.ts';
import { priceOutcome } from '#shared/domain/slices/prices/income.ts';
import { judgePrice, type PriceRails } from '#shared/domain/slices/prices/rails.ts';
import { type PriceRelations, pricesFromMonth } from '#shared/domain/slices/prices/relations.ts';
import { type Suggestion, suggestPrice } from '#shared/domain/slices/prices/suggestion.ts';
import { bidMonthUsd, isExpired } from '#shared/domain/bids/bid-value.ts';
import { computeNeed, listSupply, slicesNeeded } from '#shared/domain/bids/supply.ts';
import { ruleSplit } from '#shared/domain/economy/splits.ts';
import { type SliceGroup, totalOf } from '#shared/domain/slices/layout.ts';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import type { Stores } from '#main/store/stores.ts';
import { amountsToWire, bandToWire, memoryTogether } from './layout-wire.ts';
import type { KnownCosts } from './node-costs.ts';
import type { NodeOffer } from './node-offer.ts';

/** Places of a unit price and of money as they leave this area. */
const PRICE_PLACES = 8;
const SETTLED_PLACES = 20;
/** More bids than this add nothing to a median. */
const MOST_MARKET_BIDS = 2000;

/** What prices are made of beside the node itself. */
export interface PriceSources {
  readonly stores: Stores;
  readonly usdPerCc: Decimal;
  readonly nowS: number;
}

/** A node with what it costs. */
export interface PricedOffer {
  readonly offer: NodeOffer;
  readonly costs: KnownCosts;
}

/** A kind of slice with its rails and its suggestion, in USD, before any price is set. */
export interface SliceRails {
  readonly group: SliceGroup;
  /** One slice's share of the node, by memory. */
  readonly sliceShare: Decimal;
  readonly rails: PriceRails;
  readonly suggestion: Suggestion;
  /** Own cost of all slices of the kind. */
  readonly costMonthUsd: Decimal;
}

const rounded = (value: Decimal) => roundHalfUp(value, PRICE_PLACES);
/** A floor is never shown lower than it is; what 40 digits of a division leave behind the 20th place is no cost. */
const roundedUp = (value: Decimal) =>
  roundHalfUp(value, SETTLED_PLACES).toDecimalPlaces(PRICE_PLACES, Decimal.ROUND_CEIL);

/** Share of a price that stays with the farmer. */
export function sharePercentOf(plan: SlicePlan): number {
  return ruleSplit(plan.split).parts[0].percent;
}

/** What all of some slices bring in a month when all are sold, in USD. */
export function monthOfSlicesUsd(slices: readonly SlicePrice[], usdPerCc: Decimal): Decimal {
  return slices.reduce(
    (sum, { priceMonth, count, currency }) => sum.plus(toUsd(new Decimal(priceMonth).times(count), currency, usdPerCc)),
    new Decimal(0),
  );
}

/** The relations of the four prices that a plan states. */
export function relationsOf({ relations }: SlicePlan): PriceRelations {
  return {
    hourMarkup: new Decimal(relations.hourMarkup),
    dayMarkup: new Decimal(relations.dayMarkup),
    yearDiscount: new Decimal(relations.yearDiscount),
  };
}

/** What open bids of the size of a kind of slice offer for one of them, in USD. */
function marketOf({ stores, usdPerCc, nowS }: PriceSources, offer: NodeOffer, kindId: string): readonly Decimal[] {
  const group = listSupply(offer.layout).find((entry) => entry.kindId === kindId);
  if (group === undefined) {
    return [];
  }
  return stores.bids.list(['open'], MOST_MARKET_BIDS).flatMap((bid) => {
    const slices = isExpired(bid, nowS) ? null : slicesNeeded(computeNeed(bid), group);
    return slices === null ? [] : [bidMonthUsd(bid, usdPerCc).div(slices)];
  });
}

/** The share of a node that one slice of a kind makes up, by memory. */
export function sliceShareOf({ layout }: NodeOffer, group: SliceGroup): Decimal {
  const all = totalOf(layout.groups).memoryGib;
  return all.isZero() ? all : group.kind.amounts.memoryGib.div(all);
}

/** The rails of one kind of slice. */
export function railsOf(sources: PriceSources, { offer, costs }: PricedOffer, group: SliceGroup): SliceRails {
  const { plan, ownBand } = offer;
  const sliceShare = sliceShareOf(offer, group);
  const floor = ownCostFloor({
    costs,
    sliceShare,
    shareKept: new Decimal(sharePercentOf(plan)).div(100),
    occupancy: new Decimal(plan.occupancy),
  });
  const memory = memoryTogether(group.kind.amounts.memoryGib, group.count);
  const rails = {
    floor: floor === null ? null : roundedUp(floor),
    band: bandedPrices(memory, group.count, ownBand).month,
  };
  return {
    group,
    sliceShare,
    rails,
    suggestion: suggestPrice({
      rails,
      bids: marketOf(sources, offer, group.kind.id),
      margin: new Decimal(plan.margin),
    }),
    costMonthUsd: totalCostMonth(costs).times(sliceShare).times(group.count),
  };
}

/** Rails in another currency than USD. */
export function railsIn(rails: PriceRails, currency: PriceCurrency, usdPerCc: Decimal): PriceRails {
  const convert = (usd: Decimal) => (currency === 'USD' ? usd : rounded(fromUsd(usd, currency, usdPerCc)));
  return {
    floor: rails.floor === null ? null : roundedUp(fromUsd(rails.floor, currency, usdPerCc)),
    band: { min: convert(rails.band.min), max: convert(rails.band.max) },
  };
}

function outcomeToWire(slice: SliceRails, priceMonth: Decimal, costMonth: Decimal, plan: SlicePlan) {
  const outcome = priceOutcome({
    priceMonth,
    sliceCount: slice.group.count,
    occupancy: new Decimal(plan.occupancy),
    shareKept: new Decimal(sharePercentOf(plan)).div(100),
    costMonth,
  });
  return {
    gross: toPlain(rounded(outcome.gross)),
    share: toPlain(rounded(outcome.share)),
    cost: toPlain(rounded(outcome.cost)),
    net: toPlain(rounded(outcome.net)),
    breakEvenOccupancy:
      outcome.breakEvenOccupancy === null ? null : toPlain(roundHalfUp(outcome.breakEvenOccupancy, 6)),
  };
}

/** The price of one kind of slice, as it stands, between its rails, in the currency of the price. */
export function slicePriceOf(sources: PriceSources, priced: PricedOffer, group: SliceGroup): SlicePrice {
  const { node, plan } = priced.offer;
  const slice = railsOf(sources, priced, group);
  const change = currentChange(sources.stores.prices.changes(node.id, group.kind.id));
  const set = change?.to ?? null;
  const currency = set?.currency ?? 'USD';
  const inCurrency = (usd: Decimal) => fromUsd(usd, currency, sources.usdPerCc);
  const rails = railsIn(slice.rails, currency, sources.usdPerCc);
  const priceMonth = set === null ? slice.suggestion.priceMonth : new Decimal(set.priceMonth);
  const terms = pricesFromMonth(priceMonth, relationsOf(plan));
  const costMonth = inCurrency(slice.costMonthUsd);
  return {
    id: `${node.id}:${group.kind.id}`,
    nodeId: node.id,
    nodeName: node.name,
    kindId: group.kind.id,
    count: group.count,
    amounts: amountsToWire(group.kind.amounts),
    gpus: group.kind.gpus,
    currency,
    priceMonth: toPlain(priceMonth),
    isSuggested: set === null,
    terms: {
      hour: toPlain(rounded(terms.hour)),
      day: toPlain(rounded(terms.day)),
      month: toPlain(terms.month),
      year: toPlain(rounded(terms.year)),
    },
    floor: rails.floor === null ? null : toPlain(rails.floor),
    band: bandToWire(rails.band),
    standing: judgePrice(priceMonth, rails).standing,
    suggestion: {
      priceMonth: toPlain(rounded(inCurrency(slice.suggestion.priceMonth))),
      steps: slice.suggestion.steps.map(({ step, value }) => ({ step, value: toPlain(rounded(inCurrency(value))) })),
    },
    costMonth: toPlain(rounded(costMonth)),
    outcome: outcomeToWire(slice, priceMonth, costMonth, plan),
    setAtMs: change?.atMs ?? null,
    setBy: change?.by ?? null,
    reason: change?.reason ?? null,
  };
}
