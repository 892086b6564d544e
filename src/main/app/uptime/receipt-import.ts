import { createHash } from 'node:crypto';
import { blake2b } from '@noble/hashes/blake2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { HashCheck } from '#shared/contract/uptime/receipts.ts';
import { addImportedNode } from '#main/app/nodes/imported-node.ts';
import type { Stores } from '#main/store/stores.ts';
import { NotJson, parseJsonDocuments } from '#shared/domain/data/json-documents.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { entriesOf, type ReceiptEntry, withNumbers } from '#shared/domain/uptime/receipt-entries.ts';
import {
  isReceiptHash,
  NOT_OBJECT,
  periodIndexOf,
  type ReadReceipt,
  readReceipt,
} from '#shared/domain/uptime/receipt-reading.ts';
import { applyReceiptTerms } from './node-receipts.ts';

/** The maximum number of invalid receipts that are listed individually. */
const MAX_NAMED_REJECTIONS = 1000;

const HINT = message('uptime:core.giveReceipts');

function parse(text: string): readonly object[] {
  let documents: readonly unknown[];
  try {
    documents = parseJsonDocuments(text);
  } catch (error) {
    if (error instanceof NotJson) {
      const { line } = error;
      throw invalidInput(message('uptime:core.receiptsJsonNotWhole', { line }), HINT, { line });
    }
    throw error;
  }
  return documents.map((document) => {
    if (typeof document !== 'object' || document === null) {
      throw invalidInput(message('uptime:core.noReceipts'), HINT);
    }
    return document;
  });
}

/** The last part of a path, without its extension. */
function nameOf(file: string): string {
  return (
    file
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.[a-z]{1,5}$/i, '') ?? ''
  );
}

/** The minting program names a receipt's file by the BLAKE2b-256 of its bytes. */
function checkHash(text: string, hash: string): HashCheck {
  const hashes = [text, text.trim()].map((bytes) => bytesToHex(blake2b(utf8ToBytes(bytes), { dkLen: 32 })));
  return hashes.includes(hash) ? 'verified' : 'differs';
}

/** An import of receipts: the affected nodes, and the result of each receipt. */
class ReceiptImport {
  readonly counts = { imported: 0, duplicates: 0, fixups: 0, retries: 0 };
  /** Receipts whose hash could not be verified, because the raw bytes are missing or differ. */
  unverified = 0;
  /** The number of receipts of each node. */
  readonly nodeRows = new Map<number, number>();
  readonly #stores: Stores;
  readonly #nowMs: number;
  readonly #importId: number;

  constructor(stores: Stores, importId: number, nowMs: number) {
    this.#stores = stores;
    this.#nowMs = nowMs;
    this.#importId = importId;
  }

  /**
   * Updates the nodes from all of their receipts.
   * @returns the number of new rows
   */
  finish(): number {
    for (const nodeId of this.nodeRows.keys()) {
      applyReceiptTerms(this.#stores, nodeId, this.#nowMs);
    }
    const { imported, fixups, retries } = this.counts;
    return imported + fixups + retries;
  }

  /** The node of a receipt, which is added when it is new. */
  #nodeFor(gridNodeId: number): FarmNode {
    const { nodes, imports } = this.#stores;
    const known = nodes.byGridNode(gridNodeId);
    if (known !== undefined) {
      imports.shareNode(this.#importId, known.id);
      return known;
    }
    const added = addImportedNode(this.#stores, gridNodeId, 'receipt', this.#nowMs);
    imports.noteNode(this.#importId, { nodeId: added.id, before: null });
    return added;
  }

  /** @returns the reason why the receipt was rejected, or null */
  add({ content: given, kind, hash }: ReceiptEntry, verification: HashCheck): Message | null {
    const content = withNumbers(given);
    const reading = readReceipt(content, kind);
    if (!reading.ok) {
      return message('uptime:core.fieldReason', { ...reading.fault });
    }
    const contentJson = canonicalText(content);
    if (contentJson === null) {
      return message('uptime:core.fieldReason', { ...NOT_OBJECT });
    }
    this.#store(reading, contentJson, hash, verification);
    return null;
  }

  #store(read: ReadReceipt, contentJson: string, hash: string, verification: HashCheck): void {
    const nodeId = read.kind === 'retry' ? null : this.#nodeFor(read.receipt.gridNodeId).id;
    if (nodeId !== null) {
      this.nodeRows.set(nodeId, (this.nodeRows.get(nodeId) ?? 0) + 1);
    }
    const { id, isNew } = this.#stores.receipts.add({
      kind: read.kind,
      nodeId,
      periodIndex: periodIndexOf(read.receipt),
      hash,
      verification,
      contentSha256: createHash('sha256').update(contentJson).digest('hex'),
      contentJson,
      importedAtMs: this.#nowMs,
    });
    this.#stores.imports.noteReceipt(this.#importId, id, isNew);
    const became = { minting: 'imported', fixup: 'fixups', retry: 'retries' } as const;
    this.counts[isNew ? became[read.kind] : 'duplicates'] += 1;
    this.unverified += verification === 'verified' ? 0 : 1;
  }
}

/**
 * The content with its fields in a fixed order, so that equal receipts have equal text; null for numbers that JSON
 * cannot represent.
 */
function canonicalText(content: unknown): string | null {
  try {
    return canonicalize(content) ?? null;
  } catch {
    return null;
  }
}

/**
 * Imports the receipts of a text in one transaction. Invalid receipts are reported by their position in the list; known
 * ones are skipped. The node of a receipt is added when it is new.
 * @param file its name, which for a raw receipt of the minting program is its hash
 * @param connectionImportId the import that the receipts belong to when they come from a grid connection
 * @throws FarmerError INVALID_INPUT for a text that is not JSON or contains no receipts
 */
export function importReceipts(
  stores: Stores,
  text: string,
  file: string,
  nowMs: number,
  connectionImportId: number | null = null,
) {
  const documents = parse(text);
  const name = nameOf(file);
  const fileHash = isReceiptHash(name) && documents.length === 1 ? name.toLowerCase() : '';
  const rejected: { line: number; reason: Message }[] = [];
  let rejectedCount = 0;
  const outcome = stores.transaction(() => {
    const importId = connectionImportId ?? stores.imports.begin('receipts', file, nowMs);
    const receipts = new ReceiptImport(stores, importId, nowMs);
    const entries = documents.flatMap((document) => entriesOf(document, fileHash));
    entries.forEach((entry, index) => {
      const isRaw = entry.content === documents[0] && fileHash !== '';
      const reason = receipts.add(entry, isRaw ? checkHash(text, fileHash) : 'unverifiable');
      if (reason === null) return;
      rejectedCount += 1;
      if (rejected.length < MAX_NAMED_REJECTIONS) rejected.push({ line: index + 1, reason });
    });
    const rowCount = receipts.finish();
    if (connectionImportId === null) stores.imports.finish(importId, rowCount);
    else stores.imports.addRows(importId, rowCount);
    const { counts, unverified, nodeRows } = receipts;
    return { ...counts, unverified, nodeRows };
  });
  return { ...outcome, rejectedCount, rejected };
}
