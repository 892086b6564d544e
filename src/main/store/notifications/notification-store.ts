import type { Delivery, StoredNotification } from '#shared/contract/notifications/notifications.ts';
import type { LastDelivery } from '#shared/domain/notifications/delivery.ts';
import { SEVERITY_OF } from '#shared/domain/notifications/kinds.ts';
import type { ActiveCondition, KindCounts } from '#shared/domain/notifications/rules.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** The log of notifications. */
export interface NotificationStore {
  /** The latest first. */
  list(limit: number): readonly StoredNotification[];
  /** Notifications that are not resolved, oldest first. */
  open(): readonly StoredNotification[];
  /** When each kind was last delivered at once, per node. */
  lastDeliveries(sinceS: number): readonly LastDelivery[];
  raise(condition: ActiveCondition, delivery: Delivery, nowS: number): void;
  resolve(key: string, nowS: number): void;
  /** Resolves those of nodes that are not watched any more. @returns how many */
  resolveOthers(watchedNodeIds: readonly number[], nowS: number): number;
  markAllRead(nowS: number): number;
  unreadCount(): number;
  /** Marks those that wait for the digest and were raised before `cutoffS` as digested. @returns them, oldest first */
  takeDigest(cutoffS: number, nowS: number): readonly StoredNotification[];
  /** Adds a digest, resolved at once. @param kinds how often each kind is in it */
  addDigest(kinds: KindCounts, nowS: number): void;
}

const COLUMNS = `
  id, condition_key AS key, kind, severity, node_id, figures_json AS figures, delivery, raised_at_s, resolved_at_s,
  read_at_s`;
const TYPES = { json: ['figures'] };

function prepare(database: FarmerDatabase) {
  return {
    list: database.query<StoredNotification>(
      `SELECT ${COLUMNS} FROM notifications ORDER BY raised_at_s DESC, id DESC LIMIT @limit`,
      TYPES,
    ),
    open: database.query<StoredNotification>(
      `SELECT ${COLUMNS} FROM notifications WHERE resolved_at_s IS NULL ORDER BY id`,
      TYPES,
    ),
    lastDeliveries: database.query<LastDelivery>(`
      SELECT kind, node_id, max(raised_at_s) AS at_s FROM notifications
      WHERE delivery = 'now' AND raised_at_s >= @sinceS GROUP BY kind, node_id`),
    raise: database.statement(`
      INSERT OR IGNORE INTO notifications
        (condition_key, kind, severity, node_id, figures_json, delivery, raised_at_s)
      VALUES (@key, @kind, @severity, @nodeId, @figuresJson, @delivery, @nowS)`),
    resolve: database.statement(
      'UPDATE notifications SET resolved_at_s = @nowS WHERE condition_key = @key AND resolved_at_s IS NULL',
    ),
    resolveOthers: database.statement(`
      UPDATE notifications SET resolved_at_s = @nowS
      WHERE resolved_at_s IS NULL AND node_id IS NOT NULL AND node_id NOT IN (SELECT value FROM json_each(@watched))`),
    markAllRead: database.statement('UPDATE notifications SET read_at_s = @nowS WHERE read_at_s IS NULL'),
    unread: database.statement<{ count: number }>(
      "SELECT count(*) AS count FROM notifications WHERE read_at_s IS NULL AND delivery <> 'log-muted'",
    ),
    waiting: database.query<StoredNotification>(
      `
      SELECT ${COLUMNS} FROM notifications WHERE delivery = 'digest' AND digested_at_s IS NULL
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

/** The log of notifications over an open database. */
export function createNotificationStore(database: FarmerDatabase): NotificationStore {
  const statements = prepare(database);
  return {
    list: (limit) => statements.list.all({ limit }),
    open: () => statements.open.all(),
    lastDeliveries: (sinceS) => statements.lastDeliveries.all({ sinceS }),
    raise: ({ key, kind, severity, nodeId, figures }, delivery, nowS) =>
      void statements.raise.run({
        key,
        kind,
        severity,
        nodeId,
        figuresJson: JSON.stringify(figures),
        delivery,
        nowS,
      }),
    resolve: (key, nowS) => void statements.resolve.run({ key, nowS }),
    resolveOthers: (watchedNodeIds, nowS) =>
      statements.resolveOthers.run({ watched: JSON.stringify(watchedNodeIds), nowS }).changes,
    markAllRead: (nowS) => statements.markAllRead.run({ nowS }).changes,
    unreadCount: () => statements.unread.get()?.count ?? 0,
    takeDigest: (cutoffS, nowS) =>
      database.transaction(() => {
        const waiting = statements.waiting.all({ cutoffS });
        statements.markDigested.run({ cutoffS, nowS });
        return waiting;
      }),
    addDigest: (kinds, nowS) =>
      void statements.addDigest.run({ severity: SEVERITY_OF.digest, figuresJson: JSON.stringify(kinds), nowS }),
  };
}
