import { setTimeout } from 'node:timers/promises';
import type { ImportResult } from '#shared/contract/uptime/uptime.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { numberedNode } from '#main/app/nodes/node-import.ts';
import { addImportedNode } from '#main/app/nodes/imported-node.ts';
import { yieldToEventLoop } from '#main/app/data/yield-to-event-loop.ts';
import type { EventStage } from '#main/store/data/event-stage.ts';
import type { NodeEvent } from '#main/store/data/imported-events.ts';
import type { Stores } from '#main/store/stores.ts';
import {
  type ImportedEvent,
  isEmptyAnswer,
  type NumberedReading,
  readCsvRows,
  readJsonRow,
  splitLines,
} from '#shared/domain/uptime/import-rows.ts';
import { splitJsonLists } from '#shared/domain/uptime/json-elements.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { type Message, message } from '#shared/message.ts';

/** An import as chunks of text, so that files of any size need bounded memory. */
export interface EventImport {
  readonly chunks: Iterable<string>;
  /** Null detects the format from the start of the text. */
  readonly format: 'csv' | 'json' | null;
  /** The node of all rows; null when each row names its node by grid number. */
  readonly node: FarmNode | null;
  readonly nowMs: number;
  /** The file that the text comes from. */
  readonly file: string;
}

/** The maximum number of invalid rows that are listed individually. */
const MAX_NAMED_REJECTIONS = 1000;

/** JSON starts with a bracket; anything else is read as CSV. Returns all chunks, including those inspected. */
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
    if (!isEmptyAnswer(element)) yield { line: element.line, reading: readJsonRow(element, nowS) };
  }
}

/** Returns the node of a row, or the reason why there is none. */
type NodeOf = (row: ImportedEvent) => number | Message;

/** Assigns the rows of an import to nodes. */
interface RowOwners {
  readonly nodeOf: NodeOf;
  /** Writes what depends on all rows, together with the last of them. */
  readonly finish: () => void;
}

/** The import that rows are added to; null for a preview. */
type Stage = EventStage | null;

/** In a preview, the node of a row may not exist yet. */
const NOT_THERE_YET = 0;

/**
 * Accepts the rows of one node, and rows without a node. A node without a grid number gets it from the rows.
 * @throws FarmerError INVALID_INPUT when the rows name several nodes and it is unknown which one is meant
 */
function rowsOfNode(stores: Stores, node: FarmNode, stage: Stage, nowMs: number): RowOwners {
  let known = node.grid.nodeId;
  let isNamed = false;
  return {
    nodeOf: (row) => {
      isNamed ||= row.node !== null && row.node === known;
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
      isNamed = true;
      return node.id;
    },
    finish: () => {
      // Read again, because the farmer may have changed it meanwhile.
      const now = stores.nodes.get(node.id);
      if (now !== undefined && isNamed && stage !== null) {
        stores.imports.noteNode(stage.importId, { nodeId: node.id, before: numberedNode(now, known) });
      }
      if (now !== undefined && known !== now.grid.nodeId) {
        stores.nodes.save({ ...now, grid: { ...now.grid, nodeId: known } }, nowMs);
      }
    },
  };
}

/** Accepts the rows of every node by grid number; a new node is added with its first row. */
function rowsByGridNumber(stores: Stores, stage: Stage, nowMs: number): RowOwners {
  const found = new Map<number, number>();
  const added: number[] = [];
  const find = (gridNodeId: number): number => {
    const known = stores.nodes.byGridNode(gridNodeId)?.id;
    if (stage === null) {
      return known ?? NOT_THERE_YET;
    }
    if (known === undefined) {
      const { id } = addImportedNode(stores, gridNodeId, 'uptime', nowMs);
      stage.hideNode(id);
      added.push(gridNodeId);
      return id;
    }
    stores.imports.shareNode(stage.importId, known);
    return known;
  };
  return {
    nodeOf: ({ node: gridNodeId }) => {
      if (gridNodeId === null) {
        return message('uptime:core.namesNoNode');
      }
      const id = found.get(gridNodeId) ?? find(gridNodeId);
      found.set(gridNodeId, id);
      return id;
    },
    finish: () => {
      for (const node of added) {
        if (stores.nodes.byGridNode(node) !== undefined) {
          throw new FarmerError('CONFLICT', message('uptime:core.nodeAddedMeanwhile', { node }), {
            hint: message('uptime:core.importAgain'),
          });
        }
      }
    },
  };
}

/** The result of an import of events, with their nodes and times. */
export interface ImportedEvents extends ImportResult {
  readonly importId: number | null;
  /** The number of events by the grid number of their node; null for rows without a node. */
  readonly rowsOfNodes: ReadonlyMap<number | null, number>;
  readonly range: { readonly fromS: number; readonly toS: number } | null;
  /** The number of rows without a node, when the import names none either. */
  readonly namelessCount: number;
}

/** Counts rows by their result. */
class ImportCounts {
  readonly rejected: { line: number; reason: Message }[] = [];
  readonly rowsOfNodes = new Map<number | null, number>();
  range: ImportedEvents['range'] = null;
  accepted = 0;
  imported = 0;
  rejectedCount = 0;
  namelessCount = 0;

  reject(line: number, reason: Message, isNameless: boolean): void {
    this.rejectedCount += 1;
    this.namelessCount += isNameless ? 1 : 0;
    if (this.rejected.length < MAX_NAMED_REJECTIONS) {
      this.rejected.push({ line, reason });
    }
  }

  accept({ node, event: [, atS] }: ImportedEvent): void {
    this.accepted += 1;
    this.rowsOfNodes.set(node, (this.rowsOfNodes.get(node) ?? 0) + 1);
    const { range } = this;
    if (range === null || atS < range.fromS || atS > range.toS) {
      this.range = { fromS: Math.min(range?.fromS ?? atS, atS), toS: Math.max(range?.toS ?? atS, atS) };
    }
  }

  result(importId: number | null): ImportedEvents {
    const { accepted, imported, rejectedCount, rejected, rowsOfNodes, range, namelessCount } = this;
    const duplicates = accepted - imported;
    return { importId, imported, duplicates, rejectedCount, rejected, rowsOfNodes, range, namelessCount };
  }
}

/** The number of rows per step: small enough that other calls are answered in between. */
const STEP_ROWS = 1000;

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

/** Assigns rows to nodes and stores them. */
function importRows(rows: readonly NumberedReading[], nodeOf: NodeOf, tally: ImportCounts, stage: Stage): void {
  const events: NodeEvent[] = [];
  for (const { line, reading } of rows) {
    if (!reading.ok) {
      tally.reject(line, reading.reason, false);
      continue;
    }
    const { row } = reading;
    const owner = nodeOf(row);
    if (typeof owner === 'object') {
      tally.reject(line, owner, row.node === null);
      continue;
    }
    tally.accept(row);
    const place = row.event[0] === 'uptime' ? null : tally.accepted;
    events.push({ nodeId: owner, event: row.event, position: row.chainPosition ?? place });
  }
  // A preview cannot tell which rows are already stored.
  tally.imported += stage === null ? events.length : stage.add(events);
}

/** Reads events in steps, each in its own transaction, and lets other calls be answered in between. */
async function importInSteps(stores: Stores, source: EventImport, stage: Stage): Promise<ImportedEvents> {
  const { node, nowMs } = source;
  if (node !== null && stage !== null) {
    stores.imports.shareNode(stage.importId, node.id);
  }
  const owners = node === null ? rowsByGridNumber(stores, stage, nowMs) : rowsOfNode(stores, node, stage, nowMs);
  const tally = new ImportCounts();
  for (const rows of inSteps(readRows(source))) {
    const take = () => importRows(rows, owners.nodeOf, tally, stage);
    if (stage === null) take();
    else stage.step(take);
    await yieldToEventLoop();
  }
  stage?.finish(tally.imported, owners.finish);
  return tally.result(tally.imported === 0 ? null : (stage?.importId ?? null));
}

/** How often a waiting import checks whether another one has ended, in milliseconds. */
const WAIT_MS = 50;

async function stageWhenFree({ imports }: Stores, { file, nowMs }: EventImport): Promise<EventStage> {
  for (;;) {
    const stage = imports.stageEvents(file, nowMs);
    if (stage !== null) {
      return stage;
    }
    await setTimeout(WAIT_MS);
  }
}

/**
 * Imports reports and power events, all or nothing: they become visible when the last one is stored. Invalid rows are
 * reported, and known ones skipped, so that repeating an import changes nothing. Imports of events run one after
 * another.
 * @throws FarmerError INVALID_INPUT for a CSV with wrong columns, a text without a list, or rows of several nodes for
 * one without a grid number; nothing is written then
 */
export async function importEvents(stores: Stores, source: EventImport): Promise<ImportedEvents> {
  const stage = await stageWhenFree(stores, source);
  try {
    return await importInSteps(stores, source, stage);
  } catch (error) {
    for (const _ of stage.abandon()) await yieldToEventLoop();
    throw error;
  }
}

/** Previews {@link importEvents} without writing anything. */
export const previewEvents = (stores: Stores, source: EventImport): Promise<ImportedEvents> =>
  importInSteps(stores, source, null);
