import type { Delivery } from '#shared/contract/notifications/notifications.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { type NotificationKind, SEVERITIES } from './kinds.ts';
import { type ActiveCondition, rateLimitS } from './rules.ts';

/** When a notification of this kind was last delivered for this node, in unix seconds. */
export interface LastDelivery {
  readonly kind: NotificationKind;
  readonly nodeId: number | null;
  readonly atS: number;
}

/** How the farmer wants to be notified. */
export type DeliverySettings = Settings['notifications'];

/** When the daily digest is delivered, in minutes from local midnight: 08:00, unless that is within quiet hours. */
const DIGEST_MINUTE = 480;

/** Whether a minute of the day lies within quiet hours. */
function isQuiet(quiet: DeliverySettings['quietHours'], minuteOfDay: number): boolean {
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
 * Decides how a notification is delivered. High ones are delivered at once, even in quiet hours; normal ones unless a
 * digest is chosen or it is quiet; low ones never. The others wait for the digest or stay in the log, and rate-limited
 * ones stay in the log.
 * @param minuteOfDay local time, 0 to 1439
 */
export function decideDelivery(
  condition: ActiveCondition,
  settings: DeliverySettings,
  deliveries: readonly LastDelivery[],
  nowS: number,
  minuteOfDay: number,
): Delivery {
  const isBelowLevel = SEVERITIES.indexOf(condition.severity) < SEVERITIES.indexOf(settings.lowestLevel);
  if (!settings.isEnabled || isBelowLevel) {
    return 'log-muted';
  }
  if (isRateLimited(condition, deliveries, nowS)) {
    return 'log-rate-limited';
  }
  if (condition.severity === 'high') {
    return 'now';
  }
  if (settings.hasDailyDigest) {
    return 'digest';
  }
  return condition.severity === 'low' || isQuiet(settings.quietHours, minuteOfDay) ? 'log-quiet' : 'now';
}

/** Whether anything may wait for a digest at all. */
export function awaitsDigest({ isEnabled, hasDailyDigest }: DeliverySettings): boolean {
  return isEnabled && hasDailyDigest;
}

/** {@link DIGEST_MINUTE}, or the end of the quiet hours that cover it. */
function digestMinute({ quietHours }: DeliverySettings): number {
  return quietHours !== null && isQuiet(quietHours, DIGEST_MINUTE) ? quietHours.untilMinute : DIGEST_MINUTE;
}

/**
 * Until when notifications belong to the digest that is due: those raised before today's digest minute. Later ones wait
 * for tomorrow; a program that starts late delivers the digest late, but never in quiet hours.
 * @param nowS unix seconds
 * @param minuteOfDay local time now, 0 to 1439
 * @returns unix seconds; null while no digest is due
 */
export function digestCutoffS(settings: DeliverySettings, nowS: number, minuteOfDay: number): number | null {
  const minute = digestMinute(settings);
  if (!awaitsDigest(settings) || minuteOfDay < minute || isQuiet(settings.quietHours, minuteOfDay)) {
    return null;
  }
  return nowS - (nowS % 60) - (minuteOfDay - minute) * 60;
}
