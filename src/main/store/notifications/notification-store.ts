import type { Delivery, LastDelivery, OpenNotification } from '#shared/domain/notifications/delivery.ts';
import {
  type ActiveCondition,
  type KindCounts,
  type NotificationKind,
  type Severity,
  SEVERITY_OF,
} from '#shared/domain/notifications/rules.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** One line of the log. Times in unix seconds. */
export interface LoggedNotification {
  readonly id: number;
  readonly key: string;
  readonly kind: NotificationKind;
  readonly severity: Severity;
  readonly nodeId: number | null;
  readonly figures: Readonly<Record<string, number>>;
  readonly delivery: Delivery;
  readonly raisedAtS: number;
  readonly resolvedAtS: number | null;
  readonly readAtS: number | null;
}

/** The log of notifications. */
export interface NotificationStore {
  /** The latest first. */
  list(limit: number): readonly LoggedNotification[];
  /** Conditions of a node that were told about and still hold. */
  open(nodeId: number): readonly OpenNotification[];
  /** When each kind was last delivered at once, per node. */
  lastDeliveries(nodeId: number, sinceS: number): readonly LastDelivery[];
  raise(condition: ActiveCondition, delivery: Delivery, nowS: number): void;
  resolve(key: string, nowS: number): void;
  /** Resolves what is open of nodes that nobody looks after any more. @returns how many lines */
  resolveOthers(watchedNodeIds: readonly number[], nowS: number): number;
  markAllRead(nowS: number): number;
  unreadCount(): number;
  /** What waits for the digest and was raised before `cutoffS`, oldest first; it counts as digested from then on. */
  takeDigest(cutoffS: number, nowS: number): readonly LoggedNotification[];
  /** Writes down that a digest came: one line, over at once. @param kinds how often each kind is in it */
  addDigest(kinds: KindCounts, nowS: number): void;
}

interface Row {
  readonly id: number;
  readonly condition_key: string;
  readonly kind: NotificationKind;
  readonly severity: Severity;
  readonly node_id: number | null;
  readonly figures_json: string;
  readonly delivery: Delivery;
  readonly raised_at_s: number;
  readonly resolved_at_s: number | null;
  readonly read_at_s: number | null;
}

const COLUMNS =
  'id, condition_key, kind, severity, node_id, figures_json, delivery, raised_at_s, resolved_at_s, read_at_s';

function fromRow(row: Row): LoggedNotification {
  return {
    id: row.id,
    key: row.condition_key,
    kind: row.kind,
    severity: row.severity,
    nodeId: row.node_id,
    figures: JSON.parse(row.figures_json) as Readonly<Record<string, number>>,
    delivery: row.delivery,
    raisedAtS: row.raised_at_s,
    resolvedAtS: row.resolved_at_s,
    readAtS: row.read_at_s,
  };
}

function prepare(database: FarmerDatabase) {
  return {
    list: database.statement<Row>(
      `SELECT ${COLUMNS} FROM notifications ORDER BY raised_at_s DESC, id DESC LIMIT @limit`,
    ),
    open: database.statement<Row>(
      `SELECT ${COLUMNS} FROM notifications WHERE resolved_at_s IS NULL AND node_id = @nodeId ORDER BY id`,
    ),
    lastDeliveries: database.statement<LastDelivery>(`
      SELECT kind, node_id AS nodeId, max(raised_at_s) AS atS FROM notifications
      WHERE node_id = @nodeId AND delivery = 'now' AND raised_at_s >= @sinceS GROUP BY kind, node_id`),
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
    waiting: database.statement<Row>(`
      SELECT ${COLUMNS} FROM notifications WHERE delivery = 'digest' AND digested_at_s IS NULL
        AND raised_at_s < @cutoffS ORDER BY raised_at_s, id`),
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
    list: (limit) => statements.list.all({ limit }).map(fromRow),
    open: (nodeId) =>
      statements.open
        .all({ nodeId })
        .map(fromRow)
        .map(({ key, kind, severity, raisedAtS }) => ({ key, kind, nodeId, severity, raisedAtS })),
    lastDeliveries: (nodeId, sinceS) => statements.lastDeliveries.all({ nodeId, sinceS }),
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
        const waiting = statements.waiting.all({ cutoffS }).map(fromRow);
        statements.markDigested.run({ cutoffS, nowS });
        return waiting;
      }),
    addDigest: (kinds, nowS) =>
      void statements.addDigest.run({ severity: SEVERITY_OF.digest, figuresJson: JSON.stringify(kinds), nowS }),
  };
}
