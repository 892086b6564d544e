import type { Migration } from './migration.ts';

/** What the row of a node is made from. A change of one of these takes away the rows that it may change. */
const OF_NODE = [
  'boots',
  'closed_periods',
  'grid_nodes',
  'hardware_snapshots',
  'power_events',
  'slice_plans',
  'uptime_reports',
];
/** A receipt of one node may tell the numbers of a policy that others follow. */
const OF_ALL = ['farming_policies', 'grid_period_starts', 'rates', 'receipts', 'settings', 'sites'];

function trigger(table: string, event: 'INSERT' | 'UPDATE' | 'DELETE', which: string): string {
  const name = `farm_rows_after_${event.toLowerCase()}_of_${table}`;
  return `CREATE TRIGGER ${name} AFTER ${event} ON ${table} BEGIN DELETE FROM farm_rows ${which}; END;`;
}

/**
 * Rows of the farm as they were computed last, for nodes that are followed on the grid. The database itself takes a row
 * away when something changes that it was made from, whoever changes it.
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
