import { type DecimalString, isPlainDecimal, parseDecimal, toPlain } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { parseCurrency } from '#shared/domain/slices/prices/currency.ts';
import { BID_COLUMNS, type Bid, type BidColumn } from './bid.ts';

/** One record of a bid file: columns by name, values as JSON or CSV gave them. */
export type BidRecord = Readonly<Record<string, unknown>>;

/** What is wrong with one column. */
class FieldError extends Error {}

const LARGEST = { vcpus: 100_000, sizeGib: 10_000_000, gpus: 10_000, months: 120, price: 10_000_000 } as const;
const LONGEST_TEXT = 120;
const LATEST_S = 253_402_300_799;

function textOf(record: BidRecord, column: BidColumn): string {
  const value = record[column];
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'string') {
    return value.trim();
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  throw new FieldError(`${column} is neither a text nor a number`);
}

function requiredText(record: BidRecord, column: BidColumn): string {
  const text = textOf(record, column);
  if (text === '') {
    throw new FieldError(`${column} is missing`);
  }
  if (text.length > LONGEST_TEXT) {
    throw new FieldError(`${column} is longer than ${LONGEST_TEXT} characters`);
  }
  return text;
}

function wholeOf(record: BidRecord, column: BidColumn, least: number, most: number, missing?: number): number {
  const text = textOf(record, column);
  if (text === '' && missing !== undefined) {
    return missing;
  }
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new FieldError(`${column} must be a whole number from ${least} to ${most}, not "${text.slice(0, 40)}"`);
  }
  return value;
}

/** A JSON number may print with an exponent; only plain ones are taken, so that no digit is guessed. */
function decimalOf(record: BidRecord, column: BidColumn, most: number, isZeroAllowed = true): DecimalString {
  const text = requiredText(record, column);
  if (!isPlainDecimal(text)) {
    throw new FieldError(`${column} is not a number in plain digits: "${text.slice(0, 40)}"`);
  }
  const value = parseDecimal(text, column);
  if (value.isNegative() && !value.isZero()) {
    throw new FieldError(`${column} is negative: ${text}`);
  }
  if (value.gt(most) || (!isZeroAllowed && value.isZero())) {
    throw new FieldError(`${column} must be ${isZeroAllowed ? 'from 0' : 'above 0'} and at most ${most}, not ${text}`);
  }
  return toPlain(value);
}

function percentOf(record: BidRecord): DecimalString | null {
  return textOf(record, 'min_uptime_percent') === '' ? null : decimalOf(record, 'min_uptime_percent', 100);
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['true', 'yes', '1']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['', 'false', 'no', '0']);

function flagOf(record: BidRecord, column: BidColumn): boolean {
  const text = textOf(record, column).toLowerCase();
  if (!TRUE_WORDS.has(text) && !FALSE_WORDS.has(text)) {
    throw new FieldError(`${column} must be true or false, not "${text.slice(0, 40)}"`);
  }
  return TRUE_WORDS.has(text);
}

const ISO_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A day without a time ends with that day; a time without a zone is UTC. */
function isoToSeconds(text: string): number {
  const match = ISO_TIME.exec(text);
  if (match === null) {
    return Number.NaN;
  }
  const [, day = '', time = '23:59:59', zone = 'Z'] = match;
  return Math.floor(Date.parse(`${day}T${time}${zone}`) / 1000);
}

function timeOf(record: BidRecord, column: BidColumn): number | null {
  const text = textOf(record, column);
  if (text === '') {
    return null;
  }
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : isoToSeconds(text);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LATEST_S) {
    throw new FieldError(`${column} must be ISO 8601 or unix seconds, not "${text.slice(0, 40)}"`);
  }
  return seconds;
}

const KNOWN: ReadonlySet<string> = new Set(BID_COLUMNS);

function extraOf(record: BidRecord): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !KNOWN.has(key)));
}

function readBid(record: BidRecord): Bid {
  return {
    id: requiredText(record, 'id'),
    buyer: requiredText(record, 'buyer'),
    vcpus: wholeOf(record, 'vcpus', 0, LARGEST.vcpus),
    memoryGib: decimalOf(record, 'memory_gib', LARGEST.sizeGib, false),
    ssdGib: decimalOf(record, 'ssd_gib', LARGEST.sizeGib),
    gpus: wholeOf(record, 'gpus', 0, LARGEST.gpus, 0),
    months: wholeOf(record, 'months', 1, LARGEST.months),
    pricePerMonth: decimalOf(record, 'price_per_month', LARGEST.price),
    currency: parseCurrency(requiredText(record, 'currency')),
    minUptimePercent: percentOf(record),
    certifiedOnly: flagOf(record, 'certified_only'),
    expiresAtS: timeOf(record, 'expires_at'),
    extra: extraOf(record),
  };
}

/**
 * Reads one record of a bid file, whatever file it came from.
 * @returns the bid, or the reason in one sentence part ("months must be …")
 */
export function parseBidRecord(record: BidRecord): { readonly bid: Bid } | { readonly reason: string } {
  try {
    return { bid: readBid(record) };
  } catch (error) {
    if (error instanceof FieldError || error instanceof FarmerError) {
      return { reason: error.message.replace(/\.$/, '') };
    }
    throw error;
  }
}
