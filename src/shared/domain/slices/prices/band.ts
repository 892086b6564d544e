import type { BandedPrices, PriceBand } from '#shared/contract/slices/slices.ts';
import { Decimal, type DecimalString, roundHalfUp } from '#shared/decimal.ts';

/** The platform's band as data. Source: docs/rules.md#price-band */
export const PLATFORM_BAND = {
  /** Minimum per GiB of a slice's memory and month. */
  minPerGibMonth: '0.3',
  /** Maximum per GiB of a slice's memory and month: ten times the minimum. */
  maxPerGibMonth: '3',
  /** Hours in the month that the hourly prices are derived from. */
  hoursPerMonth: 720,
  /** A single hour costs more than its part of a month. */
  hourMarkup: { min: '2', max: '1.5' },
  /** What a node earns in a month at the lowest and the highest price. */
  incomeFactor: { min: '1.3', max: '1.5' },
} as const;

/** A model's own band per slice and month, as published for machines with accelerators. */
export interface OwnBand {
  readonly minMonth: DecimalString;
  readonly maxMonth: DecimalString;
}

/** Decimal places of published prices and incomes. */
const PRICE_PLACES = 4;

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
  if (count === 0) {
    const none = { min: new Decimal(0), max: new Decimal(0) };
    return { priceMonth: none, priceHour: none, incomeMonth: none };
  }
  const band = PLATFORM_BAND;
  const all = {
    min: ownBand === null ? memoryGib.times(band.minPerGibMonth) : new Decimal(ownBand.minMonth).times(count),
    max: ownBand === null ? memoryGib.times(band.maxPerGibMonth) : new Decimal(ownBand.maxMonth).times(count),
  };
  const hours = new Decimal(count).times(band.hoursPerMonth);
  return {
    priceMonth: rounded(all.min.div(count), all.max.div(count)),
    priceHour: rounded(all.min.times(band.hourMarkup.min).div(hours), all.max.times(band.hourMarkup.max).div(hours)),
    incomeMonth: rounded(all.min.times(band.incomeFactor.min), all.max.times(band.incomeFactor.max)),
  };
}

/** Memory of the standard packages in GiB **[assumed]**: multiples of the smallest published slice. */
const STANDARD_PACKAGES = { S: 4, M: 8, L: 16, XL: 32 } as const;

/** A standard package with its band per month. */
export interface StandardPackage {
  readonly id: string;
  readonly memoryGib: number;
  readonly band: PriceBand;
}

/** The standard packages, for comparison with the farmer's own prices, each with the platform's band by memory. */
export function standardPackages(): readonly StandardPackage[] {
  return Object.entries(STANDARD_PACKAGES).map(([id, memoryGib]) => ({
    id,
    memoryGib,
    band: {
      min: new Decimal(PLATFORM_BAND.minPerGibMonth).times(memoryGib),
      max: new Decimal(PLATFORM_BAND.maxPerGibMonth).times(memoryGib),
    },
  }));
}
