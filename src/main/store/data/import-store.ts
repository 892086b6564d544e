import type { Import, ImportKind } from '#shared/contract/data/imports.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { createEventStages } from './event-stage.ts';
import { createImportedEvents, type NodeEvent } from './imported-events.ts';

/** A node that an import added or changed. */
export interface ImportedNode {
  readonly nodeId: number;
  /** What the import changed, as it was before; null for a node that it added. */
  readonly before: unknown;
}

/** The result of `together`, and the imports that brought something new. */
export interface TogetherOutcome<T> {
  readonly result: T;
  readonly importIds: readonly number[];
}

/** A longer path loses its beginning: the end tells files apart. */
const MAX_FILE_NAME = 400;

/** The tables that note which import brought which rows of another table. */
const MARKS = {
  receipts: { table: 'import_receipts', key: 'receipt_id', of: 'receipts', only: '' },
  bids: { table: 'import_bids', key: 'bid_row_id', of: 'bids', only: "state = 'open' AND " },
} as const;

function prepareMark(database: FarmerDatabase, { table, key, of, only }: (typeof MARKS)[keyof typeof MARKS]) {
  const marks = (import_: string) =>
    `SELECT 1 FROM ${table} AS mark WHERE mark.import_id ${import_} AND mark.${key} = ${of}.id`;
  return {
    add: database.statement(`INSERT OR IGNORE INTO ${table} (${key}, import_id) VALUES (@id, @importId)`),
    share: database.statement(`
      INSERT OR IGNORE INTO ${table} (${key}, import_id)
      SELECT @id, @importId WHERE EXISTS (SELECT 1 FROM ${table} WHERE ${key} = @id)`),
    takeBack: database.statement(
      `DELETE FROM ${of} WHERE ${only}EXISTS (${marks('= @importId')}) AND NOT EXISTS (${marks('<> @importId')})`,
    ),
  };
}

function prepareImports(database: FarmerDatabase) {
  const columns = 'id, at_ms, kind, file, row_count';
  return {
    begin: database.statement('INSERT INTO imports (at_ms, kind, file) VALUES (@atMs, @kind, @file)'),
    addBid: database.statement(
      'INSERT INTO import_bids (bid_row_id, import_id) SELECT id, @importId FROM bids WHERE bid_id = @bidId',
    ),
    finish: database.statement('UPDATE imports SET row_count = @rowCount WHERE id = @id'),
    remove: database.statement('DELETE FROM imports WHERE id = @id'),
    addRows: database.statement('UPDATE imports SET row_count = row_count + @count WHERE id = @id'),
    list: database.query<Import>(`SELECT ${columns} FROM imports WHERE row_count > 0 ORDER BY id DESC`),
    get: database.query<Import>(`SELECT ${columns} FROM imports WHERE id = @id AND is_pending = 0`),
    addNode: database.statement(
      'INSERT OR IGNORE INTO import_nodes (node_id, import_id, before_json) VALUES (@nodeId, @importId, @before)',
    ),
    shareNode: database.statement(`
      INSERT OR IGNORE INTO import_nodes (node_id, import_id)
      SELECT @nodeId, @importId WHERE EXISTS (
        SELECT 1 FROM import_nodes WHERE node_id = @nodeId AND before_json IS NULL)`),
    nodes: database.query<ImportedNode>(
      'SELECT node_id, before_json AS before FROM import_nodes WHERE import_id = @importId',
      { json: ['before'] },
    ),
    receiptNodes: database.query<{ nodeId: number }>(`
      SELECT DISTINCT node_id FROM receipts JOIN import_receipts ON receipt_id = id
      WHERE import_id = @importId AND node_id IS NOT NULL`),
    passOn: database.statement(`
      UPDATE import_nodes SET before_json = @before WHERE node_id = @nodeId AND import_id =
        (SELECT min(import_id) FROM import_nodes WHERE node_id = @nodeId AND import_id > @importId)`),
    /** Periods that were frozen since the import include its rows: deleting them lets them be frozen again. */
    thaw: database.statement(`
      DELETE FROM closed_periods WHERE frozen_at_ms >= (SELECT at_ms FROM imports WHERE id = @id)
        AND node_id IN (SELECT node_id FROM uptime_reports WHERE import_id = @id
          UNION SELECT node_id FROM power_events WHERE import_id = @id)`),
    naming: database.statement<{ found: number }>(`
      SELECT EXISTS (SELECT 1 FROM import_nodes WHERE node_id = @nodeId AND import_id <> @importId)
        OR EXISTS (SELECT 1 FROM receipts WHERE node_id = @nodeId) AS found`),
    others: database.statement<{ found: number }>(`
      SELECT EXISTS (SELECT 1 FROM import_nodes WHERE node_id = @nodeId AND import_id <> @importId)
        OR EXISTS (SELECT 1 FROM uptime_reports WHERE node_id = @nodeId)
        OR EXISTS (SELECT 1 FROM power_events WHERE node_id = @nodeId)
        OR EXISTS (SELECT 1 FROM receipts WHERE node_id = @nodeId) AS found`),
  };
}

/** Begins and ends imports, one by one or the files of each kind together. */
function importFrames(imports: ReturnType<typeof prepareImports>) {
  /** While many files are imported together: the import of each kind, and how many rows it has so far. */
  let shared: ReadonlyMap<ImportKind, { readonly id: number; rowCount: number }> = new Map();
  const insert = (kind: ImportKind, file: string, atMs: number) =>
    imports.begin.run({ kind, file: file.slice(-MAX_FILE_NAME), atMs }).insertedId;
  const end = (id: number, rowCount: number) =>
    void (rowCount === 0 ? imports.remove.run({ id }) : imports.finish.run({ id, rowCount }));
  return {
    /** Combines the content of many files into one import of each kind: every import begun by the work joins it. */
    together: <T>(kinds: readonly ImportKind[], file: string, atMs: number, work: () => T): TogetherOutcome<T> => {
      shared = new Map([...new Set(kinds)].map((kind) => [kind, { id: insert(kind, file, atMs), rowCount: 0 }]));
      const begun = [...shared.values()];
      try {
        const result = work();
        begun.forEach(({ id, rowCount }) => end(id, rowCount));
        return { result, importIds: begun.flatMap(({ id, rowCount }) => (rowCount === 0 ? [] : [id])) };
      } finally {
        shared = new Map();
      }
    },
    begin: (kind: ImportKind, file: string, atMs: number) => shared.get(kind)?.id ?? insert(kind, file, atMs),
    /** An import that brought nothing new is deleted. */
    finish: (id: number, rowCount: number) => {
      const begun = [...shared.values()].find((one) => one.id === id);
      if (begun === undefined) {
        end(id, rowCount);
      } else {
        begun.rowCount += rowCount;
      }
    },
  };
}

/** Which import brought which rows. A row that several imports brought is deleted with the last of them. */
export function createImportStore(database: FarmerDatabase) {
  const imports = prepareImports(database);
  const events = createImportedEvents(database);
  const stage = createEventStages(database, events);
  const receipts = prepareMark(database, MARKS.receipts);
  const bids = prepareMark(database, MARKS.bids);
  return {
    ...importFrames(imports),
    /** Counts rows of an import that stays open, like that of the connection to the grid. */
    addRows: (id: number, count: number) => void imports.addRows.run({ id, count }),
    /** The imports that brought something, the latest first. */
    list: () => imports.list.all(),
    get: (id: number) => imports.get.get({ id }),
    /**
     * Adds events that are visible at once.
     * @param importId null for events that belong to no import and stay
     * @returns how many were new
     */
    addEvents: (importId: number | null, added: readonly NodeEvent[]) =>
      database.transaction(() => events.add(added, { importId, isPending: false })),
    /**
     * Begins an import of events that stay hidden until it is finished, and are deleted when the program ends before that.
     * @returns null while another one is under way, in this program or another
     */
    stageEvents: (file: string, atMs: number) => stage(file.slice(-MAX_FILE_NAME), atMs),
    /** Notes which import brought a receipt, except for one that was stored before and belongs to no import. */
    noteReceipt: (importId: number, receiptId: number, isNew: boolean) =>
      void receipts[isNew ? 'add' : 'share'].run({ id: receiptId, importId }),
    noteBid: (importId: number, bidId: string) => void imports.addBid.run({ importId, bidId }),
    /** The nodes of the receipts that an import brought. */
    receiptNodesOf: (importId: number): readonly number[] =>
      imports.receiptNodes.all({ importId }).map(({ nodeId }) => nodeId),
    noteNode: (importId: number, { nodeId, before }: ImportedNode) =>
      void imports.addNode.run({ nodeId, importId, before: before === null ? null : JSON.stringify(before) }),
    /** Notes that an import brings rows of a node: a node that an import added stays as long as one such import does. */
    shareNode: (importId: number, nodeId: number) => void imports.shareNode.run({ nodeId, importId }),
    nodesOf: (importId: number) => imports.nodes.all({ importId }),
    /** Moves a node's values from before an import to the next import that changed it, which then restores them. */
    passOnBefore: (importId: number, { nodeId, before }: ImportedNode) =>
      void imports.passOn.run({ nodeId, importId, before: before === null ? null : JSON.stringify(before) }),
    /** Whether another import brought the node, or rows of it are left. */
    isBroughtByOthers: (importId: number, nodeId: number) => imports.others.get({ importId, nodeId })?.found === 1,
    /** Whether another import, or a receipt, names the node by its id on the grid. */
    isNamedByOthers: (importId: number, nodeId: number) => imports.naming.get({ importId, nodeId })?.found === 1,
    /**
     * Deletes the events, receipts and undecided bids that only this import brought, and the import.
     * @returns how many rows
     */
    takeBack: (importId: number) => {
      imports.thaw.run({ id: importId });
      const taken = [receipts, bids].map((mark) => mark.takeBack.run({ importId }).changes);
      return taken.reduce((sum, count) => sum + count, events.takeBack(importId));
    },
  };
}
