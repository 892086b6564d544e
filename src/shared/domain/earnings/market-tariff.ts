import { Decimal } from '#shared/decimal.ts';
import { HOUR_S } from '#shared/units.ts';
import { offsetSpans } from './zone-offsets.ts';

/** The market price of electricity in a stretch of time; it may be negative. */
export interface MarketStretch {
  readonly startS: number;
  readonly endS: number;
  readonly eurPerMwh: string;
}

/** The charges in addition to the market price. */
export interface MarketCharges {
  /** Fees of the supplier and the network, EUR per kWh, before tax. */
  readonly feesEurPerKwh: string;
  /** Tax on both, in percent. */
  readonly taxPercent: string;
}

/** Grams in a troy ounce. */
export const OUNCE_GRAMS = '31.1034768';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * The mean of a market's prices by hour of the local day, over the time that they cover.
 * @returns 24 means in EUR per MWh; null where an hour of the day has no price
 * Source: docs/grid.md#prices-of-markets
 */
export function hourlyMeans(prices: readonly MarketStretch[], timeZone: string): readonly Decimal[] | null {
  const sums = HOURS.map(() => ({ seconds: 0, weighted: new Decimal(0) }));
  for (const { startS, endS, eurPerMwh } of prices) {
    for (const span of offsetSpans(timeZone, startS, endS)) {
      // A price may apply for more than an hour, and an hour may have several prices.
      for (let atS = span.startS; atS < span.endS; ) {
        const localS = atS + span.offsetS;
        const untilS = Math.min(span.endS, atS + HOUR_S - (((localS % HOUR_S) + HOUR_S) % HOUR_S));
        const hour = Math.floor(localS / HOUR_S) % 24;
        const sum = sums[hour];
        if (sum !== undefined) {
          sum.seconds += untilS - atS;
          sum.weighted = sum.weighted.plus(new Decimal(eurPerMwh).times(untilS - atS));
        }
        atS = untilS;
      }
    }
  }
  if (sums.some(({ seconds }) => seconds === 0)) return null;
  return sums.map(({ seconds, weighted }) => weighted.div(seconds).toDecimalPlaces(8));
}

/**
 * What a kilowatt-hour costs the farmer in EUR at a price of the market. Below zero it costs nothing: nobody is paid for
 * power that is used. Source: docs/grid.md#prices-of-markets
 */
export function eurPerKwh(eurPerMwh: Decimal, { feesEurPerKwh, taxPercent }: MarketCharges): Decimal {
  const withTax = new Decimal(taxPercent).plus(100).div(100);
  return Decimal.max(0, eurPerMwh.div(1000).plus(feesEurPerKwh).times(withTax));
}
