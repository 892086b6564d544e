import Papa from 'papaparse';
import type { TableRow } from '#shared/domain/table-header.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** More lines than any table of the product may have; they are not even taken apart. */
const MOST_LINES = 250_000;

/** Row ends inside a quoted cell still count as lines of the file. */
function linesIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 1);
}

/**
 * The rows of a CSV text with the line on which each starts, from 1. Empty lines are left out, and still counted.
 * @throws FarmerError TOO_LARGE; INVALID_INPUT when a quote is never closed: the rows after it cannot be separated
 */
export function readCsvRows(text: string): readonly TableRow[] {
  const parsed = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    skipEmptyLines: false,
    preview: MOST_LINES,
  });
  if (parsed.meta.truncated) {
    throw new FarmerError('TOO_LARGE', message('app:core.tableTooLong', { mostLines: MOST_LINES }), {
      hint: message('app:core.splitTable'),
    });
  }
  const unclosed = parsed.errors.find((error) => error.code === 'MissingQuotes' || error.code === 'InvalidQuotes');
  const rows: TableRow[] = [];
  let line = 1;
  for (const [index, cells] of parsed.data.entries()) {
    if (unclosed?.row === index) {
      throw invalidInput(message('app:core.quoteNeverClosed', { line }), message('app:core.closeQuote'), {
        line,
      });
    }
    if (cells.some((cell) => cell.trim() !== '')) {
      rows.push({ line, cells });
    }
    line += linesIn(cells);
  }
  return rows;
}

/** A cell of a table that is written. */
export type CsvCell = string | number | boolean | null;

// SECURITY: a text that a spreadsheet would run as a formula gets an apostrophe; a negative number is none.
const FORMULA = /^(?!-?\d+(?:\.\d+)?$)[=+\-@\t\r]/;

/** Rows as CSV: a header of column names, and a line for each. */
export function writeCsv(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const table = { fields: [...columns], data: rows.map((row) => [...row]) };
  return `${Papa.unparse(table, { escapeFormulae: FORMULA, newline: '\n' })}\n`;
}
