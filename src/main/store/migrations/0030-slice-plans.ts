import type { Migration } from './migration.ts';

/** How each node is cut and sold: the farmer's choices as JSON; a missing one has the contract's default. */
export const slicePlans: Migration = {
  version: 30,
  name: 'slice-plans',
  sql: `
    CREATE TABLE slice_plans (
      node_id INTEGER PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
      plan_json TEXT NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
