import type { Migration } from './migration.ts';

/** Requests to wake a node: drills, and imported ones of the farmerbot. The boots that follow are in `boots`. */
export const wakeUps: Migration = {
  version: 11,
  name: 'wake-ups',
  sql: `
    CREATE TABLE wake_requests (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('drill', 'farmerbot')),
      requested_at_s INTEGER NOT NULL CHECK (requested_at_s >= 0),
      asleep_since_s INTEGER CHECK (asleep_since_s >= 0),
      UNIQUE (node_id, requested_at_s, kind)
    ) STRICT;
  `,
};
