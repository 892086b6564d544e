import type { FarmerDatabase } from './sql.ts';

/**
 * Tables with rows that belong to no node and are marked as demo data by a column `is_demo`. What belongs to a node goes
 * with its node.
 */
const MARKED_TABLES = ['nodes'] as const;

/** The demo data as a whole. */
export interface DemoStore {
  nodeCount(): number;
  /** Deletes every demo row, and what belongs to demo nodes, in one transaction. */
  remove(): void;
}

/** The demo data over an open database. */
export function createDemoStore(database: FarmerDatabase): DemoStore {
  const count = database.statement<{ count: number }>('SELECT count(*) AS count FROM nodes WHERE is_demo = 1');
  const removals = MARKED_TABLES.map((table) => database.statement(`DELETE FROM ${table} WHERE is_demo = 1`));
  return {
    nodeCount: () => count.get()?.count ?? 0,
    remove: () =>
      database.transaction(() => {
        for (const removal of removals) {
          removal.run();
        }
      }),
  };
}
