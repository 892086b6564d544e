import { Decimal as BaseDecimal } from 'decimal.js';
import { invalidInput } from './errors.ts';
import { message } from '#shared/message.ts';

/**
 * The one decimal type of the product: 40 significant digits, exponents wide enough that printing is never exponential.
 * Money, prices, rates, CU, SU and CPR are this type inside and plain strings on every boundary.
 */
export const Decimal = BaseDecimal.clone({
  precision: 40,
  rounding: BaseDecimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  maxE: 9e15,
  minE: -9e15,
});
/** An instance of {@link Decimal}. */
export type Decimal = BaseDecimal;
/** A decimal in plain notation without trailing zeros, as it crosses every boundary: `"282.5"`, never `"2.825e2"`. */
export type DecimalString = string;

const PLAIN_DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const MAX_DECIMAL_LENGTH = 60;

/** Whether a text is a decimal in plain notation (sign, digits, optional fraction), of any length. */
export function isPlainNotation(text: string): boolean {
  return PLAIN_DECIMAL.test(text);
}

/** As {@link isPlainNotation}, of a length that is taken from outside. */
export function isPlainDecimal(text: string): boolean {
  return text.length <= MAX_DECIMAL_LENGTH && isPlainNotation(text);
}

/**
 * Reads a decimal in plain notation.
 * @param field what the refusal names: an option or a column, never a word of a language
 * @throws FarmerError INVALID_INPUT for anything else (NaN, Infinity, exponents, empty, too long)
 */
export function parseDecimal(text: string, field: string): Decimal {
  const trimmed = text.trim();
  if (!isPlainDecimal(trimmed)) {
    throw invalidInput(
      message('app:core.fieldNotNumber', { field, value: trimmed.slice(0, MAX_DECIMAL_LENGTH) }),
      message('app:core.writePlainDigits'),
      {
        field,
      },
    );
  }
  return new Decimal(trimmed);
}

/** The sum of amounts; 0 without any. */
export function sumOf(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0));
}

/** The sum of amounts that are all known; null where one is not. */
export function sumOfAll(amounts: readonly (Decimal | null)[]): Decimal | null {
  return amounts.reduce<Decimal | null>(
    (sum, amount) => (sum === null || amount === null ? null : sum.plus(amount)),
    new Decimal(0),
  );
}

/** What was entered as a plain decimal; null where nothing was. */
export function decimalOrNull(text: DecimalString | null): Decimal | null {
  return text === null ? null : new Decimal(text);
}

/** Prints a decimal for a boundary: plain notation, no trailing zeros, never "-0". */
export function toPlain(value: Decimal): DecimalString {
  if (!value.isFinite()) {
    throw new Error('A non-finite decimal reached a boundary.');
  }
  return value.isZero() ? '0' : value.toFixed();
}

/** Rounds down to the given number of decimals: what the grid pays is never rounded up. */
export function floorTo(value: Decimal, places: number): Decimal {
  return value.toDecimalPlaces(places, Decimal.ROUND_FLOOR);
}

/** Rounds half away from zero to the given number of decimals: prices and published tables. */
export function roundHalfUp(value: Decimal, places: number): Decimal {
  return value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP);
}

/** Integer division that floors, for non-negative numerators. */
export function floorDiv(numerator: bigint, denominator: bigint): bigint {
  return numerator / denominator;
}

/** An integer count of millionths (CU, SU of the minting rules) as a decimal. */
export function fromMillionths(value: bigint): Decimal {
  return new Decimal(`${value}e-6`);
}

/** An integer count of 1e-7 TFT as a decimal TFT amount. */
export function fromTftUnits(value: bigint): Decimal {
  return new Decimal(`${value}e-7`);
}

/** An integer count of milli-USD as a decimal USD amount. */
export function fromMilliUsd(value: bigint): Decimal {
  return new Decimal(`${value}e-3`);
}

/**
 * Shares an amount by weights so that the parts, rounded to `places`, add up to the amount to the last unit
 * (largest remainder; equal remainders go to the earlier part).
 * @param amount non-negative, itself of at most `places` places
 * @param weights non-negative, not all zero
 */
export function allocate(amount: Decimal, weights: readonly Decimal[], places: number): readonly Decimal[] {
  const total = sumOf(weights);
  if (total.lte(0)) {
    throw invalidInput(message('app:core.allWeightsZero'), message('app:core.giveOneShareAboveZero'));
  }
  const unit = new Decimal(10).pow(-places);
  const exact = weights.map((weight) => amount.times(weight).div(total));
  const floored = exact.map((part) => floorTo(part, places));
  const missingUnits = amount.minus(sumOf(floored)).div(unit).round().toNumber();
  const order = exact
    .map((part, index) => ({ index, remainder: part.minus(floored[index] ?? 0) }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index)
    .slice(0, missingUnits)
    .map((entry) => entry.index);
  const lucky = new Set(order);
  return floored.map((part, index) => (lucky.has(index) ? part.plus(unit) : part));
}
