import type { PriceBounds } from '#shared/contract/slices/prices.ts';
import { Decimal } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import type { PriceStanding } from '#shared/domain/slices/constants.ts';

/** What the own-cost floor of a slice is computed from. */
export interface FloorTerms {
  /** Own cost of the whole node per month, in USD. */
  readonly costMonthUsd: Decimal;
  /** The slice's share of the node, 0 to 1; all slices of a node together are at most 1. */
  readonly sliceShare: Decimal;
  /** Share of the price that stays with the farmer, above 0 to 1. */
  readonly shareKept: Decimal;
  /** Share of the slices expected to be sold, above 0 to 1. */
  readonly occupancy: Decimal;
}

function assertShare(value: Decimal, what: Message, field: string): void {
  if (!value.isFinite() || value.isNegative() || value.gt(1)) {
    throw invalidInput(message('slices:core.figureNotShare', { what }), message('slices:core.halfExample'), {
      field,
    });
  }
}

/**
 * The own-cost floor: the price per slice and month at which the farmer earns exactly nothing. What the slice's part of
 * the node costs, divided by the share kept and by the expected occupancy.
 * @returns USD, or null when no price can cover the cost (nothing is kept, or nothing is ever sold)
 * @throws FarmerError INVALID_INPUT for shares outside 0 to 1 and costs below zero
 * Source: docs/rules.md#own-cost-floor
 */
export function ownCostFloor(terms: FloorTerms): Decimal | null {
  assertShare(terms.sliceShare, message('slices:core.sliceShare'), 'sliceShare');
  assertShare(terms.shareKept, message('slices:core.shareKept'), 'shareKept');
  assertShare(terms.occupancy, message('slices:core.occupancy'), 'occupancy');
  if (terms.costMonthUsd.isNegative()) {
    throw invalidInput(message('slices:core.costsNegative'), message('slices:core.giveCostsFromZero'), {
      field: 'costs',
    });
  }
  const cost = terms.costMonthUsd.times(terms.sliceShare);
  const earning = terms.shareKept.times(terms.occupancy);
  if (cost.isZero()) {
    return cost;
  }
  return earning.isZero() ? null : cost.div(earning);
}

/**
 * Compares a price with its bounds. The floor is checked first: selling below cost is the greater harm.
 * @throws FarmerError INVALID_INPUT for a price below zero
 */
export function comparePrice(price: Decimal, bounds: PriceBounds | null): PriceStanding {
  if (!price.isFinite() || price.isNegative()) {
    throw invalidInput(message('slices:core.priceNegative'), message('slices:core.givePricePerMonth'), {
      field: 'month',
    });
  }
  if (bounds === null) {
    return 'unknown';
  }
  const { floor, band } = bounds;
  if (floor === null || price.lt(floor)) {
    return 'below-floor';
  }
  if (price.lt(band.min)) {
    return 'below-band';
  }
  return price.gt(band.max) ? 'above-band' : 'within';
}

/** Money for a message: at most 4 places, rounded in the direction that keeps the message true. */
function formatBound(value: Decimal, rounding: typeof Decimal.ROUND_CEIL | typeof Decimal.ROUND_FLOOR): string {
  return value.toDecimalPlaces(4, rounding).toFixed();
}

function refusalReason(standing: PriceStanding, bounds: PriceBounds | null, currency: string): Message {
  if (bounds === null) {
    return message('slices:core.boundsNeedGoldPrice');
  }
  const { floor, band } = bounds;
  if (standing === 'below-floor') {
    return floor === null
      ? message('slices:core.noPriceCoversCost')
      : message('slices:core.belowCostFloor', {
          floor: formatBound(floor, Decimal.ROUND_CEIL),
          currency,
        });
  }
  return standing === 'below-band'
    ? message('slices:core.belowPriceBand', {
        min: formatBound(band.min, Decimal.ROUND_CEIL),
        currency,
      })
    : message('slices:core.abovePriceBand', {
        max: formatBound(band.max, Decimal.ROUND_FLOOR),
        currency,
      });
}

/**
 * Refuses a price outside its bounds, or whose bounds are not known, unless it is forced.
 * @param isForced the farmer sets it deliberately: only a price below zero is refused
 * @throws FarmerError REFUSED below the floor, outside the band or without a gold price, INVALID_INPUT below zero
 */
export function assertPriceAllowed(
  price: Decimal,
  bounds: PriceBounds | null,
  currency: string,
  isForced: boolean,
): PriceStanding {
  const standing = comparePrice(price, bounds);
  if (standing !== 'within' && !isForced) {
    throw new FarmerError(
      'REFUSED',
      message('slices:core.priceNotSet', { reason: refusalReason(standing, bounds, currency) }),
      {
        hint: message(bounds === null ? 'slices:core.setGoldPrice' : 'slices:core.choosePriceInBounds'),
        details: { standing },
      },
    );
  }
  return standing;
}
