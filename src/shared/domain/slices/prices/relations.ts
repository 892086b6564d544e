import { Decimal } from '#shared/decimal.ts';
import { assertNever, invalidInput } from '#shared/errors.ts';

/** How long a price lasts. */
export const PRICE_TERMS = ['hour', 'day', 'month', 'year'] as const;
/** One of {@link PRICE_TERMS}. */
export type PriceTerm = (typeof PRICE_TERMS)[number];

/**
 * How the four prices of a slice hang together. The month leads: hour = month / 720 x hourMarkup,
 * day = month / 30 x dayMarkup, year = month x 12 x (1 - yearDiscount).
 */
export interface PriceRelations {
  /** 1 or more. */
  readonly hourMarkup: Decimal;
  /** 1 or more. */
  readonly dayMarkup: Decimal;
  /** 0 to below 1. */
  readonly yearDiscount: Decimal;
}

/** Hours of the month that hourly prices are derived from, and days of it. Source: docs/rules.md#price-band */
export const RELATION_MONTH = { hours: 720, days: 30, monthsPerYear: 12 } as const;

/**
 * What holds until the farmer says otherwise: the hour as at the top of the platform's band, day and year in
 * proportion **[assumed]**.
 */
export const DEFAULT_RELATIONS: PriceRelations = {
  hourMarkup: new Decimal('1.5'),
  dayMarkup: new Decimal(1),
  yearDiscount: new Decimal(0),
};

/** The four prices of one slice. */
export type TermPrices = Readonly<Record<PriceTerm, Decimal>>;

function assertRelations({ hourMarkup, dayMarkup, yearDiscount }: PriceRelations): void {
  if (hourMarkup.lt(1) || dayMarkup.lt(1) || yearDiscount.isNegative() || yearDiscount.gte(1)) {
    throw invalidInput(
      'A markup is 1 or more and a discount is from 0 to below 1.',
      'An hour at one and a half times its part of the month is 1.5; a tenth off the year is 0.1.',
      { field: 'relations' },
    );
  }
}

function factorOf(term: PriceTerm, relations: PriceRelations): Decimal {
  switch (term) {
    case 'hour':
      return relations.hourMarkup.div(RELATION_MONTH.hours);
    case 'day':
      return relations.dayMarkup.div(RELATION_MONTH.days);
    case 'month':
      return new Decimal(1);
    case 'year':
      return new Decimal(RELATION_MONTH.monthsPerYear).times(new Decimal(1).minus(relations.yearDiscount));
    default:
      return assertNever(term);
  }
}

/**
 * All four prices from the price per month.
 * @throws FarmerError INVALID_INPUT when a relation is out of range
 */
export function pricesFromMonth(month: Decimal, relations: PriceRelations = DEFAULT_RELATIONS): TermPrices {
  assertRelations(relations);
  return {
    hour: month.times(relations.hourMarkup).div(RELATION_MONTH.hours),
    day: month.times(relations.dayMarkup).div(RELATION_MONTH.days),
    month,
    year: month.times(factorOf('year', relations)),
  };
}

/**
 * The price per month that gives a price of another term.
 * @throws FarmerError INVALID_INPUT when a relation is out of range
 */
export function monthFromPrice(
  price: Decimal,
  term: PriceTerm,
  relations: PriceRelations = DEFAULT_RELATIONS,
): Decimal {
  assertRelations(relations);
  switch (term) {
    case 'hour':
      return price.times(RELATION_MONTH.hours).div(relations.hourMarkup);
    case 'day':
      return price.times(RELATION_MONTH.days).div(relations.dayMarkup);
    default:
      return price.div(factorOf(term, relations));
  }
}
