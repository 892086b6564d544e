import type { Migration } from './migration.ts';

/** Nodes that this computer tries to reach, and the results: one row for consecutive tries with the same result. */
export const gridProbes: Migration = {
  version: 97,
  name: 'grid-probes',
  sql: `
    CREATE TABLE grid_probes (
      node_id INTEGER PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
      address TEXT NOT NULL
    ) STRICT;
    CREATE TABLE grid_probe_stretches (
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      start_s INTEGER NOT NULL,
      end_s INTEGER NOT NULL,
      is_answered INTEGER NOT NULL CHECK (is_answered IN (0, 1)),
      tries INTEGER NOT NULL CHECK (tries > 0),
      PRIMARY KEY (node_id, start_s)
    ) STRICT, WITHOUT ROWID;
  `,
};
