import type { Migration } from './migration.ts';

/**
 * Bids as they were imported, the decisions about them, and the slices reserved for accepted ones. A reservation lasts
 * from its start up to, but not including, its end; `month_usd` is its price at the rate of the day it was accepted.
 */
export const bids: Migration = {
  version: 32,
  name: 'bids',
  sql: `
    CREATE TABLE bids (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      bid_id TEXT NOT NULL UNIQUE CHECK (length(bid_id) BETWEEN 1 AND 120),
      buyer TEXT NOT NULL,
      vcpus INTEGER NOT NULL CHECK (vcpus >= 0),
      memory_gib TEXT NOT NULL,
      ssd_gib TEXT NOT NULL,
      gpus INTEGER NOT NULL CHECK (gpus >= 0),
      months INTEGER NOT NULL CHECK (months > 0),
      price_month TEXT NOT NULL,
      currency TEXT NOT NULL CHECK (currency IN ('USD', 'CC')),
      min_uptime_percent TEXT,
      certified_only INTEGER NOT NULL CHECK (certified_only IN (0, 1)),
      expires_at_s INTEGER,
      extra_json TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'countered', 'declined')),
      note TEXT,
      counter_price_month TEXT,
      is_simulated INTEGER NOT NULL CHECK (is_simulated IN (0, 1)),
      is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
      imported_at_ms INTEGER NOT NULL,
      changed_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX bids_by_state ON bids (state, id);

    CREATE TABLE reservations (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      bid_row_id INTEGER NOT NULL UNIQUE REFERENCES bids (id) ON DELETE CASCADE,
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      kind_id TEXT NOT NULL CHECK (length(kind_id) BETWEEN 1 AND 40),
      slices INTEGER NOT NULL CHECK (slices > 0),
      start_s INTEGER NOT NULL,
      end_s INTEGER NOT NULL CHECK (end_s > start_s),
      month_usd TEXT NOT NULL,
      accepted_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX reservations_by_place ON reservations (node_id, kind_id, end_s);
  `,
};
