import type { Migration } from './migration.ts';

/** One notification may be about several nodes. Alerts remember earlier values by name, to compare with later ones. */
export const alerts: Migration = {
  version: 74,
  name: 'alerts',
  sql: `
    ALTER TABLE notifications ADD COLUMN group_id INTEGER REFERENCES notifications (id) ON DELETE CASCADE;
    ALTER TABLE notifications ADD COLUMN ends_quietly INTEGER NOT NULL DEFAULT 0 CHECK (ends_quietly IN (0, 1));
    CREATE INDEX notifications_by_group ON notifications (group_id) WHERE group_id IS NOT NULL;
    CREATE INDEX notifications_by_key ON notifications (condition_key);

    CREATE TABLE alert_memory (
      name TEXT PRIMARY KEY,
      value_json TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
