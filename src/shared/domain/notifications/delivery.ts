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

/** When the daily digest comes, in minutes from midnight, local time: 08:00, unless quiet hours lie over it. */
export const DIGEST_MINUTE = 480;

/** How the farmer wants to hear. */
export interface DeliveryWishes {
  readonly isEnabled: boolean;
  /** Quieter ones stay in the log. */
  readonly lowestLevel: Severity;
  /** Null for none. */
  readonly quietHours: QuietHours | null;
  /** Whether all but the grave waits for a digest at {@link DIGEST_MINUTE}; else what has to wait stays in the log. */
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
 * Decides how a message is delivered. High ones come at once, even in quiet hours; normal ones where no digest is wished
 * for and it is not quiet; low ones never. What waits comes with the digest, or stays in the log. A rate-limited message
 * stays in the log.
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
  if (condition.severity === 'high') {
    return 'now';
  }
  if (wishes.hasDailyDigest) {
    return 'digest';
  }
  return condition.severity === 'low' || isQuiet(wishes.quietHours, minuteOfDay) ? 'log-quiet' : 'now';
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

/** Whether anything may wait for a digest at all. */
export function awaitsDigest({ isEnabled, hasDailyDigest }: DeliveryWishes): boolean {
  return isEnabled && hasDailyDigest;
}

/** When the digest comes, in minutes from local midnight: at {@link DIGEST_MINUTE}, or once quiet hours over it end. */
function digestMinute({ quietHours }: DeliveryWishes): number {
  return quietHours !== null && isQuiet(quietHours, DIGEST_MINUTE) ? quietHours.untilMinute : DIGEST_MINUTE;
}

/**
 * What the digest holds now: all that waits and was raised before today's digest minute. What came later waits for
 * tomorrow's; a program that starts late brings it late, but never in quiet hours.
 * @param nowS unix seconds
 * @param minuteOfDay local time now, 0 to 1439
 * @returns unix seconds; null while no digest is due
 */
export function digestCutoffS(wishes: DeliveryWishes, nowS: number, minuteOfDay: number): number | null {
  const minute = digestMinute(wishes);
  if (!awaitsDigest(wishes) || minuteOfDay < minute || isQuiet(wishes.quietHours, minuteOfDay)) {
    return null;
  }
  return nowS - (nowS % 60) - (minuteOfDay - minute) * 60;
}
