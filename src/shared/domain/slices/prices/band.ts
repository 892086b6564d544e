import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import type { DecimalString } from '#shared/decimal.ts';

/** A lowest and a highest price, in the currency that is shown beside it. */
export interface PriceBand {
  readonly min: Decimal;
  readonly max: Decimal;
}

/** The platform's band as data. Source: docs/rules.md#price-band */
export const PLATFORM_BAND = {
  /** Least per GiB of a slice's memory and month. */
  minPerGibMonth: '0.3',
  /** Most per GiB of a slice's memory and month: ten times the least. */
  maxPerGibMonth: '3',
  /** Hours in the month that the hourly prices are derived from. */
  hoursPerMonth: 720,
  /** An hour bought alone costs more than its part of a month. */
  hourMarkup: { min: '2', max: '1.5' },
  /** What a node takes in a month at the least and the highest price. */
  incomeFactor: { min: '1.3', max: '1.5' },
} as const;

/** What all slices of a node may cost and bring. */
export interface BandedPrices {
  readonly month: PriceBand;
  readonly hour: PriceBand;
  /** For the whole node. */
  readonly incomeMonth: PriceBand;
}

/** A model's own band per slice and month, as published for machines with accelerators. */
export interface OwnBand {
  readonly minMonth: DecimalString;
  readonly maxMonth: DecimalString;
}

/** Decimal places of published prices and incomes. */
export const PRICE_PLACES = 4;

function rounded(min: Decimal, max: Decimal): PriceBand {
  return { min: roundHalfUp(min, PRICE_PLACES), max: roundHalfUp(max, PRICE_PLACES) };
}

/**
 * The platform's band for `count` equal slices that hold `memoryGib` together, rounded half-up to 4 places; each figure
 * is rounded once, from the exact value.
 * @param ownBand replaces the band by memory for machines that have their own
 * Source: docs/rules.md#price-band
 */
export function bandedPrices(memoryGib: Decimal, count: number, ownBand: OwnBand | null = null): BandedPrices {
  const zero = new Decimal(0);
  if (count === 0) {
    const none = { min: zero, max: zero };
    return { month: none, hour: none, incomeMonth: none };
  }
  const band = PLATFORM_BAND;
  const all = {
    min: ownBand === null ? memoryGib.times(band.minPerGibMonth) : new Decimal(ownBand.minMonth).times(count),
    max: ownBand === null ? memoryGib.times(band.maxPerGibMonth) : new Decimal(ownBand.maxMonth).times(count),
  };
  const hours = new Decimal(count).times(band.hoursPerMonth);
  return {
    month: rounded(all.min.div(count), all.max.div(count)),
    hour: rounded(all.min.times(band.hourMarkup.min).div(hours), all.max.times(band.hourMarkup.max).div(hours)),
    incomeMonth: rounded(all.min.times(band.incomeFactor.min), all.max.times(band.incomeFactor.max)),
  };
}
