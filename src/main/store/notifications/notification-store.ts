import type { Delivery, StoredNotification } from '#shared/contract/notifications/notifications.ts';
import type { LastDelivery } from '#shared/domain/notifications/delivery.ts';
import { EVENT_KINDS, SEVERITY_OF } from '#shared/domain/notifications/kinds.ts';
import type { NotificationChanges } from '#shared/domain/notifications/engine.ts';
import type { ActiveCondition, KindCounts } from '#shared/domain/notifications/rules.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

const COLUMNS = `
  id, condition_key AS key, kind, severity, node_id, figures_json AS figures, delivery, raised_at_s, resolved_at_s,
  read_at_s, ends_quietly`;
const NODES = `(
  SELECT json_group_array(node_id) FROM (SELECT node_id FROM notifications AS member
  WHERE member.group_id = notifications.id AND node_id IS NOT NULL ORDER BY node_id)) AS nodes`;
const TYPES = { json: ['figures', 'nodes'], booleans: ['endsQuietly'] };

function prepareReading(database: FarmerDatabase) {
  return {
    list: database.query<StoredNotification>(
      `SELECT ${COLUMNS}, ${NODES} FROM notifications WHERE group_id IS NULL
       ORDER BY raised_at_s DESC, id DESC LIMIT @limit`,
      TYPES,
    ),
    open: database.query<Omit<StoredNotification, 'nodes'>>(
      `SELECT ${COLUMNS} FROM notifications WHERE resolved_at_s IS NULL AND condition_key NOT LIKE 'group:%' ORDER BY id`,
      { json: ['figures'], booleans: ['endsQuietly'] },
    ),
    known: database.query<{ readonly key: string }>(
      'SELECT DISTINCT condition_key AS key FROM notifications WHERE condition_key IN (SELECT value FROM json_each(@keys))',
    ),
    lastDeliveries: database.query<LastDelivery>(`
      SELECT kind, node_id, max(raised_at_s) AS at_s FROM notifications
      WHERE raised_at_s >= @sinceS AND (delivery = 'now' OR delivery = 'grouped' AND EXISTS (
        SELECT 1 FROM notifications AS whole WHERE whole.id = notifications.group_id AND whole.delivery = 'now'))
      GROUP BY kind, node_id`),
    unread: database.statement<{ count: number }>(
      "SELECT count(*) AS count FROM notifications WHERE read_at_s IS NULL AND delivery NOT IN ('log-muted', 'grouped')",
    ),
  };
}

function prepareWriting(database: FarmerDatabase) {
  return {
    raise: database.statement(`
      INSERT OR IGNORE INTO notifications
        (condition_key, kind, severity, node_id, figures_json, delivery, raised_at_s, group_id)
      VALUES (@key, @kind, @severity, @nodeId, @figuresJson, @delivery, @nowS, @groupId)`),
    resolve: database.query(`
      UPDATE notifications SET resolved_at_s = @nowS, ends_quietly = @endsQuietly
      WHERE condition_key = @key AND resolved_at_s IS NULL`),
    resolveOthers: database.statement(`
      UPDATE notifications SET resolved_at_s = @nowS, ends_quietly = 1
      WHERE resolved_at_s IS NULL AND node_id IS NOT NULL AND node_id NOT IN (SELECT value FROM json_each(@watched))`),
    // A notification about several nodes ends with the last of them, and quietly where all of them ended quietly.
    resolveGroups: database.statement(`
      UPDATE notifications SET resolved_at_s = @nowS, ends_quietly = (
        SELECT min(ends_quietly) FROM notifications AS member WHERE member.group_id = notifications.id)
      WHERE resolved_at_s IS NULL AND condition_key LIKE 'group:%' AND NOT EXISTS (
        SELECT 1 FROM notifications AS member WHERE member.group_id = notifications.id AND member.resolved_at_s IS NULL)`),
    markAllRead: database.statement('UPDATE notifications SET read_at_s = @nowS WHERE read_at_s IS NULL'),
  };
}

function prepareDigest(database: FarmerDatabase) {
  return {
    waiting: database.query<StoredNotification>(
      `
      SELECT ${COLUMNS}, ${NODES} FROM notifications WHERE delivery = 'digest' AND digested_at_s IS NULL
        AND raised_at_s < @cutoffS ORDER BY raised_at_s, id`,
      TYPES,
    ),
    markDigested: database.statement(`
      UPDATE notifications SET digested_at_s = @nowS
      WHERE delivery = 'digest' AND digested_at_s IS NULL AND raised_at_s < @cutoffS`),
    addDigest: database.statement(`
      INSERT INTO notifications
        (condition_key, kind, severity, figures_json, delivery, raised_at_s, resolved_at_s, digested_at_s)
      VALUES ('digest:' || @nowS, 'digest', @severity, @figuresJson, 'digest', @nowS, @nowS, @nowS)`),
  };
}

function createWriting(database: FarmerDatabase) {
  const statements = prepareWriting(database);
  const raise = (
    { key, kind, severity, nodeId, figures }: Omit<ActiveCondition, 'site'>,
    delivery: Delivery,
    nowS: number,
    groupId?: number,
  ) => {
    const about = { key, kind, severity, nodeId, figuresJson: JSON.stringify(figures), delivery };
    const written = statements.raise.run({ ...about, nowS, groupId: groupId ?? null });
    return written.changes === 0 ? null : written.insertedId;
  };
  const resolve = (key: string, nowS: number, endsQuietly = false) =>
    void statements.resolve.run({ key, nowS, endsQuietly });
  return {
    /**
     * Writes a notification that is not open.
     * @param groupId the notification about several nodes that it is part of
     * @returns its id; null where it is open already
     */
    raise,
    /** Writes what the engine decided; events end at once. @returns the ids of new notifications, without members of groups */
    apply: ({ raised, ended }: NotificationChanges, nowS: number): readonly number[] =>
      database.transaction(() => {
        for (const { key, endsQuietly } of ended) resolve(key, nowS, endsQuietly);
        const written = raised.flatMap(({ condition, delivery, members }) => {
          const id = raise(condition, delivery, nowS);
          for (const member of members) raise(member, 'grouped', nowS, id ?? undefined);
          for (const { key, kind } of [condition, ...members]) if (EVENT_KINDS.has(kind)) resolve(key, nowS);
          return id ?? [];
        });
        statements.resolveGroups.run({ nowS });
        return written;
      }),
    resolve: (key: string, nowS: number) => resolve(key, nowS),
    /** Ends the notifications about all other nodes, quietly. @returns how many */
    resolveOthers: (watchedNodeIds: readonly number[], nowS: number) => {
      const { changes } = statements.resolveOthers.run({ watched: JSON.stringify(watchedNodeIds), nowS });
      if (changes > 0) statements.resolveGroups.run({ nowS });
      return changes;
    },
    markAllRead: (nowS: number) => statements.markAllRead.run({ nowS }).changes,
  };
}

/** The log of notifications. */
export function createNotificationStore(database: FarmerDatabase) {
  const reading = prepareReading(database);
  const digest = prepareDigest(database);
  return {
    ...createWriting(database),
    /** The latest first. */
    list: (limit: number) => reading.list.all({ limit }),
    /** Those that have not ended, about single nodes or the farm; oldest first. */
    open: () => reading.open.all(),
    /** Which of these keys were ever written. */
    known: (keys: readonly string[]): ReadonlySet<string> =>
      new Set(reading.known.all({ keys: JSON.stringify(keys) }).map(({ key }) => key)),
    /** When each kind was last delivered immediately, per node. */
    lastDeliveries: (sinceS: number) => reading.lastDeliveries.all({ sinceS }),
    unreadCount: () => reading.unread.get()?.count ?? 0,
    /** Marks those that wait for the digest and were raised before `cutoffS` as digested. @returns them, oldest first */
    takeDigest: (cutoffS: number, nowS: number) =>
      database.transaction(() => {
        const waiting = digest.waiting.all({ cutoffS });
        digest.markDigested.run({ cutoffS, nowS });
        return waiting;
      }),
    /** Adds a digest that has ended already. @param kinds how often each kind is in it */
    addDigest: (kinds: KindCounts, nowS: number) =>
      void digest.addDigest.run({ severity: SEVERITY_OF.digest, figuresJson: JSON.stringify(kinds), nowS }),
  };
}
