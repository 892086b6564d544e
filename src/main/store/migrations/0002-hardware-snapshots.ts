import type { Migration } from './migration.ts';

/**
 * Readings of a node's hardware. An unchanged reading extends the last row (`last_seen_at_ms`) instead of adding one.
 * A resource that could not be read is NULL, never 0.
 */
export const hardwareSnapshots: Migration = {
  version: 2,
  name: 'hardware-snapshots',
  sql: `
    CREATE TABLE hardware_snapshots (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      taken_at_ms INTEGER NOT NULL,
      last_seen_at_ms INTEGER NOT NULL CHECK (last_seen_at_ms >= taken_at_ms),
      content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
      cru INTEGER CHECK (cru >= 0),
      mru_bytes INTEGER CHECK (mru_bytes >= 0),
      sru_bytes INTEGER CHECK (sru_bytes >= 0),
      hru_bytes INTEGER CHECK (hru_bytes >= 0),
      is_virtual INTEGER CHECK (is_virtual IN (0, 1)),
      reading_json TEXT NOT NULL
    ) STRICT;

    CREATE INDEX hardware_snapshots_by_node ON hardware_snapshots (node_id, taken_at_ms DESC);
  `,
};
