import type { Migration } from './migration.ts';

/**
 * The connection to the grid: what is followed, when requests to each service succeeded or failed, and how far the
 * events of each node are known. Its rows are stored in the tables of their kind, under an import of their own. The
 * position of a report is that of its event on the chain.
 */
export const gridConnection: Migration = {
  version: 50,
  name: 'grid-connection',
  sql: `
    ALTER TABLE imports ADD COLUMN source_kind TEXT NOT NULL DEFAULT 'nodes'
      CHECK (source_kind IN ('nodes', 'uptime', 'receipts', 'farmerbot', 'bids', 'grid'));
    UPDATE imports SET source_kind = kind;
    ALTER TABLE imports DROP COLUMN kind;
    ALTER TABLE imports RENAME COLUMN source_kind TO kind;

    ALTER TABLE uptime_reports ADD COLUMN position INTEGER;

    CREATE TABLE grid_connection (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      network TEXT NOT NULL CHECK (network IN ('main', 'test', 'qa', 'dev')),
      addresses_json TEXT NOT NULL,
      targets_json TEXT NOT NULL,
      is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
      import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      height INTEGER,
      as_of_s INTEGER
    ) STRICT;

    CREATE TABLE grid_sources (
      name TEXT PRIMARY KEY CHECK (name IN ('proxy', 'graphql', 'receipts', 'horizon')),
      url TEXT NOT NULL,
      last_success_s INTEGER,
      problem_json TEXT,
      problem_at_s INTEGER,
      rest_until_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE grid_farms (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      twin_id INTEGER,
      stellar_address TEXT
    ) STRICT;

    CREATE TABLE grid_nodes (
      node_id INTEGER PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
      is_followed INTEGER NOT NULL CHECK (is_followed IN (0, 1)),
      from_block INTEGER,
      from_s INTEGER,
      to_block INTEGER,
      to_s INTEGER
    ) STRICT;

    CREATE TABLE grid_questions (
      question TEXT PRIMARY KEY,
      asked_at_ms INTEGER NOT NULL,
      answer TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE grid_period_starts (
      period_index INTEGER PRIMARY KEY,
      block INTEGER NOT NULL,
      first_block_s INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE grid_payouts (
      operation_id TEXT PRIMARY KEY,
      receipt_hash TEXT NOT NULL CHECK (length(receipt_hash) = 64),
      account TEXT NOT NULL,
      transaction_hash TEXT NOT NULL,
      at_s INTEGER NOT NULL,
      tft_units INTEGER NOT NULL CHECK (tft_units >= 0)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX grid_payouts_by_receipt ON grid_payouts (receipt_hash);
  `,
};
