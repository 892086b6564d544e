import type { PriceBounds, PriceOutcome, SlicePrice, TermPrices } from '#shared/contract/slices/prices.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import type { PriceStanding } from '#shared/domain/slices/constants.ts';
import { convertCurrency, type PriceCurrency, type UsdPerCc } from '#shared/domain/slices/prices/currency.ts';
import { computeHeatmap, type IncomeHeatmap } from '#shared/domain/slices/prices/income-heatmap.ts';
import {
  type PricePlan,
  type PricePoint,
  priceOutcome,
  type PriceShift,
  shiftPrice,
} from '#shared/domain/slices/prices/income.ts';
import { comparePrice } from '#shared/domain/slices/prices/price-bounds.ts';
import { type PriceRelations, pricesFromMonth } from '#shared/domain/slices/prices/terms.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';

/** A price as it is being typed; `occupancy` from 0 to 1, plain decimals. */
export interface PriceDraft {
  readonly priceMonth: string;
  readonly currency: PriceCurrency;
  readonly occupancy: string;
}

/** The inputs for computing a drafted price, in the currency of the draft. */
export interface LiveBase {
  readonly point: Omit<PricePoint, keyof PricePlan>;
  readonly bounds: PriceBounds;
  /** The suggested price. */
  readonly suggested: Decimal;
  readonly relations: PriceRelations;
}

/** All values that change with the slider. */
export interface LivePrice {
  readonly terms: TermPrices;
  readonly standing: PriceStanding;
  readonly outcome: PriceOutcome;
  readonly raised: PriceShift;
  readonly lowered: PriceShift;
}

/** The percentage by which the price is raised and lowered for comparison. */
export const SHIFT_PERCENT = 10;
const HEATMAP_STEPS = { prices: 13, occupancies: 11 } as const;

/** The decimal in a number field; an empty field is zero. */
export function parseField(text: string): Decimal {
  return new Decimal(text === '' ? 0 : text);
}

/**
 * The inputs for computing a drafted price; null when its cost and bounds cannot be converted because the gold price is
 * missing.
 */
export function liveBase(
  slice: SlicePrice,
  plan: SlicePlan,
  sharePercent: number,
  currency: PriceCurrency,
  usdPerCc: UsdPerCc,
): LiveBase | null {
  const convert = (amount: string | null) =>
    amount === null ? null : convertCurrency(new Decimal(amount), slice.currency, currency, usdPerCc);
  const costMonth = convert(slice.costMonth);
  const min = convert(slice.band?.min ?? null);
  const max = convert(slice.band?.max ?? null);
  const suggested = convert(slice.suggestion?.priceMonth ?? null);
  if (costMonth === null || min === null || max === null || suggested === null) return null;
  return {
    point: {
      sliceCount: slice.count,
      shareKept: new Decimal(sharePercent).div(100),
      costMonth,
    },
    bounds: { floor: convert(slice.floor), band: { min, max } },
    suggested,
    relations: plan.relations,
  };
}

/** Computes all values of a drafted price. Runs in the page, so that moving the slider needs no call. */
export function livePrice(base: LiveBase, draft: PriceDraft): LivePrice {
  const priceMonth = parseField(draft.priceMonth);
  const occupancy = parseField(draft.occupancy);
  const point: PricePoint = { ...base.point, priceMonth, occupancy };
  return {
    terms: pricesFromMonth(priceMonth, base.relations),
    standing: comparePrice(priceMonth, base.bounds),
    outcome: priceOutcome(point),
    raised: shiftPrice(point, new Decimal(SHIFT_PERCENT)),
    lowered: shiftPrice(point, new Decimal(-SHIFT_PERCENT)),
  };
}

/** The heatmap over the platform's band, extended to include the draft. */
export function liveHeatmap(base: LiveBase, draft: PriceDraft): IncomeHeatmap {
  const price = parseField(draft.priceMonth);
  const range = { min: Decimal.min(base.bounds.band.min, price), max: Decimal.max(base.bounds.band.max, price) };
  return computeHeatmap(base.point, range, HEATMAP_STEPS);
}

/** Decimal places of a bound that is offered as a price. */
const BOUND_PLACES = 4;

/** A bound with few decimal places, rounded to the side on which the price is allowed. */
export function roundBound(bound: Decimal, side: 'above' | 'below'): Decimal {
  return bound.toDecimalPlaces(BOUND_PLACES, side === 'above' ? Decimal.ROUND_CEIL : Decimal.ROUND_FLOOR);
}

/** A notable price on the slider: the floor, an end of the band, or the suggestion. */
export interface NotablePrice {
  /** Several when their prices are equal. */
  readonly names: readonly ('floor' | 'least' | 'suggested' | 'most')[];
  /** A plain decimal, in the draft's currency. */
  readonly price: string;
}

/** The notable prices, cheapest first; equal ones are merged. */
export function listNotablePrices({ bounds, suggested }: LiveBase): readonly NotablePrice[] {
  const { floor, band } = bounds;
  const prices = [
    ...(floor === null || floor.isZero() ? [] : [{ id: 'floor' as const, price: roundBound(floor, 'above') }]),
    { id: 'least' as const, price: roundBound(band.min, 'above') },
    { id: 'suggested' as const, price: suggested },
    { id: 'most' as const, price: roundBound(band.max, 'below') },
  ];
  const stops = new Map<string, NotablePrice>();
  for (const { id, price } of prices.toSorted((a, b) => a.price.comparedTo(b.price))) {
    const key = toPlain(roundHalfUp(price, BOUND_PLACES));
    stops.set(key, { names: [...(stops.get(key)?.names ?? []), id], price: key });
  }
  return [...stops.values()];
}
