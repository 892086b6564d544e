/** What a notification can be about; `digest` sums up those that waited for it. */
export const NOTIFICATION_KINDS = [
  'budget-50',
  'budget-20',
  'budget-5',
  'target-missed',
  'violation',
  'late-wake-up',
  'unreachable',
  'recorder-stopped',
  'recorder-cannot-write',
  'disk-nearly-full',
  'digest',
  'test',
] as const;
/** One of {@link NOTIFICATION_KINDS}. */
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

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
  'late-wake-up': 'normal',
  unreachable: 'normal',
  'recorder-stopped': 'normal',
  'recorder-cannot-write': 'high',
  'disk-nearly-full': 'normal',
  digest: 'low',
  test: 'normal',
} as const satisfies Readonly<Record<NotificationKind, Severity>>;

/** How a notification is delivered: at once, with the next digest, or only in the log (and why). */
export const DELIVERIES = ['now', 'digest', 'log-muted', 'log-quiet', 'log-rate-limited'] as const;
