import { Decimal, type DecimalString } from '#shared/decimal.ts';
import {
  type Amount,
  GIB,
  MONEY,
  PRICE_BOUND,
  numberText,
  type PlacesOptions,
  TFT,
  UNIT_PRICE,
} from '#shared/number-text.ts';
import { GIB_BYTES } from '#shared/units.ts';

export type { Amount };

/** Shown in place of an unknown value. */
export const UNKNOWN = '—';

/** Formats a text, or returns the sign for an unknown value. */
export function orUnknown(text: string | null | undefined, write: (text: string) => string): string {
  return text === null || text === undefined ? UNKNOWN : write(text);
}

const UNIT_SPACE = '\u00a0';
const MIB_BYTES = 1_048_576;

let locale: string | undefined;

/** Sets the locale of separators and dates; the browser's by default. */
export function setReaderLocale(next: string | undefined): void {
  locale = next === undefined ? undefined : (usableTag(next) ?? undefined);
}

/** A tag that Intl accepts, or null: some systems report tags like "en-US@posix", for which every formatter throws. */
function usableTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.replace(/[@.].*$/, '').replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

/** The locale of separators and dates. */
export function readerLocale(): string {
  locale ??= usableTag(globalThis.navigator?.language ?? '') ?? 'en';
  return locale;
}

/** A number with the user's separators, formatted exactly from its decimal string. */
export function formatNumber(value: Amount, options: PlacesOptions = {}): string {
  return numberText(value, readerLocale(), options);
}

/** Money with exactly two decimals, followed by the currency if given. */
export function formatMoney(value: Amount, currency?: string, options: Pick<PlacesOptions, 'sign'> = {}): string {
  const digits = formatNumber(value, { ...MONEY, ...options });
  return currency === undefined ? digits : withUnit(digits, currency);
}

/** A price per unit: two to eight decimals. */
export function formatUnitPrice(value: Amount, currency?: string): string {
  const digits = formatNumber(value, UNIT_PRICE);
  return currency === undefined ? digits : withUnit(digits, currency);
}

/** A price bound: two to four decimals, rounded to the side on which the price is allowed. */
export function formatBound(bound: Amount, rounding: 'ceil' | 'floor'): string {
  return formatNumber(bound, { ...PRICE_BOUND, rounding });
}

/** A range of two figures; one figure when both read the same. */
export function between(low: string, high: string): string {
  return low === high ? low : `${low}–${high}`;
}

/** A price band: "1.20–12.00". */
export function formatBand({ min, max }: { readonly min: Amount; readonly max: Amount }): string {
  return between(formatBound(min, 'ceil'), formatBound(max, 'floor'));
}

/** An amount of TFT: two to seven decimals, rounded down to the grid's own unit of 1e-7. */
export function formatTft(value: Amount, options: Pick<PlacesOptions, 'sign' | 'maxPlaces'> = {}): string {
  return formatNumber(value, { ...TFT, ...options });
}

/** An amount of TFT with two decimals, rounded down. */
export function formatShortTft(value: Amount): string {
  return formatTft(value, { maxPlaces: 2 });
}

/** A range of TFT with two decimals; one value when both bounds are equal. */
export function formatTftRange({ low, high }: { readonly low: DecimalString; readonly high: DecimalString }): string {
  return between(formatShortTft(low), formatShortTft(high));
}

/** CU, SU and CPR: at most two decimals, rounded down. */
export function formatCapacity(value: Amount): string {
  return formatNumber(value, { maxPlaces: 2, rounding: 'floor' });
}

/** A percentage, rounded down: 99.9996 is never shown as 100. */
export function formatPercent(percent: Amount, places = 1): string {
  return withUnit(formatNumber(percent, { minPlaces: places, maxPlaces: places, rounding: 'floor' }), '%');
}

/** A percentage from the grid's permille, with one decimal. */
export function formatPermille(permille: number): string {
  return formatPercent(new Decimal(permille).div(10), 1);
}

/** A percentage from a ratio between 0 and 1, rounded down. */
export function formatRatio(ratio: Amount, places = 1): string {
  return formatPercent(new Decimal(String(ratio)).times(100), places);
}

/** A number and its unit, kept on one line. */
export function withUnit(digits: string, unit: string): string {
  return `${digits}${UNIT_SPACE}${unit}`;
}

/** A size in GiB, possibly fractional: `142.85 GiB`, `3,840 GiB`. The command line uses the same format. */
export function formatGib(gib: Amount): string {
  return withUnit(formatNumber(gib, GIB), 'GiB');
}

/** Bytes of memory or disk as text: `64 GiB`, `1,862.64 GiB`. */
export function formatBytes(bytes: number | bigint): string {
  return formatGib(new Decimal(bytes.toString()).div(GIB_BYTES));
}

/** The size of a file as text: `3.5 MiB`. */
export function formatFileSize(bytes: number): string {
  return bytes < GIB_BYTES ? withUnit(formatNumber(new Decimal(bytes).div(MIB_BYTES), GIB), 'MiB') : formatBytes(bytes);
}
