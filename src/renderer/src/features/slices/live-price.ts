import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import { fromUsd, type PriceCurrency, toUsd } from '#shared/domain/slices/prices/currency.ts';
import {
  type PriceOutcome,
  type PricePoint,
  priceOutcome,
  type PriceShift,
  shiftPrice,
} from '#shared/domain/slices/prices/income.ts';
import { type OccupancyMap, occupancyMap } from '#shared/domain/slices/prices/occupancy-map.ts';
import { judgePrice, type PriceRails, type PriceStanding } from '#shared/domain/slices/prices/rails.ts';
import { type PriceRelations, pricesFromMonth, type TermPrices } from '#shared/domain/slices/prices/relations.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';

/** A price as it is being typed; `occupancy` from 0 to 1, plain decimals. */
export interface PriceDraft {
  readonly priceMonth: string;
  readonly currency: PriceCurrency;
  readonly occupancy: string;
}

/** What a drafted price stands on, in the draft's own currency. */
export interface LiveBase {
  readonly point: Omit<PricePoint, 'priceMonth' | 'occupancy'>;
  readonly rails: PriceRails;
  readonly relations: PriceRelations;
}

/** Everything that moves with the slider. */
export interface LivePrice {
  readonly terms: TermPrices;
  readonly standing: PriceStanding;
  readonly outcome: PriceOutcome;
  readonly raised: PriceShift;
  readonly lowered: PriceShift;
}

/** By how much "what changes if" asks, in percent. */
export const SHIFT_PERCENT = 10;
/** How fine the map of price and occupancy is drawn. */
export const MAP_STEPS = { prices: 13, occupancies: 11 } as const;

/** The same amount in another currency. */
export function convert(amount: Decimal, from: PriceCurrency, to: PriceCurrency, usdPerCc: Decimal): Decimal {
  return from === to ? amount : fromUsd(toUsd(amount, from, usdPerCc), to, usdPerCc);
}

/** The relations that a plan states. */
export function relationsOf({ relations }: SlicePlan): PriceRelations {
  return {
    hourMarkup: new Decimal(relations.hourMarkup),
    dayMarkup: new Decimal(relations.dayMarkup),
    yearDiscount: new Decimal(relations.yearDiscount),
  };
}

/** What a drafted price of a slice stands on. @param usdPerCc a plain decimal above zero */
export function liveBase(
  slice: SlicePrice,
  plan: SlicePlan,
  sharePercent: number,
  currency: PriceCurrency,
  usdPerCc: string,
): LiveBase {
  const inDraft = (amount: string) => convert(new Decimal(amount), slice.currency, currency, new Decimal(usdPerCc));
  return {
    point: {
      sliceCount: slice.count,
      shareKept: new Decimal(sharePercent).div(100),
      costMonth: inDraft(slice.costMonth),
    },
    rails: {
      floor: slice.floor === null ? null : inDraft(slice.floor),
      band: { min: inDraft(slice.band.min), max: inDraft(slice.band.max) },
    },
    relations: relationsOf(plan),
  };
}

/** Everything that a drafted price moves; pure, so that the slider need not ask the program. */
export function livePrice(base: LiveBase, draft: PriceDraft): LivePrice {
  const priceMonth = new Decimal(draft.priceMonth === '' ? 0 : draft.priceMonth);
  const occupancy = new Decimal(draft.occupancy === '' ? 0 : draft.occupancy);
  const point: PricePoint = { ...base.point, priceMonth, occupancy };
  return {
    terms: pricesFromMonth(priceMonth, base.relations),
    standing: judgePrice(priceMonth, base.rails).standing,
    outcome: priceOutcome(point),
    raised: shiftPrice(point, new Decimal(SHIFT_PERCENT)),
    lowered: shiftPrice(point, new Decimal(-SHIFT_PERCENT)),
  };
}

/** The map of price and occupancy over the platform's band, or up to the draft where it lies outside. */
export function liveMap(base: LiveBase, draft: PriceDraft): OccupancyMap {
  const price = new Decimal(draft.priceMonth === '' ? 0 : draft.priceMonth);
  const range = { min: Decimal.min(base.rails.band.min, price), max: Decimal.max(base.rails.band.max, price) };
  return occupancyMap(base.point, range, MAP_STEPS);
}

/** Places of a price that is taken from the rail. */
const RAIL_PLACES = 4;

/** A rail with few places, rounded to the side on which a price still passes it. */
export function withinRail(rail: Decimal, side: 'above' | 'below'): Decimal {
  return rail.toDecimalPlaces(RAIL_PLACES, side === 'above' ? Decimal.ROUND_CEIL : Decimal.ROUND_FLOOR);
}

/** A price that the rail is read by. */
export interface RailStop {
  /** What it is; several where they are the same price. */
  readonly names: readonly ('floor' | 'least' | 'suggested' | 'most')[];
  /** A plain decimal, in the draft's currency. */
  readonly price: string;
}

/**
 * The prices that the rail is read by, cheapest first; equal ones are one.
 * @param suggested the suggested price, in the currency of the rails
 */
export function railStops({ rails }: LiveBase, suggested: Decimal): readonly RailStop[] {
  const { floor, band } = rails;
  const prices = [
    ...(floor === null || floor.isZero() ? [] : [{ id: 'floor' as const, price: withinRail(floor, 'above') }]),
    { id: 'least' as const, price: withinRail(band.min, 'above') },
    { id: 'suggested' as const, price: suggested },
    { id: 'most' as const, price: withinRail(band.max, 'below') },
  ];
  const stops = new Map<string, RailStop>();
  for (const { id, price } of prices.toSorted((a, b) => a.price.comparedTo(b.price))) {
    const key = toPlain(roundHalfUp(price, RAIL_PLACES));
    stops.set(key, { names: [...(stops.get(key)?.names ?? []), id], price: key });
  }
  return [...stops.values()];
}
