import type { Migration } from './migration.ts';

/**
 * Times in which none of the hosts that the farmer named answered. Like beats they are relative to a boot, so that a
 * corrected clock moves both; each try extends the row in place.
 */
export const reachability: Migration = {
  version: 14,
  name: 'reachability',
  sql: `
    CREATE TABLE unreachable_spans (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      boot_id INTEGER NOT NULL REFERENCES boots (id) ON DELETE CASCADE,
      start_uptime_ms INTEGER NOT NULL CHECK (start_uptime_ms >= 0),
      last_uptime_ms INTEGER NOT NULL CHECK (last_uptime_ms >= start_uptime_ms)
    ) STRICT;
    CREATE INDEX unreachable_spans_by_boot ON unreachable_spans (boot_id, start_uptime_ms);
  `,
};
