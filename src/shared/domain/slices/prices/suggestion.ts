import type { PriceBounds, Suggestion } from '#shared/contract/slices/prices.ts';
import { Decimal, type DecimalString, roundHalfUp } from '#shared/decimal.ts';

/** What a price is suggested from, all in one currency per slice and month. */
export interface SuggestionInput {
  readonly bounds: PriceBounds;
  /** Current bids per slice and month, in any order. */
  readonly bids: readonly Decimal[];
  /** Profit on top of the own cost, as a share: 0.2 is a fifth. */
  readonly margin: DecimalString;
}

/** Fewer bids than this do not represent a market. */
const MIN_BIDS = 3;
/** Decimal places of a suggested price. */
const PRICE_PLACES = 2;

function computeMedian(values: readonly Decimal[]): Decimal {
  const sorted = values.toSorted((a, b) => a.comparedTo(b));
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? new Decimal(0);
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? upper;
  return lower.plus(upper).div(2);
}

/** Cost with its margin and the median of the market where there is one; without either, the geometric mean of the band. */
function candidates({ bounds, bids, margin }: SuggestionInput): Suggestion['steps'] {
  const { floor, band } = bounds;
  const cost =
    floor === null || floor.isZero()
      ? []
      : [{ step: 'cost' as const, value: floor.times(new Decimal(margin).plus(1)) }];
  const market = bids.length < MIN_BIDS ? [] : [{ step: 'market' as const, value: computeMedian(bids) }];
  return cost.length + market.length > 0
    ? [...cost, ...market]
    : [{ step: 'middle', value: band.min.times(band.max).sqrt() }];
}

/**
 * A starting price: the higher of the own cost with a margin and the median of the bids, kept within the band,
 * rounded to cents without leaving it.
 * Source: docs/rules.md#suggested-price
 */
export function suggestPrice(input: SuggestionInput): Suggestion {
  const { band } = input.bounds;
  const steps = [...candidates(input)];
  let price = Decimal.max(...steps.map((entry) => entry.value));
  if (price.lt(band.min)) {
    steps.push({ step: 'band-min', value: band.min });
    price = band.min;
  }
  if (price.gt(band.max)) {
    steps.push({ step: 'band-max', value: band.max });
    price = band.max;
  }
  const rounded = Decimal.min(Decimal.max(roundHalfUp(price, PRICE_PLACES), band.min), band.max);
  if (!rounded.eq(price)) {
    steps.push({ step: 'rounded', value: rounded });
  }
  return { priceMonth: rounded, steps };
}
