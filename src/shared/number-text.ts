import { Decimal, type DecimalString, isPlainNotation, toPlain } from '#shared/decimal.ts';

/** What is written: a decimal, its plain string, or an integer. Fractional numbers are refused. */
export type Amount = Decimal | DecimalString | bigint | number;

const ROUNDING_MODES = { half: 'halfExpand', floor: 'floor', ceil: 'ceil' } as const;

/** How many places a number is shown with, and how the rest is dropped. */
export interface PlacesOptions {
  readonly minPlaces?: number;
  readonly maxPlaces?: number;
  /** How many digits are shown from the first that is not 0, and never less than the cents. */
  readonly maxDigits?: number;
  /**
   * `half` away from zero (money), `floor` towards minus infinity (percentages and what the grid pays), `ceil` towards
   * plus infinity (what a buyer needs).
   */
  readonly rounding?: keyof typeof ROUNDING_MODES;
  readonly sign?: 'auto' | 'always';
}

/** Money is shown in cents, rounded half up. */
export const MONEY = { minPlaces: 2, maxPlaces: 2 } as const satisfies PlacesOptions;
/** What the grid pays in USD, which it counts in thousandths. */
export const MILLI_USD = { minPlaces: 3, maxPlaces: 3 } as const satisfies PlacesOptions;
/** A size in GiB, the unit of every formula: at most two places, never shown larger than it is. */
export const GIB = { maxPlaces: 2, rounding: 'floor' } as const satisfies PlacesOptions;
/** A price per unit: two to eight places. */
export const UNIT_PRICE = { minPlaces: 2, maxPlaces: 8 } as const satisfies PlacesOptions;
/** A price that was computed: a unit price of four digits, since more of them only seem exact. */
export const BREAK_EVEN = { ...UNIT_PRICE, maxDigits: 4 } as const satisfies PlacesOptions;
/** The floor and the band of a price: two to four places, rounded to the side on which the price is allowed. */
export const PRICE_BOUND = { minPlaces: 2, maxPlaces: 4 } as const satisfies PlacesOptions;
/** An amount of TFT as the grid keeps it: two to seven places, floored to its own unit of 1e-7. */
export const TFT = { minPlaces: 2, maxPlaces: 7, rounding: 'floor' } as const satisfies PlacesOptions;
/** An expected amount of TFT, and every sum of them. */
export const ROUNDED_TFT = { ...TFT, maxPlaces: 2 } as const satisfies PlacesOptions;

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, options: PlacesOptions): Intl.NumberFormat {
  const { minPlaces = 0, maxPlaces = 8, rounding = 'half', sign = 'auto' } = options;
  const key = `${locale} ${minPlaces} ${maxPlaces} ${rounding} ${sign}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, {
    minimumFractionDigits: Math.min(minPlaces, maxPlaces),
    maximumFractionDigits: maxPlaces,
    roundingMode: ROUNDING_MODES[rounding],
    signDisplay: sign === 'always' ? 'exceptZero' : 'negative',
  });
  formats.set(key, made);
  return made;
}

function isNumeric(text: string): text is `${number}` {
  return isPlainNotation(text);
}

function plain(value: Amount): `${number}` {
  const text = typeof value === 'object' ? toPlain(value) : String(value);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new Error('A fractional number reached a reader: pass a decimal string.');
  }
  if (!isNumeric(text)) {
    throw new Error(`Not a decimal: ${text.slice(0, 40)}`);
  }
  return text;
}

const DECIMAL_ROUNDING = {
  half: Decimal.ROUND_HALF_UP,
  floor: Decimal.ROUND_FLOOR,
  ceil: Decimal.ROUND_CEIL,
} as const;

function withDigits(value: Amount, digits: number): Decimal {
  const exact = new Decimal(plain(value));
  const wholeDigits = exact.abs().lt(1) ? 0 : exact.abs().floor().toFixed().length;
  return exact.toSignificantDigits(Math.max(digits, wholeDigits + 2), Decimal.ROUND_HALF_UP);
}

/** As Intl writes it in English. Commands write English alone, and Intl takes a tenth of their time to start. */
function englishText(value: `${number}`, options: PlacesOptions): string {
  const { minPlaces = 0, maxPlaces = 8, rounding = 'half', sign = 'auto' } = options;
  const rounded = new Decimal(value).toDecimalPlaces(maxPlaces, DECIMAL_ROUNDING[rounding]);
  const places = Math.max(rounded.decimalPlaces(), Math.min(minPlaces, maxPlaces));
  const [whole = '', fraction] = rounded.abs().toFixed(places).split('.');
  const digits = [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), fraction].filter((part) => part !== undefined).join('.');
  if (rounded.isZero()) return digits;
  return rounded.isNegative() ? `−${digits}` : sign === 'always' ? `+${digits}` : digits;
}

/**
 * A number with the separators of a locale and a true minus, exact from its decimal string. Every figure of a page, a
 * command and a print is written by this function, so that one amount has one text.
 */
export function numberText(value: Amount, locale: string, options: PlacesOptions = {}): string {
  const text = plain(options.maxDigits === undefined ? value : withDigits(value, options.maxDigits));
  return locale === 'en' ? englishText(text, options) : formatOf(locale, options).format(text).replace('-', '−');
}

/** Money as a command prints it: cents, in English. */
export function moneyText(usd: Amount, options: Pick<PlacesOptions, 'sign'> = {}): string {
  return numberText(usd, 'en', { ...MONEY, ...options });
}

/** The currency that amounts are shown in, with its units for one USD. */
export interface DisplayCurrency {
  readonly code: string;
  readonly unitsPerUsd: DecimalString;
}

/** The farmer's currency; USD while its rate was not entered. */
export function displayCurrency(code: string, unitsPerUsd: DecimalString | null): DisplayCurrency {
  return unitsPerUsd === null ? { code: 'USD', unitsPerUsd: '1' } : { code, unitsPerUsd };
}

/** An amount of USD in units of a currency. */
export function inCurrency(usd: Amount, { unitsPerUsd }: DisplayCurrency): Decimal {
  return new Decimal(plain(usd)).times(unitsPerUsd);
}
