/** What a notification can be about; `digest` sums up those that waited for it. */
export const NOTIFICATION_KINDS = [
  'budget-50',
  'budget-20',
  'budget-5',
  'target-missed',
  'violation',
  'wake-up-due',
  'late-wake-up',
  'quiet',
  'down',
  'nodes-changed',
  'receipt-arrived',
  'receipt-missing',
  'price-near-break-even',
  'price-below-break-even',
  'unreachable',
  'recorder-stopped',
  'recorder-cannot-write',
  'disk-nearly-full',
  'digest',
  'test',
] as const;
/** One of {@link NOTIFICATION_KINDS}. */
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Kinds that report something once; the others are conditions, which last and are over one day. */
export const EVENT_KINDS: ReadonlySet<NotificationKind> = new Set<NotificationKind>([
  'nodes-changed',
  'receipt-arrived',
  'digest',
  'test',
]);

/** Conditions that grow worse: one that ends because a later one of its row begins is not over. */
export const ESCALATIONS: readonly (readonly NotificationKind[])[] = [
  ['budget-50', 'budget-20', 'budget-5', 'target-missed', 'violation'],
  ['wake-up-due', 'late-wake-up'],
  ['quiet', 'down'],
  ['price-near-break-even', 'price-below-break-even'],
];

/** `low` waits for the digest, `normal` respects quiet hours and the choice of a digest, `high` is delivered at once. */
export const SEVERITIES = ['low', 'normal', 'high'] as const;
/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** The severity of each kind. */
export const SEVERITY_OF = {
  'budget-50': 'low',
  'budget-20': 'normal',
  'budget-5': 'high',
  'target-missed': 'high',
  violation: 'high',
  'wake-up-due': 'high',
  'late-wake-up': 'normal',
  quiet: 'normal',
  down: 'high',
  'nodes-changed': 'normal',
  'receipt-arrived': 'normal',
  'receipt-missing': 'normal',
  'price-near-break-even': 'low',
  'price-below-break-even': 'normal',
  unreachable: 'normal',
  'recorder-stopped': 'normal',
  'recorder-cannot-write': 'high',
  'disk-nearly-full': 'normal',
  digest: 'low',
  test: 'normal',
} as const satisfies Readonly<Record<NotificationKind, Severity>>;

/**
 * How a notification is delivered: at once, with the next digest, as part of one about several nodes, or only in the log
 * (and why).
 */
export const DELIVERIES = ['now', 'digest', 'grouped', 'log-muted', 'log-quiet', 'log-rate-limited'] as const;
