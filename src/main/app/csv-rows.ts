import Papa from 'papaparse';
import type { TableRow } from '#shared/domain/table-header.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** More lines than any table of the product may have; they are not even taken apart. */
const MOST_LINES = 250_000;
/** A longer line is no row of a table of the product: its cells alone would fill the memory. */
const LONGEST_LINE = 65_536;

/** How a table is separated is judged by how it begins. */
const HEAD_CHARACTERS = 1_000_000;

function tooLarge(reason: ReturnType<typeof message>, line: number): FarmerError {
  return new FarmerError('TOO_LARGE', reason, { hint: message('app:core.splitTable'), details: { line } });
}

function assertBounded(text: string): void {
  let line = 1;
  let start = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n|$/g)) {
    if (index - start > LONGEST_LINE)
      throw tooLarge(message('app:core.tableLineTooLong', { line, most: LONGEST_LINE }), line);
    start = index + end.length;
    line += 1;
    if (line > MOST_LINES) throw tooLarge(message('app:core.tableTooLong', { mostLines: MOST_LINES }), line);
  }
}

/** Row ends inside a quoted cell still count as lines of the file. */
function linesIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 1);
}

/**
 * Gives the rows of a CSV text one after the other, with the line on which each starts, from 1. Empty lines are left out,
 * and still counted. No row is kept, so that a large table costs little more than its text.
 * @throws FarmerError TOO_LARGE; INVALID_INPUT when a quote is never closed: the rows after it cannot be separated
 */
export function takeCsvRows(text: string, take: (row: TableRow) => void): void {
  assertBounded(text);
  const table = text.replace(/^\uFEFF/, '');
  const { delimiter, linebreak } = Papa.parse(table.slice(0, HEAD_CHARACTERS), { preview: 10 }).meta;
  let line = 1;
  Papa.parse<string[]>(table, {
    delimiter,
    newline: linebreak as '\r' | '\n' | '\r\n',
    // The fast mode begins with a list of all lines.
    fastMode: false,
    skipEmptyLines: false,
    step: ({ data: cells, errors }) => {
      if (errors.some(({ code }) => code === 'MissingQuotes' || code === 'InvalidQuotes')) {
        throw invalidInput(message('app:core.quoteNeverClosed', { line }), message('app:core.closeQuote'), { line });
      }
      if (cells.some((cell) => cell.trim() !== '')) {
        take({ line, cells });
      }
      line += linesIn(cells);
    },
  });
}

/** All rows of a small table; see {@link takeCsvRows}. */
export function readCsvRows(text: string): readonly TableRow[] {
  const rows: TableRow[] = [];
  takeCsvRows(text, (row) => rows.push(row));
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
