import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import type { RejectedRow } from '#shared/domain/table-header.ts';
import { BID_FORMAT } from './constants.ts';
import { type BidRecord, type NewBid, parseBidRecord } from './bid-fields.ts';
import { findElementLines } from './json-element-lines.ts';

/** The most rows of one file. */
const MAX_BID_ROWS = 200_000;

/** The bids of a file, and the rows that are none. */
export interface ParsedBids {
  readonly bids: NewBid[];
  readonly rejected: RejectedRow[];
}

/** A record with its line in the file, counted from 1; `problem` when its columns could not be separated. */
export interface NumberedRecord {
  readonly line: number;
  readonly record: BidRecord;
  readonly problem?: Message;
}

function isRecord(value: unknown): value is BidRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tooManyError(): FarmerError {
  return new FarmerError('TOO_LARGE', message('bids:core.fileHoldsTooMany', { maxBidRows: MAX_BID_ROWS }), {
    hint: message('bids:core.splitFile'),
  });
}

/**
 * Reads numbered records as bids: a bad one is reported with its line, the others are kept. Of two bids with one id the
 * first counts.
 * @param knownIds ids of stored bids
 * @throws FarmerError TOO_LARGE above {@link MAX_BID_ROWS}
 */
export function parseBidRecords(records: readonly NumberedRecord[], knownIds: ReadonlySet<string>): ParsedBids {
  if (records.length > MAX_BID_ROWS) {
    throw tooManyError();
  }
  const bids: NewBid[] = [];
  const rejected: RejectedRow[] = [];
  const lineOfId = new Map<string, number>();
  for (const { line, record, problem } of records) {
    const parsed = problem === undefined ? parseBidRecord(record) : { reason: problem };
    if ('reason' in parsed) {
      rejected.push({ line, reason: parsed.reason });
      continue;
    }
    const { bid } = parsed;
    const earlier = lineOfId.get(bid.id);
    if (earlier !== undefined || knownIds.has(bid.id)) {
      const reason =
        earlier === undefined
          ? message('bids:core.idTaken', { id: bid.id })
          : message('bids:core.idTakenOnLine', { id: bid.id, line: earlier });
      rejected.push({ line, reason });
      continue;
    }
    lineOfId.set(bid.id, line);
    bids.push(bid);
  }
  return { bids, rejected };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FarmerError('INVALID_INPUT', message('bids:core.fileNotReadable'), {
      hint: message('bids:core.readerProblem', {
        problem: error instanceof Error ? error.message.slice(0, 200) : 'not JSON',
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
export function parseBidsJson(text: string, knownIds: ReadonlySet<string>): ParsedBids {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const rows = readBidList(parseJson(source));
  if (rows.length > MAX_BID_ROWS) {
    throw tooManyError();
  }
  const lines = findElementLines(source, 'bids');
  const records = rows.map((row, index): NumberedRecord => {
    const line = lines[index] ?? 1;
    return isRecord(row) ? { line, record: row } : { line, record: {}, problem: message('bids:core.notObject') };
  });
  return parseBidRecords(records, knownIds);
}
