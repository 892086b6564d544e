import type { Migration } from './migration.ts';

/**
 * Messages through the channels that the farmer switched on: one per notification and channel for its start, and one
 * for its end. The table of secrets is always empty here; only the copy inside an encrypted backup has rows in it.
 */
export const alertChannels: Migration = {
  version: 75,
  name: 'alert-channels',
  sql: `
    CREATE TABLE alert_deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      notification_id INTEGER NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
      channel TEXT NOT NULL CHECK (channel IN ('email', 'telegram', 'ntfy', 'webhook')),
      is_over INTEGER NOT NULL CHECK (is_over IN (0, 1)),
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'expired')),
      queued_at_ms INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_ms INTEGER NOT NULL,
      leased_until_ms INTEGER,
      UNIQUE (notification_id, channel, is_over)
    ) STRICT;
    CREATE INDEX alert_deliveries_waiting ON alert_deliveries (next_attempt_ms) WHERE state = 'waiting';

    CREATE TABLE secrets_in_backup (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
