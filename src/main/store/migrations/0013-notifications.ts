import type { Migration } from './migration.ts';

/** The log of notifications. A condition is open until `resolved_at_s` is set; only one of a key is open at a time. */
export const notifications: Migration = {
  version: 13,
  name: 'notifications',
  sql: `
    CREATE TABLE notifications (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      condition_key TEXT NOT NULL,
      kind TEXT NOT NULL,
      severity TEXT NOT NULL CHECK (severity IN ('low', 'normal', 'high')),
      node_id INTEGER REFERENCES nodes (id) ON DELETE CASCADE,
      figures_json TEXT NOT NULL,
      delivery TEXT NOT NULL,
      raised_at_s INTEGER NOT NULL,
      resolved_at_s INTEGER,
      read_at_s INTEGER,
      digested_at_s INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX notifications_open ON notifications (condition_key) WHERE resolved_at_s IS NULL;
    CREATE INDEX notifications_by_time ON notifications (raised_at_s DESC);
    CREATE INDEX notifications_by_kind ON notifications (kind, node_id, raised_at_s DESC);
  `,
};
