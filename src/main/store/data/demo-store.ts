import type { FarmerDatabase } from '#main/store/sql.ts';
import { quoted } from '#main/store/structure.ts';

/** Tables with a column that marks demo rows; what belongs to a demo node is deleted with it. */
const MARKED_TABLES_QUERY = `
  SELECT s.name FROM sqlite_schema AS s
  WHERE s.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(s.name) AS c WHERE c.name = 'is_demo')
`;

/** The demo data as a whole. */
export function createDemoStore(database: FarmerDatabase) {
  const count = database.statement<{ count: number }>('SELECT count(*) AS count FROM nodes WHERE is_demo = 1');
  const markedTables = database.statement<{ name: string }>(MARKED_TABLES_QUERY);
  return {
    nodeCount: () => count.get()?.count ?? 0,
    /** Deletes every demo row, and what belongs to demo nodes, in one transaction. */
    remove: () =>
      database.transaction(() => {
        for (const { name } of markedTables.all()) {
          database.execute(`DELETE FROM ${quoted(name)} WHERE is_demo = 1`);
        }
      }),
  };
}
