import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import type { PriceRails } from './rails.ts';

/** What a suggested price may stand on, all in one currency per slice and month. */
export interface SuggestionInput {
  readonly rails: PriceRails;
  /** What others bid now per slice and month, in any order. */
  readonly bids: readonly Decimal[];
  /** Profit asked on top of the own cost, as a share: 0.2 is a fifth. */
  readonly margin: Decimal;
}

/** One step of the derivation, in the order in which they were taken. */
export interface SuggestionStep {
  readonly step: 'cost' | 'market' | 'middle' | 'band-min' | 'band-max' | 'rounded';
  readonly value: Decimal;
}

/** A price, and how it came about. */
export interface Suggestion {
  readonly priceMonth: Decimal;
  readonly steps: readonly SuggestionStep[];
}

/** Fewer bids than this say nothing of a market. */
const FEWEST_BIDS = 3;
/** A fifth on top of the cost **[assumed]**. */
export const DEFAULT_MARGIN = new Decimal('0.2');
/** Places of a suggested price. */
const PRICE_PLACES = 2;

function medianOf(values: readonly Decimal[]): Decimal {
  const sorted = values.toSorted((a, b) => a.comparedTo(b));
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? new Decimal(0);
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? upper;
  return lower.plus(upper).div(2);
}

/** Cost with its margin and the middle of the market where there is one; without either, the geometric middle of the band. */
function candidates({ rails, bids, margin }: SuggestionInput): readonly SuggestionStep[] {
  const { floor, band } = rails;
  const cost = floor === null || floor.isZero() ? [] : [{ step: 'cost' as const, value: floor.times(margin.plus(1)) }];
  const market = bids.length < FEWEST_BIDS ? [] : [{ step: 'market' as const, value: medianOf(bids) }];
  return cost.length + market.length > 0
    ? [...cost, ...market]
    : [{ step: 'middle', value: band.min.times(band.max).sqrt() }];
}

/**
 * A price to begin with: the higher of the own cost with a margin and the median of the bids, kept within the band,
 * rounded to cents without leaving it.
 * Source: docs/rules.md#suggested-price
 */
export function suggestPrice(input: SuggestionInput): Suggestion {
  const { band } = input.rails;
  const steps: SuggestionStep[] = [...candidates(input)];
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
