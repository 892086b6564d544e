import type { ImportResult } from '#shared/contract/uptime/uptime.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';
import type { CreditEvent } from '#shared/domain/uptime/credit-types.ts';
import {
  type ImportedEvent,
  type NumberedReading,
  readCsvRows,
  readJsonRow,
  splitLines,
} from '#shared/domain/uptime/import-rows.ts';
import { splitJsonList } from '#shared/domain/uptime/json-elements.ts';
import { type Message, message } from '#shared/message.ts';

/** An import in pieces of text, so that a file of any size passes through bounded memory. */
export interface EventImport {
  readonly chunks: Iterable<string>;
  readonly format: 'csv' | 'json';
  /** The node all rows belong to, or null when each row names its own by its grid number. */
  readonly node: FarmNode | null;
  readonly nowMs: number;
}

/** The most bad rows that are named one by one. */
const MAX_NAMED_REJECTIONS = 1000;

function* readRows({ chunks, format, nowMs }: EventImport): Generator<NumberedReading, void> {
  const nowS = Math.floor(nowMs / 1000);
  if (format === 'csv') {
    yield* readCsvRows(splitLines(chunks), nowS);
    return;
  }
  for (const element of splitJsonList(chunks)) {
    yield { line: element.line, reading: readJsonRow(element, nowS) };
  }
}

/** Finds the node of a row, or the reason why there is none. */
type NodeOf = (row: ImportedEvent) => number | Message;

/** Accepts the rows of one node. Where its grid number is not known, the first row decides it. */
function ownedBy(node: FarmNode): NodeOf {
  let known = node.grid.nodeId;
  return (row) => {
    if (row.node === null || row.node === node.id) {
      return node.id;
    }
    known ??= row.node;
    return row.node === known ? node.id : message('uptime:core.belongsToNode', { node: row.node });
  };
}

function ownedByGridNumber(stores: Stores): NodeOf {
  const found = new Map<number, number | Message>();
  return ({ node }) => {
    if (node === null) {
      return message('uptime:core.namesNoNode');
    }
    let owner = found.get(node);
    if (owner === undefined) {
      owner = stores.nodes.byGridNode(node)?.id ?? message('uptime:core.nodeUnknown', { node });
      found.set(node, owner);
    }
    return owner;
  };
}

function store(stores: Stores, nodeId: number, event: CreditEvent, position: number): boolean {
  const [kind, atS, value] = event;
  return kind === 'uptime'
    ? stores.uptimeRecords.addReport(nodeId, { atS, upS: value })
    : stores.uptimeRecords.addPowerEvent(nodeId, { kind, atS, power: value }, position);
}

/**
 * Imports reports and power events in one transaction: bad rows are named, good ones kept, known ones left as they are,
 * so that the same import twice changes nothing.
 * @throws FarmerError INVALID_INPUT for a CSV with the wrong columns; then nothing was written
 */
export function importEvents(stores: Stores, source: EventImport): ImportResult {
  const nodeOf = source.node === null ? ownedByGridNumber(stores) : ownedBy(source.node);
  const rejected: { line: number; reason: Message }[] = [];
  let imported = 0;
  let duplicates = 0;
  let rejectedCount = 0;
  const reject = (line: number, reason: Message) => {
    rejectedCount += 1;
    if (rejected.length < MAX_NAMED_REJECTIONS) {
      rejected.push({ line, reason });
    }
  };
  stores.transaction(() => {
    for (const { line, reading } of readRows(source)) {
      const owner = reading.ok ? nodeOf(reading.row) : reading.reason;
      if (typeof owner === 'object') {
        reject(line, owner);
      } else if (reading.ok && store(stores, owner, reading.row.event, imported)) {
        imported += 1;
      } else {
        duplicates += 1;
      }
    }
  });
  return { imported, duplicates, rejectedCount, rejected };
}
