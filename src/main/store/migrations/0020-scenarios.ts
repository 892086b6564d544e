import type { Migration } from './migration.ts';

/**
 * Named scenarios: the assumptions as JSON with the version of their format, so that a program that does not know the
 * format can still list, copy and remove them. The name is unique among scenarios that are not removed.
 */
export const scenarios: Migration = {
  version: 20,
  name: 'scenarios',
  sql: `
    CREATE TABLE scenarios (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      node_id INTEGER REFERENCES nodes (id) ON DELETE CASCADE,
      format INTEGER NOT NULL CHECK (format > 0),
      assumptions_json TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL,
      deleted_at_ms INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX scenarios_by_name ON scenarios (name) WHERE deleted_at_ms IS NULL;
    CREATE INDEX scenarios_by_node ON scenarios (node_id) WHERE node_id IS NOT NULL;
  `,
};
