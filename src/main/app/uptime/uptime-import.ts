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

/**
 * Accepts the rows of one node, and those that name none. A node without a grid number takes it from the rows.
 * @throws FarmerError INVALID_INPUT where the rows name several and nothing says which is the node's
 */
function ownedBy(stores: Stores, node: FarmNode, nowMs: number): NodeOf {
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
    stores.nodes.save({ ...node, grid: { ...node.grid, nodeId: known } }, nowMs);
    return node.id;
  };
}

/** Accepts the rows of every node that the grid knows; one that is not here yet is added with its first row. */
function ownedByGridNumber(stores: Stores, importId: number, nowMs: number): NodeOf {
  const found = new Map<number, number>();
  return ({ node: nodeId }) => {
    if (nodeId === null) {
      return message('uptime:core.namesNoNode');
    }
    let known = found.get(nodeId);
    if (known === undefined) {
      known = stores.nodes.byGridNode(nodeId)?.id ?? addNode(stores, nodeId, importId, nowMs);
      stores.imports.shareNode(importId, known);
      found.set(nodeId, known);
    }
    return known;
  };
}

function addNode(stores: Stores, gridNodeId: number, importId: number, nowMs: number): number {
  const { id } = addImportedNode(stores, gridNodeId, 'uptime', nowMs);
  stores.imports.noteNode(importId, { nodeId: id, before: null });
  return id;
}

function store(stores: Stores, nodeId: number, { event, chainPosition }: ImportedEvent, order: number): boolean {
  const [kind, atS, value] = event;
  return kind === 'uptime'
    ? stores.uptimeRecords.addReport(nodeId, { atS, upS: value })
    : stores.uptimeRecords.addPowerEvent(nodeId, { kind, atS, power: value }, chainPosition ?? order);
}

function importRows(stores: Stores, source: EventImport): ImportResult {
  const { node, nowMs } = source;
  const importId = stores.imports.begin('uptime', source.file, nowMs);
  if (node !== null) {
    stores.imports.shareNode(importId, node.id);
  }
  const nodeOf = node === null ? ownedByGridNumber(stores, importId, nowMs) : ownedBy(stores, node, nowMs);
  const rejected: { line: number; reason: Message }[] = [];
  let imported = 0;
  let duplicates = 0;
  let rejectedCount = 0;
  for (const { line, reading } of readRows(source)) {
    const owner = reading.ok ? nodeOf(reading.row) : reading.reason;
    if (!reading.ok || typeof owner === 'object') {
      rejectedCount += 1;
      if (rejected.length < MAX_NAMED_REJECTIONS && typeof owner === 'object') {
        rejected.push({ line, reason: owner });
      }
      continue;
    }
    const isNew = store(stores, owner, reading.row, imported);
    stores.imports.noteEvent(importId, owner, reading.row.event, isNew);
    imported += isNew ? 1 : 0;
    duplicates += isNew ? 0 : 1;
  }
  stores.imports.finish(importId, imported);
  return { imported, duplicates, rejectedCount, rejected };
}

/**
 * Imports reports and power events in one transaction: bad rows are named, good ones kept, known ones left as they are,
 * so that the same import twice changes nothing.
 * @throws FarmerError INVALID_INPUT for a CSV with the wrong columns, a text without a list, rows of several nodes for one
 * without a grid number; then nothing was written
 */
export function importEvents(stores: Stores, source: EventImport): ImportResult {
  return stores.transaction(() => importRows(stores, source));
}
