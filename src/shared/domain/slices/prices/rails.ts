import { Decimal } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { type Phrase, phrase } from '#shared/phrase.ts';
import type { PriceBand } from './band.ts';

/** The rails of a price per month, all in one currency. `floor` is null when no price covers the cost. */
export interface PriceRails {
  readonly floor: Decimal | null;
  readonly band: PriceBand;
}

/** Where a price stands against the rails. */
export type PriceStanding = 'within' | 'below-floor' | 'below-band' | 'above-band';

/** A price with where it stands. */
export interface JudgedPrice {
  readonly standing: PriceStanding;
  /** Where it stands between the band's ends: 0 at the least, 1 at the most; outside below 0 or above 1. Null for a band without width. */
  readonly position: Decimal | null;
}

/**
 * Says where a price stands. The floor is looked at first: selling below cost is the greater harm.
 * @throws FarmerError INVALID_INPUT for a price below zero
 */
export function judgePrice(price: Decimal, rails: PriceRails): JudgedPrice {
  if (!price.isFinite() || price.isNegative()) {
    throw invalidInput('A price cannot be below zero.', 'Give the price per slice and month, like 4.50.', {
      field: 'month',
    });
  }
  const width = rails.band.max.minus(rails.band.min);
  const position = width.isZero() ? null : price.minus(rails.band.min).div(width);
  return { standing: standingOf(price, rails), position };
}

function standingOf(price: Decimal, { floor, band }: PriceRails): PriceStanding {
  if (floor === null || price.lt(floor)) {
    return 'below-floor';
  }
  if (price.lt(band.min)) {
    return 'below-band';
  }
  return price.gt(band.max) ? 'above-band' : 'within';
}

/** Money as a sentence shows it: at most 4 places, rounded towards the side that keeps the sentence true. */
function shown(value: Decimal, rounding: typeof Decimal.ROUND_CEIL | typeof Decimal.ROUND_FLOOR): string {
  return value.toDecimalPlaces(4, rounding).toFixed();
}

function refusal(standing: PriceStanding, rails: PriceRails, currency: string): Phrase {
  if (standing === 'below-floor') {
    return rails.floor === null
      ? phrase('no price covers the cost: nothing is kept of it, or nothing is expected to be sold')
      : phrase('it is below the own-cost floor of {{floor}} {{currency}} a month', {
          floor: shown(rails.floor, Decimal.ROUND_CEIL),
          currency,
        });
  }
  return standing === 'below-band'
    ? phrase("it is below the platform's band, which begins at {{min}} {{currency}} a month", {
        min: shown(rails.band.min, Decimal.ROUND_CEIL),
        currency,
      })
    : phrase("it is above the platform's band, which ends at {{max}} {{currency}} a month", {
        max: shown(rails.band.max, Decimal.ROUND_FLOOR),
        currency,
      });
}

/**
 * Lets a price pass, or refuses it with the reason.
 * @param isForced the farmer sets it on purpose: everything but a price below zero passes
 * @throws FarmerError REFUSED below the floor or outside the band, INVALID_INPUT below zero
 */
export function assertPriceAllowed(
  price: Decimal,
  rails: PriceRails,
  currency: string,
  isForced: boolean,
): JudgedPrice {
  const judged = judgePrice(price, rails);
  if (judged.standing !== 'within' && !isForced) {
    throw new FarmerError(
      'REFUSED',
      phrase('The price was not set: {{reason}}.', { reason: refusal(judged.standing, rails, currency) }),
      {
        hint: 'Choose a price between the rails, or set it on purpose with --force and a reason.',
        details: { standing: judged.standing },
      },
    );
  }
  return judged;
}
