import type { Migration } from './migration.ts';

/**
 * Imports, and the rows that each brought: a row is deleted with the last import that brought it. Rows without an
 * import came another way and stay. `node_grid_facts` keeps nodes as the grid lists them.
 */
export const imports: Migration = {
  version: 41,
  name: 'imports',
  sql: `
    CREATE TABLE imports (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at_ms INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('nodes', 'uptime', 'receipts', 'farmerbot')),
      file TEXT NOT NULL CHECK (length(file) <= 400),
      row_count INTEGER NOT NULL DEFAULT 0 CHECK (row_count >= 0)
    ) STRICT;

    CREATE TABLE import_reports (
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      at_s INTEGER NOT NULL,
      up_s INTEGER NOT NULL,
      import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      PRIMARY KEY (node_id, at_s, up_s, import_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE import_power_events (
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      at_s INTEGER NOT NULL,
      kind TEXT NOT NULL,
      power TEXT NOT NULL,
      import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      PRIMARY KEY (node_id, at_s, kind, power, import_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE import_receipts (
      receipt_id INTEGER NOT NULL REFERENCES receipts (id) ON DELETE CASCADE,
      import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      PRIMARY KEY (receipt_id, import_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE import_nodes (
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      before_json TEXT,
      PRIMARY KEY (node_id, import_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE node_grid_facts (
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      source TEXT NOT NULL CHECK (source IN ('grid-proxy', 'graphql')),
      as_of_s INTEGER,
      content_json TEXT NOT NULL,
      PRIMARY KEY (node_id, source, import_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE farmerbot_configs (
      import_id INTEGER PRIMARY KEY REFERENCES imports (id) ON DELETE CASCADE,
      farm_id INTEGER NOT NULL,
      content_json TEXT NOT NULL
    ) STRICT;

    ALTER TABLE nodes ADD COLUMN source TEXT CHECK (source IN ('grid-proxy', 'graphql', 'passport', 'receipt', 'uptime'));
    UPDATE nodes SET source = import_source;
    ALTER TABLE nodes DROP COLUMN import_source;
    ALTER TABLE nodes RENAME COLUMN source TO import_source;
  `,
};
