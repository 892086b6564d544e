import type { Migration } from './migration.ts';

/** The tables that the row of a node is computed from. A change in one of them deletes the rows that it may affect. */
const OF_NODE = [
  'boots',
  'closed_periods',
  'grid_nodes',
  'hardware_snapshots',
  'power_events',
  'slice_plans',
  'uptime_reports',
];
/** A receipt of one node may show the rates of a policy that other nodes are on. */
const OF_ALL = ['farming_policies', 'grid_period_starts', 'rates', 'receipts', 'settings', 'sites'];

function trigger(table: string, event: 'INSERT' | 'UPDATE' | 'DELETE', which: string): string {
  const name = `farm_rows_after_${event.toLowerCase()}_of_${table}`;
  return `CREATE TRIGGER ${name} AFTER ${event} ON ${table} BEGIN DELETE FROM farm_rows ${which}; END;`;
}

/**
 * Computed rows of the farm, for nodes that are followed on the grid. Triggers delete a row when data that it was
 * computed from changes, whichever process changes it.
 */
export const farmRows: Migration = {
  version: 70,
  name: 'farm-rows',
  sql: `
    CREATE TABLE farm_rows (
      node_id INTEGER PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
      made_by TEXT NOT NULL,
      period_index INTEGER NOT NULL,
      valid_until_s INTEGER NOT NULL,
      row_json TEXT NOT NULL
    ) STRICT;
    ${trigger('nodes', 'UPDATE', 'WHERE node_id = OLD.id')}
    ${trigger('nodes', 'DELETE', 'WHERE node_id = OLD.id')}
    ${OF_NODE.map((table) =>
      [
        trigger(table, 'INSERT', 'WHERE node_id = NEW.node_id'),
        trigger(table, 'UPDATE', 'WHERE node_id IN (OLD.node_id, NEW.node_id)'),
        trigger(table, 'DELETE', 'WHERE node_id = OLD.node_id'),
      ].join('\n'),
    ).join('\n')}
    -- What an import under way brings is not there before it is finished.
    CREATE TRIGGER farm_rows_after_update_of_imports AFTER UPDATE OF is_pending ON imports BEGIN DELETE FROM farm_rows; END;
    ${OF_ALL.map((table) => [trigger(table, 'INSERT', ''), trigger(table, 'UPDATE', ''), trigger(table, 'DELETE', '')].join('\n')).join('\n')}
  `,
};
