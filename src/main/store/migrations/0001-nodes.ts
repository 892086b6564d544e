import type { Migration } from './migration.ts';

/** Nodes of the farm. `is_demo` marks demo data. What belongs to a node refers to it with ON DELETE CASCADE. */
export const nodes: Migration = {
  version: 1,
  name: 'nodes',
  sql: `
    CREATE TABLE nodes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('this-machine', 'planned', 'imported')),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
      certification TEXT NOT NULL CHECK (certification IN ('diy', 'certified')),
      farming_policy_id INTEGER NOT NULL CHECK (farming_policy_id IN (1, 2)),
      connection_price_musd INTEGER NOT NULL CHECK (connection_price_musd > 0),
      cru INTEGER CHECK (cru >= 0),
      mru_bytes INTEGER CHECK (mru_bytes >= 0),
      sru_bytes INTEGER CHECK (sru_bytes >= 0),
      hru_bytes INTEGER CHECK (hru_bytes >= 0),
      is_virtual INTEGER CHECK (is_virtual IN (0, 1)),
      location_zone TEXT,
      country TEXT,
      city TEXT,
      watts_idle TEXT,
      watts_loaded TEXT,
      electricity_usd_per_kwh TEXT,
      hardware_cost_usd TEXT,
      bought_on TEXT,
      grid_node_id INTEGER CHECK (grid_node_id > 0),
      grid_farm_id INTEGER CHECK (grid_farm_id > 0),
      grid_twin_id INTEGER CHECK (grid_twin_id > 0),
      import_source TEXT CHECK (import_source IN ('grid-proxy', 'passport', 'receipt')),
      is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL,
      deleted_at_ms INTEGER
    ) STRICT;

    CREATE UNIQUE INDEX nodes_one_this_machine ON nodes (is_demo) WHERE kind = 'this-machine' AND deleted_at_ms IS NULL;
    CREATE INDEX nodes_by_grid_node ON nodes (grid_node_id) WHERE grid_node_id IS NOT NULL;
  `,
};
