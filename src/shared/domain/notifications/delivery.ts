import { type ActiveCondition, type NotificationKind, rateLimitS, SEVERITIES, type Severity } from './rules.ts';

/** A condition that was told about. Times in unix seconds. */
export interface OpenNotification {
  readonly key: string;
  readonly kind: NotificationKind;
  readonly nodeId: number;
  readonly severity: Severity;
  /** Since when the condition holds. */
  readonly raisedAtS: number;
}

/** When a message of this kind was last delivered for this node. */
export interface LastDelivery {
  readonly kind: NotificationKind;
  readonly nodeId: number;
  readonly atS: number;
}

/** Hours of the day, local time, in minutes from midnight; they may pass midnight. Equal ends mean none. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** When the daily digest comes, in minutes from midnight, local time: 08:00. */
export const DIGEST_MINUTE = 480;

/** How the farmer wants to hear. */
export interface DeliveryWishes {
  readonly isEnabled: boolean;
  /** Quieter ones stay in the log. */
  readonly lowestLevel: Severity;
  /** Null for none. */
  readonly quietHours: QuietHours | null;
  /** Whether what has to wait comes with a digest at {@link DIGEST_MINUTE}; else it stays in the log. */
  readonly hasDailyDigest: boolean;
}

/** How a message reaches the farmer: at once, with the next digest, or only in the log (and why). */
export const DELIVERIES = ['now', 'digest', 'log-muted', 'log-quiet', 'log-rate-limited'] as const;
/** One of {@link DELIVERIES}. */
export type Delivery = (typeof DELIVERIES)[number];

/** A message to be written down and, perhaps, delivered. */
export interface Message {
  readonly condition: ActiveCondition;
  readonly delivery: Delivery;
}

/** What one look at the situation leads to. */
export interface NotificationStep {
  readonly raised: readonly Message[];
  /** Conditions that no longer hold; each was told about, so its end is told about too. */
  readonly resolved: readonly OpenNotification[];
}

/** Whether a minute of the day lies within quiet hours. */
export function isQuiet(quiet: QuietHours | null, minuteOfDay: number): boolean {
  if (quiet === null || quiet.fromMinute === quiet.untilMinute) {
    return false;
  }
  return quiet.fromMinute < quiet.untilMinute
    ? minuteOfDay >= quiet.fromMinute && minuteOfDay < quiet.untilMinute
    : minuteOfDay >= quiet.fromMinute || minuteOfDay < quiet.untilMinute;
}

function isRateLimited(condition: ActiveCondition, deliveries: readonly LastDelivery[], nowS: number): boolean {
  const limitS = rateLimitS(condition.severity);
  return deliveries.some(
    (last) => last.kind === condition.kind && last.nodeId === condition.nodeId && nowS - last.atS < limitS,
  );
}

/**
 * Decides how a message is delivered. High ones break through quiet hours; normal ones wait for the digest there; low
 * ones always wait for it. A rate-limited message stays in the log.
 * @param minuteOfDay local time, 0 to 1439
 */
export function decideDelivery(
  condition: ActiveCondition,
  wishes: DeliveryWishes,
  deliveries: readonly LastDelivery[],
  nowS: number,
  minuteOfDay: number,
): Delivery {
  const isTooQuiet = SEVERITIES.indexOf(condition.severity) < SEVERITIES.indexOf(wishes.lowestLevel);
  if (!wishes.isEnabled || isTooQuiet) {
    return 'log-muted';
  }
  if (isRateLimited(condition, deliveries, nowS)) {
    return 'log-rate-limited';
  }
  const waits =
    condition.severity === 'low' || (condition.severity === 'normal' && isQuiet(wishes.quietHours, minuteOfDay));
  if (!waits) {
    return 'now';
  }
  return wishes.hasDailyDigest ? 'digest' : 'log-quiet';
}

/**
 * Compares what holds now with what was told: new conditions are raised, those that ended are resolved, those that go on
 * say nothing again.
 */
export function stepNotifications(
  active: readonly ActiveCondition[],
  open: readonly OpenNotification[],
  wishes: DeliveryWishes,
  deliveries: readonly LastDelivery[],
  nowS: number,
  minuteOfDay: number,
): NotificationStep {
  const openKeys = new Set(open.map((notification) => notification.key));
  const activeKeys = new Set(active.map((condition) => condition.key));
  return {
    raised: active
      .filter((condition) => !openKeys.has(condition.key))
      .map((condition) => ({
        condition,
        delivery: decideDelivery(condition, wishes, deliveries, nowS, minuteOfDay),
      })),
    resolved: open.filter((notification) => !activeKeys.has(notification.key)),
  };
}

/**
 * Whether the daily digest is due: its minute has passed today and none was sent since.
 * @param lastDigestS when the last one was sent, unix seconds; null for never
 * @param minuteOfDay local time now, 0 to 1439
 */
export function isDigestDue(
  wishes: DeliveryWishes,
  lastDigestS: number | null,
  nowS: number,
  minuteOfDay: number,
): boolean {
  if (!wishes.isEnabled || !wishes.hasDailyDigest || minuteOfDay < DIGEST_MINUTE) {
    return false;
  }
  const dueSinceS = nowS - (minuteOfDay - DIGEST_MINUTE) * 60 - 59;
  return lastDigestS === null || lastDigestS < dueSinceS;
}
