import type { ImportResult } from '#shared/contract/uptime/uptime.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { addImportedNode } from '#main/app/nodes/imported-node.ts';
import type { Stores } from '#main/store/stores.ts';
import {
  type ImportedEvent,
  type NumberedReading,
  readCsvRows,
  readJsonRow,
  splitLines,
} from '#shared/domain/uptime/import-rows.ts';
import { splitJsonLists } from '#shared/domain/uptime/json-elements.ts';
import { invalidInput } from '#shared/errors.ts';
import { type Message, message } from '#shared/message.ts';

/** An import in pieces of text, so that a file of any size passes through bounded memory. */
export interface EventImport {
  readonly chunks: Iterable<string>;
  /** Null: as the text begins. */
  readonly format: 'csv' | 'json' | null;
  /** The node all rows belong to, or null when each row names its own by its grid number. */
  readonly node: FarmNode | null;
  readonly nowMs: number;
  /** Where the text comes from. */
  readonly file: string;
}

/** The most bad rows that are named one by one. */
const MAX_NAMED_REJECTIONS = 1000;

/** A JSON text begins with a bracket; everything else is read as CSV. The pieces looked at are given again. */
function sniffFormat(chunks: Iterable<string>): { readonly format: 'csv' | 'json'; readonly chunks: Iterable<string> } {
  const pieces = chunks[Symbol.iterator]();
  let start = '';
  let next = pieces.next();
  while (next.done !== true && start.trim() === '') {
    start += next.value;
    next = pieces.next();
  }
  function* again() {
    yield start;
    for (; next.done !== true; next = pieces.next()) {
      yield next.value;
    }
  }
  return { format: /^[[{]/.test(start.trim()) ? 'json' : 'csv', chunks: again() };
}

function* readRows(source: EventImport): Generator<NumberedReading, void> {
  const nowS = Math.floor(source.nowMs / 1000);
  const { format, chunks } = source.format === null ? sniffFormat(source.chunks) : { ...source, format: source.format };
  if (format === 'csv') {
    yield* readCsvRows(splitLines(chunks), nowS);
    return;
  }
  for (const element of splitJsonLists(chunks)) {
    yield { line: element.line, reading: readJsonRow(element, nowS) };
  }
}

/** Finds the node of a row, or the reason why there is none. */
type NodeOf = (row: ImportedEvent) => number | Message;

/** The import that rows go into; null where they are only looked at. */
type Target = { readonly importId: number; readonly nowMs: number } | null;

/** A node that is only looked at may not be there yet. */
const NOT_THERE_YET = 0;

/**
 * Accepts the rows of one node, and those that name none. A node without a grid number takes it from the rows.
 * @throws FarmerError INVALID_INPUT where the rows name several and it is not known which is the node's
 */
function ownedBy(stores: Stores, node: FarmNode, target: Target): NodeOf {
  let known = node.grid.nodeId;
  return (row) => {
    if (row.node === null || row.node === known) {
      return node.id;
    }
    const other = stores.nodes.byGridNode(row.node);
    if (node.grid.nodeId !== null || (other !== undefined && other.id !== node.id)) {
      return message('uptime:core.belongsToNode', { node: row.node });
    }
    if (known !== null) {
      throw invalidInput(
        message('uptime:core.rowsNameSeveralNodes', { first: known, second: row.node, name: node.name }),
        message('uptime:core.importWithoutNode'),
      );
    }
    known = row.node;
    if (target !== null) {
      stores.nodes.save({ ...node, grid: { ...node.grid, nodeId: known } }, target.nowMs);
    }
    return node.id;
  };
}

/** Accepts the rows of every node that the grid knows; one that is not here yet is added with its first row. */
function ownedByGridNumber(stores: Stores, target: Target): NodeOf {
  const found = new Map<number, number>();
  const find = (gridNodeId: number): number => {
    const known = stores.nodes.byGridNode(gridNodeId)?.id;
    if (target === null) {
      return known ?? NOT_THERE_YET;
    }
    const id = known ?? addNode(stores, gridNodeId, target);
    stores.imports.shareNode(target.importId, id);
    return id;
  };
  return ({ node: gridNodeId }) => {
    if (gridNodeId === null) {
      return message('uptime:core.namesNoNode');
    }
    const id = found.get(gridNodeId) ?? find(gridNodeId);
    found.set(gridNodeId, id);
    return id;
  };
}

function addNode(stores: Stores, gridNodeId: number, { importId, nowMs }: NonNullable<Target>): number {
  const { id } = addImportedNode(stores, gridNodeId, 'uptime', nowMs);
  stores.imports.noteNode(importId, { nodeId: id, before: null });
  return id;
}

/** @returns whether it was new; whoever only looks cannot tell */
function store(
  stores: Stores,
  nodeId: number,
  { event, chainPosition }: ImportedEvent,
  order: number,
  target: Target,
): boolean {
  if (target === null) {
    return true;
  }
  const [kind, atS, value] = event;
  const isNew =
    kind === 'uptime'
      ? stores.uptimeRecords.addReport(nodeId, { atS, upS: value, position: chainPosition })
      : stores.uptimeRecords.addPowerEvent(nodeId, { kind, atS, power: value }, chainPosition ?? order);
  stores.imports.noteEvent(target.importId, nodeId, event, isNew);
  return isNew;
}

/** What an import of events did, and of which nodes and times the events are. */
export interface ImportedEvents extends ImportResult {
  /** How many events each node has, by its number on the grid; null for those that name none. */
  readonly rowsOfNodes: ReadonlyMap<number | null, number>;
  readonly range: { readonly fromS: number; readonly toS: number } | null;
  /** Rows that name no node, while the import names none either. */
  readonly namelessCount: number;
}

/** Counts rows by what became of them. */
class Tally {
  readonly rejected: { line: number; reason: Message }[] = [];
  readonly rowsOfNodes = new Map<number | null, number>();
  range: ImportedEvents['range'] = null;
  imported = 0;
  duplicates = 0;
  rejectedCount = 0;
  namelessCount = 0;

  reject(line: number, reason: Message, isNameless: boolean): void {
    this.rejectedCount += 1;
    this.namelessCount += isNameless ? 1 : 0;
    if (this.rejected.length < MAX_NAMED_REJECTIONS) {
      this.rejected.push({ line, reason });
    }
  }

  accept({ node, event: [, atS] }: ImportedEvent, isNew: boolean): void {
    this.imported += isNew ? 1 : 0;
    this.duplicates += isNew ? 0 : 1;
    this.rowsOfNodes.set(node, (this.rowsOfNodes.get(node) ?? 0) + 1);
    const { fromS, toS } = this.range ?? { fromS: atS, toS: atS };
    this.range = { fromS: Math.min(fromS, atS), toS: Math.max(toS, atS) };
  }
}

/** So many rows are one step: short enough that a page gets its answers meanwhile. */
const STEP_ROWS = 2000;

function* inSteps<T>(rows: Iterable<T>): Generator<readonly T[], void> {
  let step: T[] = [];
  for (const row of rows) {
    step.push(row);
    if (step.length === STEP_ROWS) {
      yield step;
      step = [];
    }
  }
  yield step;
}

/**
 * Reads events in steps, each in a transaction of its own.
 * @param importId the import that they go into; null to look only, so that nothing is written
 * @throws FarmerError INVALID_INPUT as {@link importEvents}
 */
export function* eventSteps(
  stores: Stores,
  source: EventImport,
  importId: number | null,
): Generator<void, ImportedEvents> {
  const { node, nowMs } = source;
  const target = importId === null ? null : { importId, nowMs };
  if (node !== null && importId !== null) {
    stores.imports.shareNode(importId, node.id);
  }
  const nodeOf = node === null ? ownedByGridNumber(stores, target) : ownedBy(stores, node, target);
  const tally = new Tally();
  const take = ({ line, reading }: NumberedReading): void => {
    const owner = reading.ok ? nodeOf(reading.row) : reading.reason;
    if (!reading.ok) {
      tally.reject(line, reading.reason, false);
    } else if (typeof owner === 'object') {
      tally.reject(line, owner, reading.row.node === null);
    } else {
      tally.accept(reading.row, store(stores, owner, reading.row, tally.imported, target));
    }
  };
  for (const rows of inSteps(readRows(source))) {
    stores.transaction(() => rows.forEach(take));
    yield;
  }
  const { imported, duplicates, rejectedCount, rejected, rowsOfNodes, range, namelessCount } = tally;
  return { imported, duplicates, rejectedCount, rejected, rowsOfNodes, range, namelessCount };
}

/**
 * Imports reports and power events in one transaction: bad rows are named, good ones kept, known ones left as they are,
 * so that the same import twice changes nothing.
 * @throws FarmerError INVALID_INPUT for a CSV with the wrong columns, a text without a list, rows of several nodes for one
 * without a grid number; then nothing was written
 */
export function importEvents(stores: Stores, source: EventImport): ImportResult {
  return stores.transaction(() => {
    const importId = stores.imports.begin('uptime', source.file, source.nowMs);
    const steps = eventSteps(stores, source, importId);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        stores.imports.finish(importId, step.value.imported);
        return step.value;
      }
    }
  });
}
