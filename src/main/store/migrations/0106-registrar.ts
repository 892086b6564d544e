import type { Migration } from './migration.ts';

/** The networks of grid 4, and the nodes as their registrar lists them. */
export const registrar: Migration = {
  version: 106,
  name: 'registrar',
  sql: `
    CREATE TABLE grid_connection_new (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      network TEXT NOT NULL
        CHECK (network IN ('main', 'test', 'qa', 'dev', 'v4-main', 'v4-test', 'v4-qa', 'v4-dev')),
      addresses_json TEXT NOT NULL,
      targets_json TEXT NOT NULL,
      is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
      import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      height INTEGER,
      as_of_s INTEGER
    ) STRICT;
    INSERT INTO grid_connection_new SELECT * FROM grid_connection;
    DROP TABLE grid_connection;
    ALTER TABLE grid_connection_new RENAME TO grid_connection;

    CREATE TABLE grid_sources_new (
      name TEXT PRIMARY KEY CHECK (name IN ('proxy', 'graphql', 'receipts', 'horizon', 'registrar')),
      url TEXT NOT NULL,
      last_success_s INTEGER,
      problem_json TEXT,
      problem_at_s INTEGER,
      rest_until_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    INSERT INTO grid_sources_new SELECT * FROM grid_sources;
    DROP TABLE grid_sources;
    ALTER TABLE grid_sources_new RENAME TO grid_sources;

    CREATE TABLE node_grid_facts_new (
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      source TEXT NOT NULL CHECK (source IN ('grid-proxy', 'graphql', 'registrar')),
      as_of_s INTEGER,
      content_json TEXT NOT NULL,
      PRIMARY KEY (node_id, source, import_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO node_grid_facts_new SELECT * FROM node_grid_facts;
    DROP TABLE node_grid_facts;
    ALTER TABLE node_grid_facts_new RENAME TO node_grid_facts;

    ALTER TABLE nodes ADD COLUMN came_from TEXT
      CHECK (came_from IN ('grid-proxy', 'graphql', 'registrar', 'passport', 'receipt', 'uptime'));
    UPDATE nodes SET came_from = import_source;
    ALTER TABLE nodes DROP COLUMN import_source;
    ALTER TABLE nodes RENAME COLUMN came_from TO import_source;
  `,
};
