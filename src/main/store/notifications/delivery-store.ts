import type { ChannelName } from '#shared/domain/notifications/channels.ts';
import { DELIVERY_LIFE_MS } from '#shared/domain/notifications/channels.ts';
import { EVENT_KINDS } from '#shared/domain/notifications/kinds.ts';
import type { StoredNotification } from '#shared/contract/notifications/notifications.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A message to send. */
export interface WaitingDelivery {
  readonly id: number;
  readonly channel: ChannelName;
  readonly isOver: boolean;
  readonly attempts: number;
  readonly notification: Pick<
    StoredNotification,
    'kind' | 'severity' | 'nodeId' | 'figures' | 'raisedAtS' | 'resolvedAtS'
  >;
}

const EVENTS = [...EVENT_KINDS].map((kind) => `'${kind}'`).join(', ');

function prepareQueue(database: FarmerDatabase) {
  return {
    newest: database.query<{ readonly id: number }>('SELECT coalesce(max(id), 0) AS id FROM notifications'),
    raised: database.statement(`
      INSERT OR IGNORE INTO alert_deliveries (notification_id, channel, is_over, state, queued_at_ms, next_attempt_ms)
      SELECT id, @channel, 0, 'waiting', @nowMs, @nowMs FROM notifications
      WHERE id > @afterId AND (delivery = 'now' OR kind = 'digest') ORDER BY id`),
    over: database.statement(`
      INSERT OR IGNORE INTO alert_deliveries (notification_id, channel, is_over, state, queued_at_ms, next_attempt_ms)
      SELECT notifications.id, @channel, 1, 'waiting', @nowMs, @nowMs
      FROM alert_deliveries JOIN notifications ON notifications.id = notification_id
      WHERE channel = @channel AND is_over = 0 AND state = 'sent' AND resolved_at_s IS NOT NULL AND ends_quietly = 0
        AND kind NOT IN (${EVENTS}) ORDER BY notifications.id`),
    // A notification that ended before it was sent, or waited for a day, is not sent any more.
    expire: database.statement(`
      UPDATE alert_deliveries SET state = 'expired' WHERE state = 'waiting' AND channel = @channel
        AND coalesce(leased_until_ms, 0) <= @nowMs AND (queued_at_ms < @nowMs - @lifeMs OR is_over = 0 AND EXISTS (
          SELECT 1 FROM notifications WHERE id = notification_id AND resolved_at_s IS NOT NULL
            AND kind NOT IN (${EVENTS})))`),
  };
}

function prepareSending(database: FarmerDatabase) {
  const isDue = `state = 'waiting' AND channel IN (SELECT value FROM json_each(@channels))`;
  return {
    next: database.query<WaitingDelivery>(
      `SELECT alert_deliveries.id, channel, is_over, attempts + 1 AS attempts, kind AS "notification.kind",
         severity AS "notification.severity", node_id AS "notification.nodeId", figures_json AS "notification.figures",
         raised_at_s AS "notification.raisedAtS", resolved_at_s AS "notification.resolvedAtS"
       FROM alert_deliveries JOIN notifications ON notifications.id = notification_id
       WHERE ${isDue} AND next_attempt_ms <= @nowMs AND coalesce(leased_until_ms, 0) <= @nowMs
       ORDER BY alert_deliveries.id LIMIT 20`,
      { booleans: ['isOver'], json: ['notification.figures'] },
    ),
    claim: database.statement(
      'UPDATE alert_deliveries SET leased_until_ms = @untilMs, attempts = @attempts WHERE id = @id',
    ),
    finish: database.statement('UPDATE alert_deliveries SET state = @state, leased_until_ms = NULL WHERE id = @id'),
    retry: database.statement(
      'UPDATE alert_deliveries SET next_attempt_ms = @atMs, leased_until_ms = NULL WHERE id = @id',
    ),
    nextAttempt: database.query<{ readonly atMs: number | null }>(
      `SELECT min(max(next_attempt_ms, coalesce(leased_until_ms, 0))) AS at_ms FROM alert_deliveries WHERE ${isDue}`,
    ),
    waiting: database.query<{ readonly count: number }>(
      "SELECT count(*) AS count FROM alert_deliveries WHERE channel = @channel AND state = 'waiting'",
    ),
  };
}

/** The messages that go out through the channels. */
export function createDeliveryStore(database: FarmerDatabase) {
  const queue = prepareQueue(database);
  const sending = prepareSending(database);
  return {
    /** The id of the newest notification: a channel that is switched on now sends only later ones. */
    newestNotification: () => queue.newest.get()?.id ?? 0,
    /** Queues the messages of a channel: notifications newer than one, and the end of those that it sent. */
    queue: (channel: ChannelName, afterId: number, nowMs: number) =>
      database.transaction(() => {
        queue.raised.run({ channel, afterId, nowMs });
        queue.over.run({ channel, nowMs });
        queue.expire.run({ channel, nowMs, lifeMs: DELIVERY_LIFE_MS });
      }),
    /** Reserves a due message for this process until an instant; other processes skip it until then. */
    claim: (channels: readonly ChannelName[], nowMs: number, untilMs: number) =>
      database.transaction(() => {
        const [next] = sending.next.all({ channels: JSON.stringify(channels), nowMs });
        if (next !== undefined) sending.claim.run({ id: next.id, untilMs, attempts: next.attempts });
        return next;
      }),
    finish: (id: number, state: 'sent' | 'failed') => void sending.finish.run({ id, state }),
    retryAt: (id: number, atMs: number) => void sending.retry.run({ id, atMs }),
    /** When the next message of these channels is due; null where none waits. */
    nextAttemptMs: (channels: readonly ChannelName[]) =>
      sending.nextAttempt.get({ channels: JSON.stringify(channels) })?.atMs ?? null,
    waitingCount: (channel: ChannelName) => sending.waiting.get({ channel })?.count ?? 0,
  };
}
