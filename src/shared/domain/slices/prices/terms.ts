import type { TermPrices } from '#shared/contract/slices/prices.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import { Decimal } from '#shared/decimal.ts';
import { assertNever, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { PriceTerm } from '#shared/domain/slices/constants.ts';

/**
 * How the prices of an hour, a day and a year follow from the price of a month: hour = month / 720 x hourMarkup,
 * day = month / 30 x dayMarkup, year = month x 12 x (1 - yearDiscount).
 */
export type PriceRelations = SlicePlan['relations'];

/** The month that hourly and daily prices are derived from. Source: docs/rules.md#price-band */
const MONTH = { hours: 720, days: 30, perYear: 12 } as const;

function assertRelations(relations: PriceRelations): void {
  const yearDiscount = new Decimal(relations.yearDiscount);
  const hasLowMarkup = Decimal.min(relations.hourMarkup, relations.dayMarkup).lt(1);
  if (hasLowMarkup || yearDiscount.isNegative() || yearDiscount.gte(1)) {
    throw invalidInput(message('slices:core.markupOrDiscountInvalid'), message('slices:core.markupExample'), {
      field: 'relations',
    });
  }
}

function monthsPaidPerYear({ yearDiscount }: PriceRelations): Decimal {
  return new Decimal(MONTH.perYear).times(new Decimal(1).minus(yearDiscount));
}

/**
 * All four prices from the price per month.
 * @throws FarmerError INVALID_INPUT when a relation is out of range
 */
export function pricesFromMonth(month: Decimal, relations: PriceRelations): TermPrices {
  assertRelations(relations);
  return {
    hour: month.times(relations.hourMarkup).div(MONTH.hours),
    day: month.times(relations.dayMarkup).div(MONTH.days),
    month,
    year: month.times(monthsPaidPerYear(relations)),
  };
}

/**
 * The price per month that gives a price of another term.
 * @throws FarmerError INVALID_INPUT when a relation is out of range
 */
export function monthFromPrice(price: Decimal, term: PriceTerm, relations: PriceRelations): Decimal {
  assertRelations(relations);
  switch (term) {
    case 'hour':
      return price.times(MONTH.hours).div(relations.hourMarkup);
    case 'day':
      return price.times(MONTH.days).div(relations.dayMarkup);
    case 'month':
      return price;
    case 'year':
      return price.div(monthsPaidPerYear(relations));
    default:
      return assertNever(term);
  }
}

/**
 * The price of the whole node per month.
 * @param slicesMonth the sum of the prices of its slices
 * @param terms the discount on that sum, and the fee for a node that nobody else shares
 * @throws FarmerError INVALID_INPUT for a discount outside 0 to 1 or a fee below zero
 */
export function wholeNodePrice(slicesMonth: Decimal, terms: SlicePlan['wholeNode']): Decimal {
  const discount = new Decimal(terms.discount);
  const fee = new Decimal(terms.dedicatedFeeMonthUsd);
  if (discount.isNegative() || discount.gt(1) || fee.isNegative()) {
    throw invalidInput(message('slices:core.discountOrFeeInvalid'), message('slices:core.halfOffExample'), {
      field: 'wholeNode',
    });
  }
  return slicesMonth.times(new Decimal(1).minus(discount)).plus(fee);
}
