import Papa from 'papaparse';
import type { TableRow } from '#shared/domain/table-header.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** No valid table has more lines; larger ones are rejected before parsing. */
const MAX_LINES = 250_000;
/** No valid row has a longer line; parsing one could exhaust the memory. */
const MAX_LINE_CHARACTERS = 65_536;

/** The delimiter is detected in the first part of the table. */
const HEAD_CHARACTERS = 1_000_000;

function tooLarge(reason: ReturnType<typeof message>, line: number): FarmerError {
  return new FarmerError('TOO_LARGE', reason, { hint: message('app:core.splitTable'), details: { line } });
}

function assertBounded(text: string): void {
  let line = 1;
  let start = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n|$/g)) {
    if (index - start > MAX_LINE_CHARACTERS)
      throw tooLarge(message('app:core.tableLineTooLong', { line, most: MAX_LINE_CHARACTERS }), line);
    start = index + end.length;
    line += 1;
    if (line > MAX_LINES) throw tooLarge(message('app:core.tableTooLong', { mostLines: MAX_LINES }), line);
  }
}

/** Line breaks inside a quoted cell count as lines of the file. */
function countLines(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 1);
}

/**
 * Calls back for each row of a CSV text with its line number, starting at 1. Empty lines are skipped but counted. Rows
 * are not collected, so that a large table needs little more memory than its text.
 * @throws FarmerError TOO_LARGE; INVALID_INPUT for an unclosed quote, after which rows cannot be separated
 */
export function forEachCsvRow(text: string, take: (row: TableRow) => void): void {
  assertBounded(text);
  const table = text.replace(/^\uFEFF/, '');
  const { delimiter, linebreak } = Papa.parse(table.slice(0, HEAD_CHARACTERS), { preview: 10 }).meta;
  let line = 1;
  Papa.parse<string[]>(table, {
    delimiter,
    newline: linebreak as '\r' | '\n' | '\r\n',
    // The fast mode would build a list of all lines first.
    fastMode: false,
    skipEmptyLines: false,
    step: ({ data: cells, errors }) => {
      if (errors.some(({ code }) => code === 'MissingQuotes' || code === 'InvalidQuotes')) {
        throw invalidInput(message('app:core.quoteNeverClosed', { line }), message('app:core.closeQuote'), { line });
      }
      if (cells.some((cell) => cell.trim() !== '')) {
        take({ line, cells });
      }
      line += countLines(cells);
    },
  });
}

/** All rows of a small table; see {@link forEachCsvRow}. */
export function readCsvRows(text: string): readonly TableRow[] {
  const rows: TableRow[] = [];
  forEachCsvRow(text, (row) => rows.push(row));
  return rows;
}

/** A cell to be written. */
export type CsvCell = string | number | boolean | null;

// SECURITY: a spreadsheet would run text like this as a formula, so it is prefixed with an apostrophe; negative numbers
// are exempt.
const FORMULA = /^(?!-?\d+(?:\.\d+)?$)[=+\-@\t\r]/;

/** Formats rows as CSV with a header line. */
export function writeCsv(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const table = { fields: [...columns], data: rows.map((row) => [...row]) };
  return `${Papa.unparse(table, { escapeFormulae: FORMULA, newline: '\n' })}\n`;
}
