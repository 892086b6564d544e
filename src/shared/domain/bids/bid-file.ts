import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { isRecord } from '#shared/records.ts';
import type { RejectedRow } from '#shared/domain/table-header.ts';
import { parseJson } from '#shared/domain/data/json-documents.ts';
import { BID_FORMAT } from './constants.ts';
import { type BidRecord, type NewBid, parseBidRecord } from './bid-fields.ts';
import { findElementLines } from './json-element-lines.ts';

/** The most rows of one file. */
const MAX_BID_ROWS = 200_000;

/** Receives the rows of a file one by one, so that its bids are never all in memory. */
export interface BidRows {
  /** Whether a bid of this id is stored already. */
  isKnown(id: string): boolean;
  take(bid: NewBid): void;
  reject(row: RejectedRow): void;
}

/** A record with its line in the file, counted from 1; `problem` when its columns could not be separated. */
export interface NumberedRecord {
  readonly line: number;
  readonly record: BidRecord;
  readonly problem?: Message;
}

/** @throws FarmerError TOO_LARGE */
export function assertNotTooMany(rowCount: number): void {
  if (rowCount > MAX_BID_ROWS) {
    throw new FarmerError('TOO_LARGE', message('bids:core.fileHoldsTooMany', { maxBidRows: MAX_BID_ROWS }), {
      hint: message('bids:core.splitFile'),
    });
  }
}

/**
 * Reads numbered records as bids: a bad one is reported with its line, the others are kept. Of two bids with one id the
 * first counts.
 * @returns reads the next record
 */
export function bidReader(rows: BidRows): (record: NumberedRecord) => void {
  const lineOfId = new Map<string, number>();
  const problemOf = ({ id }: NewBid): Message | null => {
    const earlier = lineOfId.get(id);
    if (earlier !== undefined) return message('bids:core.idTakenOnLine', { id, line: earlier });
    return rows.isKnown(id) ? message('bids:core.idTaken', { id }) : null;
  };
  return ({ line, record, problem }) => {
    const parsed = problem === undefined ? parseBidRecord(record) : { reason: problem };
    if ('reason' in parsed) {
      rows.reject({ line, reason: parsed.reason });
      return;
    }
    const taken = problemOf(parsed.bid);
    if (taken !== null) {
      rows.reject({ line, reason: taken });
      return;
    }
    lineOfId.set(parsed.bid.id, line);
    rows.take(parsed.bid);
  };
}

function parseDocument(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof FarmerError) throw error;
    throw new FarmerError('INVALID_INPUT', message('bids:core.fileNotReadable'), {
      hint: message('bids:core.readerProblem', {
        problem: error instanceof Error ? error.message.slice(0, 200) : '',
      }),
      cause: error,
    });
  }
}

function readBidList(document: unknown): readonly unknown[] {
  if (!isRecord(document) || !Array.isArray(document['bids'])) {
    throw invalidInput(message('bids:core.fileHasNoBids'), message('bids:core.writeBidList'), { field: 'bids' });
  }
  if (document['format'] !== BID_FORMAT) {
    throw invalidInput(
      message('bids:core.fileFormatUnknown', {
        format: JSON.stringify(document['format'] ?? null).slice(0, 40),
        bidFormat: BID_FORMAT,
      }),
      message('bids:core.saveInKnownFormat'),
      { field: 'format' },
    );
  }
  return document['bids'] as readonly unknown[];
}

/**
 * Reads a bid file in JSON, format 1.
 * @throws FarmerError INVALID_INPUT when it is not JSON, has another format or no bids; TOO_LARGE
 */
export function readBidsJson(text: string, rows: BidRows): void {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const list = readBidList(parseDocument(source));
  assertNotTooMany(list.length);
  const lines = findElementLines(source, 'bids');
  const read = bidReader(rows);
  for (const [index, row] of list.entries()) {
    const line = lines[index] ?? 1;
    read(isRecord(row) ? { line, record: row } : { line, record: {}, problem: message('bids:core.notObject') });
  }
}
