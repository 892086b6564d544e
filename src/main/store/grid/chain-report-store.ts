import type { FarmerDatabase } from '#main/store/sql.ts';

/** A report of a node as the chain has it. */
export interface ChainReport {
  readonly nodeId: number;
  readonly atS: number;
  readonly upS: number;
  /** Its place on the chain. */
  readonly position: number;
}

/** Reports of the chain, a page at a time: one statement for thousands of rows. */
export interface ChainReportStore {
  /**
   * Keeps reports within an import, as the stores of reports and of imports keep single ones: one that is known takes
   * its place on the chain, and one that no import brought stays nobody's.
   * @returns how many were new
   */
  addAll(importId: number, reports: readonly ChainReport[]): number;
}

const ROWS = `
  (SELECT value ->> 0 AS node_id, value ->> 1 AS at_s, value ->> 2 AS up_s, value ->> 3 AS position FROM json_each(@rows)) AS row`;
const SAME = 'node_id = row.node_id AND at_s = row.at_s AND up_s = row.up_s';

/** Reports of the chain over an open database. */
export function createChainReportStore(database: FarmerDatabase): ChainReportStore {
  const mark = database.statement(`
    INSERT OR IGNORE INTO import_reports (node_id, at_s, up_s, import_id)
    SELECT node_id, at_s, up_s, @importId FROM ${ROWS}
    WHERE NOT EXISTS (SELECT 1 FROM uptime_reports AS known WHERE known.${SAME.replaceAll(' AND ', ' AND known.')})
      OR EXISTS (SELECT 1 FROM import_reports AS marked WHERE marked.${SAME.replaceAll(' AND ', ' AND marked.')})`);
  const add = database.statement(`
    INSERT OR IGNORE INTO uptime_reports (node_id, at_s, up_s, position)
    SELECT node_id, at_s, up_s, position FROM ${ROWS}`);
  const place = database.statement(`
    UPDATE uptime_reports SET position = row.position FROM ${ROWS}
    WHERE uptime_reports.${SAME.replaceAll(' AND ', ' AND uptime_reports.')} AND uptime_reports.position IS NULL`);
  return {
    addAll: (importId, reports) => {
      // In the order of the table's key: neighbours are written together.
      const sorted = reports.toSorted((a, b) => a.nodeId - b.nodeId || a.atS - b.atS || a.upS - b.upS);
      const rows = JSON.stringify(sorted.map(({ nodeId, atS, upS, position }) => [nodeId, atS, upS, position]));
      mark.run({ importId, rows });
      const added = add.run({ rows }).changes;
      if (added < reports.length) place.run({ rows });
      return added;
    },
  };
}
