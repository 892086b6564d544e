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

/** How a figure whose value is not known is written. */
export const UNKNOWN = '—';

/** A text as it is written on a page, or the sign for what is not known. */
export function orUnknown(text: string | null | undefined, write: (text: string) => string): string {
  return text === null || text === undefined ? UNKNOWN : write(text);
}

const UNIT_SPACE = '\u00a0';
const MIB_BYTES = 1_048_576;

let locale: string | undefined;

/** Sets the locale whose separators and dates are used; without it the reader's own (the browser's) is used. */
export function setReaderLocale(next: string | undefined): void {
  locale = next === undefined ? undefined : (usableTag(next) ?? undefined);
}

/** A tag that Intl takes, or null: some systems report tags like "en-US@posix", on which every formatter throws. */
function usableTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.replace(/[@.].*$/, '').replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

/** The locale whose separators and dates are used. */
export function readerLocale(): string {
  locale ??= usableTag(globalThis.navigator?.language ?? '') ?? 'en';
  return locale;
}

/** A number with the reader's separators, exact from its decimal string. */
export function formatNumber(value: Amount, options: PlacesOptions = {}): string {
  return numberText(value, readerLocale(), options);
}

/** Money with exactly two places; with a currency, the currency follows the number. */
export function formatMoney(value: Amount, currency?: string, options: Pick<PlacesOptions, 'sign'> = {}): string {
  const digits = formatNumber(value, { ...MONEY, ...options });
  return currency === undefined ? digits : withUnit(digits, currency);
}

/** A price per unit: two to eight places. */
export function formatUnitPrice(value: Amount, currency?: string): string {
  const digits = formatNumber(value, UNIT_PRICE);
  return currency === undefined ? digits : withUnit(digits, currency);
}

/** A bound of a price: two to four places, rounded to the side on which the price is allowed. */
export function formatBound(bound: Amount, rounding: 'ceil' | 'floor'): string {
  return formatNumber(bound, { ...PRICE_BOUND, rounding });
}

/** The band of a price: "1.20–12.00". */
export function formatBand({ min, max }: { readonly min: Amount; readonly max: Amount }): string {
  return `${formatBound(min, 'ceil')}–${formatBound(max, 'floor')}`;
}

/** An amount of TFT: two to seven places, floored to the grid's own unit of 1e-7. */
export function formatTft(value: Amount, options: Pick<PlacesOptions, 'sign' | 'maxPlaces'> = {}): string {
  return formatNumber(value, { ...TFT, ...options });
}

/** An amount of TFT in two places, floored. */
export function formatShortTft(value: Amount): string {
  return formatTft(value, { maxPlaces: 2 });
}

/** An amount of TFT that is known only between two bounds, two places: one figure where they are the same. */
export function tftBetween({ low, high }: { readonly low: DecimalString; readonly high: DecimalString }): string {
  const [from, to] = [formatShortTft(low), formatShortTft(high)];
  return from === to ? from : `${from}–${to}`;
}

/** CU, SU and CPR: at most two places, floored. */
export function formatCapacity(value: Amount): string {
  return formatNumber(value, { maxPlaces: 2, rounding: 'floor' });
}

/** A percentage from its value in percent, floored: 99.9996 is never shown as 100. */
export function formatPercent(percent: Amount, places = 1): string {
  return withUnit(formatNumber(percent, { minPlaces: places, maxPlaces: places, rounding: 'floor' }), '%');
}

/** A percentage from the grid's permille, one place. */
export function formatPermille(permille: number): string {
  return formatPercent(new Decimal(permille).div(10), 1);
}

/** A percentage from a ratio between 0 and 1, floored. */
export function formatRatio(ratio: Amount, places = 1): string {
  return formatPercent(new Decimal(String(ratio)).times(100), places);
}

/** A number and its unit, kept on one line. */
export function withUnit(digits: string, unit: string): string {
  return `${digits}${UNIT_SPACE}${unit}`;
}

/** A size in GiB, which may be a fraction of one, as text: `142.85 GiB`, `3,840 GiB`. Commands write the same. */
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
