import { Decimal, parseDecimal } from './decimal.ts';
import { invalidInput } from './errors.ts';
import { message } from '#shared/message.ts';

/** One GiB in bytes. "GB" in every formula of the grid means this. Source: docs/rules.md#units */
export const GIB_BYTES = 1_073_741_824;
/** {@link GIB_BYTES} for integer steps past 2^53. */
export const GIB_BYTES_BIG = 1_073_741_824n;
/** One hour in seconds. */
export const HOUR_S = 3600;
/** One day in seconds. */
export const DAY_S = 86_400;
/** Integer units of 1e-7 TFT in one TFT, as Stellar counts them. */
export const TFT_UNITS_PER_TFT = 10_000_000n;

const SUFFIX_BYTES: Readonly<Record<string, bigint>> = {
  B: 1n,
  KB: 10n ** 3n,
  MB: 10n ** 6n,
  GB: 10n ** 9n,
  TB: 10n ** 12n,
  PB: 10n ** 15n,
  KIB: 2n ** 10n,
  MIB: 2n ** 20n,
  GIB: 2n ** 30n,
  TIB: 2n ** 40n,
  PIB: 2n ** 50n,
};

/**
 * Reads a size in bytes: a whole number, or a number with a suffix (`32GiB`, `1TiB`, `500GB` = 500 x 10^9, `1.5TiB`).
 * @param field the name to show in the error, like "--mru"
 * @returns whole bytes, 0 to 2^53-1
 * @throws FarmerError INVALID_INPUT for negative, fractional-byte, absurd and malformed sizes
 */
export function parseSizeBytes(text: string, field: string): number {
  const hint = message('app:core.writeSizeWithSuffix');
  const match = /^([+-]?[\d.]+)\s*([A-Za-z]*)$/.exec(text.trim());
  if (match === null || match[1] === undefined) {
    throw invalidInput(message('app:core.fieldNotSize', { field, value: text.slice(0, 60) }), hint, {
      field,
    });
  }
  const suffix = (match[2] === undefined || match[2] === '' ? 'B' : match[2]).toUpperCase();
  const factor = SUFFIX_BYTES[suffix];
  if (factor === undefined) {
    throw invalidInput(message('app:core.fieldUnitUnknown', { field, value: match[2] ?? '' }), hint, {
      field,
    });
  }
  const bytes = parseDecimal(match[1], field).times(factor.toString());
  if (bytes.isNegative()) {
    throw invalidInput(message('app:core.sizeNegative', { field, value: text.slice(0, 60) }), hint, {
      field,
    });
  }
  if (!bytes.isInteger()) {
    throw invalidInput(message('app:core.fieldNotWholeBytes', { field, value: text.slice(0, 60) }), hint, { field });
  }
  if (bytes.gt(Number.MAX_SAFE_INTEGER)) {
    throw invalidInput(
      message('app:core.sizeTooLarge', { field, value: text.slice(0, 60) }),
      message('app:core.largestSize'),
      { field },
    );
  }
  return bytes.toNumber();
}

/** Bytes as a decimal number of GiB. */
export function bytesToGib(bytes: number | bigint): Decimal {
  return new Decimal(bytes.toString()).div(GIB_BYTES);
}
