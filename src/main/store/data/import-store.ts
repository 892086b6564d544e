import type { Import, ImportKind } from '#shared/contract/data/imports.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { createEventStages, type EventStage } from './event-stage.ts';
import { createImportedEvents, type NodeEvent } from './imported-events.ts';

/** A node that an import added or changed. */
export interface ImportedNode {
  readonly nodeId: number;
  /** What the import changed, as it was before; null for a node that it added. */
  readonly before: unknown;
}

/** What the work of {@link ImportStore.together} gave, and the imports that brought something new. */
export interface TogetherOutcome<T> {
  readonly result: T;
  readonly importIds: readonly number[];
}

/** Which import brought what. A row that several brought goes with the last of them. */
export interface ImportStore {
  /** Makes what many files bring one import of each kind: what begins while the work runs goes into it. */
  together<T>(kinds: readonly ImportKind[], file: string, atMs: number, work: () => T): TogetherOutcome<T>;
  begin(kind: ImportKind, file: string, atMs: number): number;
  /** One that brought nothing new leaves no trace. */
  finish(id: number, rowCount: number): void;
  /** Counts rows of an import that goes on, as a connection does. */
  addRows(id: number, count: number): void;
  /** Those that brought something, the latest first. */
  list(): readonly Import[];
  get(id: number): Import | undefined;
  /**
   * Adds events that are seen at once.
   * @param importId null for what comes from no import, and stays
   * @returns how many were new
   */
  addEvents(importId: number | null, events: readonly NodeEvent[]): number;
  /**
   * Begins an import of events of which nothing is seen before it is finished, and of which nothing is left when the
   * program ends before that.
   * @returns null while another is under way, in this program or another
   */
  stageEvents(file: string, atMs: number): EventStage | null;
  /** Notes who brought a receipt. One that was here before, and from no import, is nobody's. */
  noteReceipt(importId: number, receiptId: number, isNew: boolean): void;
  noteBid(importId: number, bidId: string): void;
  /** The nodes of the receipts that an import brought. */
  receiptNodesOf(id: number): readonly number[];
  noteNode(importId: number, node: ImportedNode): void;
  /** Notes that an import brings rows of a node: where it came with an import, it stays as long as one of them does. */
  shareNode(importId: number, nodeId: number): void;
  nodesOf(id: number): readonly ImportedNode[];
  /** Gives what a node was before an import to the next one that changed it: it follows on that from now on. */
  passOnBefore(id: number, node: ImportedNode): void;
  /** Whether anything of a node is left from another import than this one. */
  isBroughtByOthers(id: number, nodeId: number): boolean;
  /** Whether another import than this one, or a receipt, names a node by its number on the grid. */
  isNamedByOthers(id: number, nodeId: number): boolean;
  /**
   * Takes away the events, receipts and undecided bids that this import alone brought, and the import.
   * @returns how many rows
   */
  takeBack(id: number): number;
}

/** A path longer than this is cut at its front: its end tells files apart. */
const MAX_FILE_NAME = 400;

/** The tables that mark what an import brought, and of what. */
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
    /** Periods that closed since count what the import brought: they are frozen anew. */
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

/** Begins and ends imports, each by itself or the files of a kind together. */
function importFrames(imports: ReturnType<typeof prepareImports>) {
  /** While many files are imported together: the import of each kind, and the rows it brought so far. */
  let shared: ReadonlyMap<ImportKind, { readonly id: number; rowCount: number }> = new Map();
  const insert = (kind: ImportKind, file: string, atMs: number) =>
    imports.begin.run({ kind, file: file.slice(-MAX_FILE_NAME), atMs }).insertedId;
  const end = (id: number, rowCount: number) =>
    void (rowCount === 0 ? imports.remove.run({ id }) : imports.finish.run({ id, rowCount }));
  return {
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

/** Imports over an open database. */
export function createImportStore(database: FarmerDatabase): ImportStore {
  const imports = prepareImports(database);
  const events = createImportedEvents(database);
  const stage = createEventStages(database, events);
  const receipts = prepareMark(database, MARKS.receipts);
  const bids = prepareMark(database, MARKS.bids);
  return {
    ...importFrames(imports),
    addRows: (id, count) => void imports.addRows.run({ id, count }),
    list: () => imports.list.all(),
    get: (id) => imports.get.get({ id }),
    addEvents: (importId, added) => database.transaction(() => events.add(added, { importId, isPending: false })),
    stageEvents: (file, atMs) => stage(file.slice(-MAX_FILE_NAME), atMs),
    noteReceipt: (importId, receiptId, isNew) =>
      void receipts[isNew ? 'add' : 'share'].run({ id: receiptId, importId }),
    noteBid: (importId, bidId) => void imports.addBid.run({ importId, bidId }),
    receiptNodesOf: (importId) => imports.receiptNodes.all({ importId }).map(({ nodeId }) => nodeId),
    noteNode: (importId, { nodeId, before }) =>
      void imports.addNode.run({ nodeId, importId, before: before === null ? null : JSON.stringify(before) }),
    shareNode: (importId, nodeId) => void imports.shareNode.run({ nodeId, importId }),
    nodesOf: (importId) => imports.nodes.all({ importId }),
    passOnBefore: (importId, { nodeId, before }) =>
      void imports.passOn.run({ nodeId, importId, before: before === null ? null : JSON.stringify(before) }),
    isBroughtByOthers: (importId, nodeId) => imports.others.get({ importId, nodeId })?.found === 1,
    isNamedByOthers: (importId, nodeId) => imports.naming.get({ importId, nodeId })?.found === 1,
    takeBack: (importId) => {
      imports.thaw.run({ id: importId });
      const taken = [receipts, bids].map((mark) => mark.takeBack.run({ importId }).changes);
      return taken.reduce((sum, count) => sum + count, events.takeBack(importId));
    },
  };
}
