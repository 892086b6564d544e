import type { Migration } from './migration.ts';

/**
 * Sharing over PostgreSQL: the connection, the changes to send, the version of each shared choice, the identities of
 * nodes in the other databases, and how far each other installation was read. All tables are empty until sharing is
 * switched on.
 */
export const share: Migration = {
  version: 80,
  name: 'share',
  sql: `
    CREATE TABLE share_connection (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
      is_applying INTEGER NOT NULL DEFAULT 0 CHECK (is_applying IN (0, 1)),
      url TEXT NOT NULL,
      farm_id TEXT NOT NULL,
      farm_name TEXT NOT NULL,
      installation_id TEXT NOT NULL,
      installation_name TEXT NOT NULL,
      clock INTEGER NOT NULL,
      pushed INTEGER NOT NULL,
      pushing INTEGER NOT NULL,
      last_success_ms INTEGER,
      problem_json TEXT
    ) STRICT;

    CREATE TABLE share_outbox (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      entity TEXT NOT NULL,
      key TEXT NOT NULL,
      field TEXT NOT NULL,
      value TEXT,
      version INTEGER,
      at_ms INTEGER NOT NULL,
      UNIQUE (entity, key, field)
    ) STRICT;

    CREATE TABLE share_choices (
      entity TEXT NOT NULL,
      key TEXT NOT NULL,
      field TEXT NOT NULL,
      value TEXT,
      version INTEGER NOT NULL,
      installation_id TEXT NOT NULL,
      is_waiting INTEGER NOT NULL CHECK (is_waiting IN (0, 1)),
      PRIMARY KEY (entity, key, field)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX share_choices_waiting ON share_choices (is_waiting) WHERE is_waiting = 1;

    CREATE TABLE share_nodes (
      identity TEXT PRIMARY KEY,
      node_number INTEGER NOT NULL,
      is_main INTEGER NOT NULL CHECK (is_main IN (0, 1))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX share_nodes_by_number ON share_nodes (node_number);

    CREATE TABLE share_installations (
      installation_id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      pulled INTEGER NOT NULL,
      heard_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
