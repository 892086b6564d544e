import { type NumberedRecord, type ParsedBids, parseBidRecords, parseBidsJson } from '#shared/domain/bids/bid-file.ts';
import { BID_COLUMNS } from '#shared/domain/bids/constants.ts';
import { assertNamedOnce, type TableRow } from '#shared/domain/table-header.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { readCsvRows } from '#main/app/csv-rows.ts';

const REQUIRED_COLUMNS = ['id', 'buyer', 'vcpus', 'memory_gib', 'ssd_gib', 'months', 'price_per_month', 'currency'];

function readHeader(rows: readonly TableRow[]): readonly string[] {
  const header = (rows[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const missing = REQUIRED_COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw invalidInput(
      message('bids:core.fileLacksColumns', { missing: missing.join(', ') }),
      message('bids:core.beginWithHeader', { header: BID_COLUMNS.join(',') }),
      {
        field: missing[0] ?? '',
      },
    );
  }
  assertNamedOnce(header, BID_COLUMNS);
  return header;
}

function readRecord(header: readonly string[], { line, cells }: TableRow): NumberedRecord {
  const record = Object.fromEntries(header.map((column, index) => [column, cells[index] ?? '']));
  return cells.length > header.length
    ? { line, record, problem: message('bids:core.columnCount', { columns: cells.length, named: header.length }) }
    : { line, record };
}

function parseBidsCsv(text: string, knownIds: ReadonlySet<string>): ParsedBids {
  const rows = readCsvRows(text);
  const header = readHeader(rows);
  return parseBidRecords(
    rows.slice(1).map((row) => readRecord(header, row)),
    knownIds,
  );
}

/**
 * Reads a bid file of format 1, JSON when it begins with a brace or bracket and CSV otherwise.
 * @throws FarmerError INVALID_INPUT for a file that is neither, TOO_LARGE for one with too many rows
 */
export function parseBidFile(text: string, knownIds: ReadonlySet<string>): ParsedBids {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start === '') {
    throw invalidInput(message('bids:core.fileEmpty'), message('bids:core.giveKnownFormat'));
  }
  return start.startsWith('{') || start.startsWith('[') ? parseBidsJson(text, knownIds) : parseBidsCsv(text, knownIds);
}
