import {
  assertNotTooMany,
  bidReader,
  type BidRows,
  type NumberedRecord,
  readBidsJson,
} from '#shared/domain/bids/bid-file.ts';
import { BID_COLUMNS } from '#shared/domain/bids/constants.ts';
import { assertNamedOnce, type TableRow } from '#shared/domain/table-header.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { forEachCsvRow } from '#main/app/csv-rows.ts';

const REQUIRED_COLUMNS = ['id', 'buyer', 'vcpus', 'memory_gib', 'ssd_gib', 'months', 'price_per_month', 'currency'];

function readHeader(cells: readonly string[]): readonly string[] {
  const header = cells.map((cell) => cell.trim().toLowerCase());
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

function readBidsCsv(text: string, rows: BidRows): void {
  let rowCount = 0;
  forEachCsvRow(text, () => (rowCount += 1));
  assertNotTooMany(rowCount - 1);
  const read = bidReader(rows);
  const columns: string[] = [];
  forEachCsvRow(text, (row) => {
    if (columns.length === 0) columns.push(...readHeader(row.cells));
    else read(readRecord(columns, row));
  });
  if (columns.length === 0) readHeader([]);
}

/**
 * Reads a bid file of format 1: JSON when it starts with a brace or bracket, otherwise CSV.
 * @throws FarmerError INVALID_INPUT for a file that is neither, TOO_LARGE for one with too many rows
 */
export function readBidFile(text: string, rows: BidRows): void {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start === '') {
    throw invalidInput(message('bids:core.fileEmpty'), message('bids:core.giveKnownFormat'));
  }
  const read = start.startsWith('{') || start.startsWith('[') ? readBidsJson : readBidsCsv;
  read(text, rows);
}
