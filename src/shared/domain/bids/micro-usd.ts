import { Decimal, type DecimalString, roundHalfUp } from '#shared/decimal.ts';

/** Millionths of a USD in one USD: the whole unit in which bids are compared. */
export const MICRO_PER_USD = 1_000_000;
const PLACES = 6;

/** A USD amount as whole millionths, rounded half up; below 2^53 for amounts up to 9 thousand million USD. */
export function toMicroUsd(usd: Decimal): number {
  return roundHalfUp(usd.times(MICRO_PER_USD), 0).toNumber();
}

/** A plain decimal of at most 6 places as whole millionths, without rounding; null for a longer one. */
export function microOfPlain(text: DecimalString): number | null {
  const [whole = '0', fraction = ''] = text.split('.');
  if (fraction.length > PLACES) {
    return null;
  }
  return Number(whole) * MICRO_PER_USD + Number(fraction.padEnd(PLACES, '0'));
}

/** Whole millionths as a decimal amount of USD. */
export function fromMicroUsd(micro: number): Decimal {
  return new Decimal(micro).div(MICRO_PER_USD);
}
