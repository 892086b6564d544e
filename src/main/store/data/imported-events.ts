import type { CreditEvent } from '#shared/domain/uptime/credit-types.ts';
import { LEAST_CHAIN_POSITION } from '#shared/domain/uptime/event-order.ts';
import type { FarmerDatabase, SqlValue } from '#main/store/sql.ts';

/** An event of a node, with its position among the events of the same second, on the chain or in its file. */
export interface NodeEvent {
  readonly nodeId: number;
  readonly event: CreditEvent;
  readonly position: number | null;
}

/** The import that brings events. */
export interface Bringer {
  /** Null for events that belong to no import and stay. */
  readonly importId: number | null;
  /** Whether the rows of the import are still hidden. */
  readonly isPending: boolean;
}

/** The condition that an event is visible: the rows of an unfinished import are not. */
export const IS_THERE = 'import_id IS NOT coalesce((SELECT id FROM imports WHERE is_pending = 1), 0)';

/** One statement inserts so many rows, because most of the time of an insert is the call. */
const CHUNK_ROWS = 100;

/** A table of events, its key, and the condition under which the position of another import is better. */
interface EventTable {
  readonly table: string;
  /** The table of the other imports that brought a row too. */
  readonly marks: string;
  readonly key: readonly string[];
  readonly isBetter: (known: string, given: string) => string;
}

const REPORTS: EventTable = {
  table: 'uptime_reports',
  marks: 'import_reports',
  key: ['node_id', 'at_s', 'up_s'],
  isBetter: (known, given) => `${known} IS NULL AND ${given} IS NOT NULL`,
};

const POWERS: EventTable = {
  table: 'power_events',
  marks: 'import_power_events',
  key: ['node_id', 'at_s', 'kind', 'power'],
  isBetter: (known, given) => `${known} < ${given} AND ${given} >= ${LEAST_CHAIN_POSITION}`,
};

function prepareGiven(database: FarmerDatabase, { table, marks, key, isBetter }: EventTable) {
  const columns = key.join(', ');
  const of = (name: string) => key.map((column) => `${name}.${column}`).join(', ');
  const isSame = (name: string) => key.map((column) => `${name}.${column} = row.${column}`).join(' AND ');
  const given = `(SELECT ${key.map((column, index) => `value ->> ${index} AS ${column}`).join(', ')},
    max(value ->> ${key.length}) AS position FROM json_each(@rows) GROUP BY ${key.map((_, index) => index + 1).join(', ')}
  ) AS given`;
  const better = (name: string) => isBetter('row.position', `${name}.position`);
  return {
    markTaken: database.statement(`
      INSERT OR IGNORE INTO ${marks} (${columns}, import_id)
      SELECT ${of('row')}, row.import_id FROM ${given} CROSS JOIN ${table} AS row
      WHERE ${isSame('given')} AND row.import_id = @pendingId`),
    takeOver: database.statement(`
      UPDATE ${table} AS row SET import_id = @importId FROM ${given}
      WHERE ${isSame('given')} AND row.import_id = @pendingId`),
    place: database.statement(`
      UPDATE ${table} AS row SET position = given.position FROM ${given}
      WHERE ${isSame('given')} AND ${better('given')} AND (@isPending = 0 OR row.import_id = @importId)`),
    share: database.statement(`
      INSERT OR IGNORE INTO ${marks} (${columns}, import_id, position)
      SELECT ${of('row')}, @importId, iif(@isPending AND ${better('given')}, given.position, NULL)
      FROM ${given} CROSS JOIN ${table} AS row
      WHERE ${isSame('given')} AND row.import_id IS NOT @importId`),
    placeMarked: database.statement(`
      UPDATE ${table} AS row SET position = mark.position FROM ${marks} AS mark
      WHERE mark.import_id = @importId AND ${isSame('mark')} AND ${better('mark')}`),
  };
}

function prepareOwned(database: FarmerDatabase, { table, marks, key }: EventTable) {
  const isSame = key.map((column) => `mark.${column} = ${table}.${column}`).join(' AND ');
  const others = `FROM ${marks} AS mark WHERE ${isSame} AND mark.import_id <> @importId`;
  return {
    passOn: database.statement(`
      UPDATE ${table} SET import_id = (SELECT mark.import_id ${others}
        ORDER BY mark.import_id IN (SELECT id FROM imports WHERE is_pending = 1), mark.import_id LIMIT 1)
      WHERE import_id = @importId AND EXISTS (SELECT 1 ${others})`),
    remove: database.statement(`DELETE FROM ${table} WHERE import_id = @importId`),
    removeOfNode: database.statement(`DELETE FROM ${table} WHERE node_id = @nodeId AND import_id = @importId`),
  };
}

/** One table of events. */
function eventRows(database: FarmerDatabase, kind: EventTable) {
  const { table, key } = kind;
  const columns = [...key, 'position', 'import_id'];
  const row = `(${columns.map(() => '?').join(', ')})`;
  const insert = database.statement(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES ${Array<string>(CHUNK_ROWS).fill(row).join(', ')}`,
  );
  // A row with a null in its key is ignored: it fills up the last statement.
  const filler = columns.map(() => null);
  const pending = database.statement<{ id: number }>('SELECT id FROM imports WHERE is_pending = 1');
  const given = prepareGiven(database, kind);
  const addKnown = (rows: string, { importId, isPending }: Bringer): number => {
    const by = { rows, importId, isPending: isPending ? 1 : 0 };
    given.place.run(by);
    if (importId !== null) given.share.run(by);
    const pendingId = isPending ? undefined : pending.get()?.id;
    if (pendingId === undefined) return 0;
    given.markTaken.run({ rows, pendingId });
    return given.takeOver.run({ rows, importId, pendingId }).changes;
  };
  return {
    ...prepareOwned(database, kind),
    placeMarked: given.placeMarked,
    /** @returns how many were new */
    add: (rows: readonly (readonly SqlValue[])[], by: Bringer): number => {
      let added = 0;
      for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
        const values: SqlValue[] = [];
        for (let at = from; at < from + CHUNK_ROWS; at += 1) {
          const found = rows[at];
          if (found === undefined) values.push(...filler);
          else values.push(...found, by.importId);
        }
        added += insert.run(values).changes;
      }
      return added === rows.length ? added : added + addKnown(JSON.stringify(rows), by);
    },
  };
}

/** The reports and power events of imports. A row is deleted with the last import that brought it. */
export function createImportedEvents(database: FarmerDatabase) {
  const reports = eventRows(database, REPORTS);
  const powers = eventRows(database, POWERS);
  const both = [reports, powers];
  return {
    /**
     * Adds events; an event that exists keeps its position on the chain, whichever import has it.
     * @returns how many were new
     */
    add: (events: readonly NodeEvent[], by: Bringer): number => {
      const reportRows: SqlValue[][] = [];
      const powerRows: SqlValue[][] = [];
      for (const { nodeId, event, position } of events) {
        if (event[0] === 'uptime') reportRows.push([nodeId, event[1], event[2], position]);
        else powerRows.push([nodeId, event[1], event[0], event[2], position ?? 0]);
      }
      return reports.add(reportRows, by) + powers.add(powerRows, by);
    },
    /** Gives existing rows the positions on the chain that an import brought. */
    placeMarked: (importId: number) => both.forEach(({ placeMarked }) => placeMarked.run({ importId })),
    /** Deletes the rows that only this import brought. @returns how many */
    takeBack: (importId: number): number =>
      both.reduce((sum, { passOn, remove }) => {
        passOn.run({ importId });
        return sum + remove.run({ importId }).changes;
      }, 0),
    /** Deletes the rows that an import brought of a node; no other import brought them. */
    removeOfNode: (importId: number, nodeId: number) =>
      both.forEach(({ removeOfNode }) => removeOfNode.run({ importId, nodeId })),
  };
}
