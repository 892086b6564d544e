import type { Migration } from './migration.ts';

/**
 * Uptime. The start of a boot is stored once as wall-clock time (`booted_at_ms`), and everything else as time since
 * then, so that a corrected clock changes one number and neither adds nor loses time. Each beat extends a span in
 * place.
 */
export const uptime: Migration = {
  version: 10,
  name: 'uptime',
  sql: `
    CREATE TABLE boots (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      boot_key TEXT NOT NULL CHECK (length(boot_key) BETWEEN 1 AND 100),
      booted_at_ms INTEGER NOT NULL,
      UNIQUE (node_id, boot_key)
    ) STRICT;
    CREATE INDEX boots_by_time ON boots (node_id, booted_at_ms);

    CREATE TABLE spans (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      boot_id INTEGER NOT NULL REFERENCES boots (id) ON DELETE CASCADE,
      start_uptime_ms INTEGER NOT NULL CHECK (start_uptime_ms >= 0),
      last_uptime_ms INTEGER NOT NULL CHECK (last_uptime_ms >= start_uptime_ms),
      ended TEXT NOT NULL DEFAULT 'open' CHECK (ended IN ('open', 'quit', 'signal', 'shutdown', 'suspend')),
      source TEXT NOT NULL CHECK (source IN ('desktop', 'web', 'cli', 'demo'))
    ) STRICT;
    CREATE INDEX spans_by_boot ON spans (boot_id, start_uptime_ms);

    CREATE TABLE clock_steps (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      at_ms INTEGER NOT NULL,
      step_ms INTEGER NOT NULL CHECK (step_ms <> 0)
    ) STRICT;
    CREATE INDEX clock_steps_by_node ON clock_steps (node_id, at_ms);

    CREATE TABLE uptime_reports (
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      at_s INTEGER NOT NULL CHECK (at_s >= 0),
      up_s INTEGER NOT NULL CHECK (up_s >= 0),
      PRIMARY KEY (node_id, at_s, up_s)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE power_events (
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      at_s INTEGER NOT NULL CHECK (at_s >= 0),
      position INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('target', 'state')),
      power TEXT NOT NULL CHECK (power IN ('Up', 'Down')),
      PRIMARY KEY (node_id, at_s, kind, power)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE maintenance (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      start_s INTEGER NOT NULL,
      end_s INTEGER NOT NULL CHECK (end_s > start_s),
      note TEXT NOT NULL CHECK (length(note) <= 200),
      created_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX maintenance_by_node ON maintenance (node_id, start_s);

    CREATE TABLE closed_periods (
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      period_index INTEGER NOT NULL,
      rules_id TEXT NOT NULL,
      frozen_at_ms INTEGER NOT NULL,
      record_json TEXT NOT NULL,
      PRIMARY KEY (node_id, period_index)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE recorders (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      host TEXT NOT NULL CHECK (host IN ('desktop', 'web', 'cli')),
      pid INTEGER NOT NULL,
      started_at_ms INTEGER NOT NULL,
      beat_interval_ms INTEGER NOT NULL CHECK (beat_interval_ms > 0)
    ) STRICT;
  `,
};
