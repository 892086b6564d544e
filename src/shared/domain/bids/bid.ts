import type { DecimalString } from '#shared/decimal.ts';
import type { PriceCurrency } from '#shared/domain/slices/prices/currency.ts';

/** The version of the bid file that this program reads and writes. Source: docs/rules.md#bid-file */
export const BID_FORMAT = 1;

/** What a user wants and offers, as it stands in a bid file of format 1. */
export interface Bid {
  /** Unique among all bids, 1 to 120 characters. */
  readonly id: string;
  readonly buyer: string;
  readonly vcpus: number;
  readonly memoryGib: DecimalString;
  readonly ssdGib: DecimalString;
  readonly gpus: number;
  /** Whole months, 1 to 120; a month is a minting period of 730.8 h. */
  readonly months: number;
  readonly pricePerMonth: DecimalString;
  readonly currency: PriceCurrency;
  /** 0 to 100, or null when the buyer asks for none. */
  readonly minUptimePercent: DecimalString | null;
  readonly certifiedOnly: boolean;
  /** Unix seconds after which the bid no longer holds, or null when it holds until it is taken back. */
  readonly expiresAtS: number | null;
  /** Columns this program does not know, kept as they came. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** The columns of format 1, in the order in which they are written. */
export const BID_COLUMNS = [
  'id',
  'buyer',
  'vcpus',
  'memory_gib',
  'ssd_gib',
  'gpus',
  'months',
  'price_per_month',
  'currency',
  'min_uptime_percent',
  'certified_only',
  'expires_at',
] as const;
/** One of {@link BID_COLUMNS}. */
export type BidColumn = (typeof BID_COLUMNS)[number];

/** What became of a bid. */
export const BID_STATES = ['open', 'accepted', 'countered', 'declined'] as const;
/** One of {@link BID_STATES}. */
export type BidState = (typeof BID_STATES)[number];

/** A row that could not be read, with its line in the file, counted from 1. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
}

/** What a file of bids gave. */
export interface ParsedBids {
  readonly bids: readonly Bid[];
  readonly rejected: readonly RejectedRow[];
}
