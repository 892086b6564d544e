import type { Migration } from './migration.ts';

/** Settings: one row per key, its value as JSON. A key without a row has the default that the contract states. */
export const settings: Migration = {
  version: 3,
  name: 'settings',
  sql: `
    CREATE TABLE settings (
      key TEXT PRIMARY KEY,
      value_json TEXT NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
