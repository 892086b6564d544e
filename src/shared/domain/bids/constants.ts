/** The version of the bid file that this program reads. Source: docs/rules.md#bid-file */
export const BID_FORMAT = 1;

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

/** The states of a bid. */
export const BID_STATES = ['open', 'accepted', 'countered', 'declined'] as const;

/** The resources that bids compete for. */
export const RESOURCES = ['cores', 'memory', 'ssd', 'gpus'] as const;
/** One of {@link RESOURCES}. */
export type Resource = (typeof RESOURCES)[number];

/** What can be short for a bid: a resource, or slices that are free for all its months. */
export const SHORTAGES = [...RESOURCES, 'slices'] as const;

/** Why a bid cannot be accepted now. `no-node`: the farm has no node with slices; `gold-price`: it fits, for CC. */
export const REJECTION_REASONS = [
  'expired',
  'no-node',
  'larger-than-any-node',
  'needs-certified',
  'uptime-record',
  'not-free',
  'gold-price',
] as const;
/** One of {@link REJECTION_REASONS}. */
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** The longest bid in months. */
export const LONGEST_BID_MONTHS = 120;

/** The longest horizon of the best set in months. */
export const LONGEST_HORIZON_MONTHS = 60;
