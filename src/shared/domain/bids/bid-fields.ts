import type { Bid } from '#shared/contract/bids/bids.ts';
import { Decimal, type DecimalString, isPlainDecimal, toPlain } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { parseCurrency } from '#shared/domain/slices/prices/currency.ts';
import { BID_COLUMNS, type BidColumn, LONGEST_BID_MONTHS } from './constants.ts';

/** A bid before it is stored. */
export interface NewBid extends Bid {
  /** Columns that this program does not know; they are stored unchanged. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** One record of a bid file: columns by name, values as read from JSON or CSV. */
export type BidRecord = Readonly<Record<string, unknown>>;

/** An invalid value in one column. */
class FieldError extends Error {
  readonly reason: Message;
  constructor(reason: Message) {
    super();
    this.reason = reason;
  }
}

const LARGEST = {
  vcpus: 100_000,
  sizeGib: 10_000_000,
  gpus: 10_000,
  months: LONGEST_BID_MONTHS,
  price: 10_000_000,
} as const;
const LONGEST_TEXT = 120;
const LATEST_S = 253_402_300_799;
const CONTROL_CHARACTER = /[\p{Cc}\p{Cs}]/u;
/** SQLite ends a text at NUL and cannot keep half a character; a line break within a cell is a text like any other. */
const UNSTORABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

function readText(record: BidRecord, column: BidColumn): string {
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
  throw new FieldError(message('bids:core.columnNotText', { column }));
}

function readRequiredText(record: BidRecord, column: BidColumn): string {
  const text = readText(record, column);
  if (text === '') {
    throw new FieldError(message('bids:core.columnMissing', { column }));
  }
  if ((column === 'id' ? CONTROL_CHARACTER : UNSTORABLE).test(text)) {
    throw new FieldError(message('bids:core.columnHasControlCharacter', { column, text: text.slice(0, 40) }));
  }
  if (text.length > LONGEST_TEXT) {
    throw new FieldError(message('bids:core.columnTooLong', { column, longestText: LONGEST_TEXT }));
  }
  return text;
}

function readWhole(record: BidRecord, column: BidColumn, least: number, most: number, missing?: number): number {
  const text = readText(record, column);
  if (text === '' && missing !== undefined) {
    return missing;
  }
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new FieldError(message('bids:core.columnNotWholeNumber', { column, least, most, text: text.slice(0, 40) }));
  }
  return value;
}

/** A JSON number may be written with an exponent; only plain ones are accepted, so that no digit is guessed. */
function readDecimal(record: BidRecord, column: BidColumn, most: number, isZeroAllowed = true): DecimalString {
  const text = readRequiredText(record, column);
  if (!isPlainDecimal(text)) {
    throw new FieldError(message('bids:core.columnNotNumber', { column, text: text.slice(0, 40) }));
  }
  const value = new Decimal(text);
  if (value.isNegative() && !value.isZero()) {
    throw new FieldError(message('bids:core.columnNegative', { column, text }));
  }
  if (value.gt(most) || (!isZeroAllowed && value.isZero())) {
    const key = isZeroAllowed ? 'bids:core.columnOutOfRange' : 'bids:core.columnOutOfRangeAboveZero';
    throw new FieldError(message(key, { column, most, text }));
  }
  return toPlain(value);
}

function readPercent(record: BidRecord): DecimalString | null {
  return readText(record, 'min_uptime_percent') === '' ? null : readDecimal(record, 'min_uptime_percent', 100);
}

const TRUE_TEXTS: ReadonlySet<string> = new Set(['true', 'yes', '1']);
const FALSE_TEXTS: ReadonlySet<string> = new Set(['', 'false', 'no', '0']);

function readFlag(record: BidRecord, column: BidColumn): boolean {
  const text = readText(record, column).toLowerCase();
  if (!TRUE_TEXTS.has(text) && !FALSE_TEXTS.has(text)) {
    throw new FieldError(message('bids:core.columnNotBoolean', { column, text: text.slice(0, 40) }));
  }
  return TRUE_TEXTS.has(text);
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

function readTime(record: BidRecord, column: BidColumn): number | null {
  const text = readText(record, column);
  if (text === '') {
    return null;
  }
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : isoToSeconds(text);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LATEST_S) {
    throw new FieldError(message('bids:core.columnNotTime', { column, text: text.slice(0, 40) }));
  }
  return seconds;
}

const KNOWN: ReadonlySet<string> = new Set(BID_COLUMNS);

/** Unknown columns are stored as they are, and writing nested values takes the stack of their depth. */
const MOST_DEPTH = 20;

function isNestedDeeper(value: unknown, depth: number): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (depth === 0 || Object.values(value).some((entry) => isNestedDeeper(entry, depth - 1)))
  );
}

function readExtra(record: BidRecord): Readonly<Record<string, unknown>> {
  const extra = Object.entries(record).filter(([column]) => !KNOWN.has(column));
  const [deep] = extra.find(([, value]) => isNestedDeeper(value, MOST_DEPTH)) ?? [];
  if (deep !== undefined) {
    throw new FieldError(message('bids:core.columnNestedTooDeep', { column: deep.slice(0, 40) }));
  }
  return Object.fromEntries(extra);
}

function readBid(record: BidRecord): NewBid {
  return {
    id: readRequiredText(record, 'id'),
    buyer: readRequiredText(record, 'buyer'),
    vcpus: readWhole(record, 'vcpus', 0, LARGEST.vcpus),
    memoryGib: readDecimal(record, 'memory_gib', LARGEST.sizeGib, false),
    ssdGib: readDecimal(record, 'ssd_gib', LARGEST.sizeGib),
    gpus: readWhole(record, 'gpus', 0, LARGEST.gpus, 0),
    months: readWhole(record, 'months', 1, LARGEST.months),
    pricePerMonth: readDecimal(record, 'price_per_month', LARGEST.price),
    currency: parseCurrency(readRequiredText(record, 'currency')),
    minUptimePercent: readPercent(record),
    certifiedOnly: readFlag(record, 'certified_only'),
    expiresAtS: readTime(record, 'expires_at'),
    state: 'open',
    note: null,
    counterPriceMonth: null,
    isSimulated: false,
    extra: readExtra(record),
  };
}

/**
 * Reads one record of a bid file, JSON or CSV.
 * @returns the bid, or the reason in one sentence part ("months must be …")
 */
export function parseBidRecord(record: BidRecord): { readonly bid: NewBid } | { readonly reason: Message } {
  try {
    return { bid: readBid(record) };
  } catch (error) {
    if (error instanceof FieldError) {
      return { reason: error.reason };
    }
    if (error instanceof FarmerError) {
      return { reason: error.messages.message };
    }
    throw error;
  }
}
