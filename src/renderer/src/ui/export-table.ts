import Papa from 'papaparse';
import { escapeInvisible, safeFileName } from '#shared/visible-text.ts';

/** A raw cell value, which is sorted, copied and exported; decimals are plain strings. */
export type CellValue = string | number | boolean | null;

/** The part of a column that exports need. */
export interface TableColumn<Row> {
  /** The name in exports, with its unit: `pricePerMonthUsd`. */
  readonly id: string;
  /** `number`: right-aligned, tabular digits, sorted as a decimal. */
  readonly kind: 'text' | 'number';
  readonly value: (row: Row) => CellValue;
  /** A column of buttons is neither sorted nor exported; its header may be empty. */
  readonly isAction?: boolean;
}

/** A column of an export. */
export interface ExportColumn {
  readonly id: string;
  readonly isNumber: boolean;
}

// SECURITY: a spreadsheet would run text like this as a formula, so it is escaped.
const FORMULA_START = /^[=+\-@\t\r]/;

function withoutFormula(value: CellValue): CellValue {
  return FORMULA_START.test(String(value)) ? `'${String(value)}` : value;
}

/** Rows as CSV (RFC 4180): a header of column ids, decimal points, no thousands separators. */
export function toCsv(columns: readonly ExportColumn[], rows: readonly (readonly CellValue[])[]): string {
  const data = rows.map((row) =>
    row.map((cell, index) => (columns[index]?.isNumber === true ? cell : withoutFormula(cell))),
  );
  return Papa.unparse({ fields: columns.map((column) => column.id), data });
}

/** Rows as JSON objects keyed by column id. */
export function toJson(columns: readonly ExportColumn[], rows: readonly (readonly CellValue[])[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column.id, row[index] ?? null])),
  );
  return JSON.stringify(objects, null, 2);
}

/**
 * Saves a text as a file of the user.
 * @param name with its extension
 */
export function saveFile(name: string, text: string, type: string): void {
  // JSON has its own escapes; CSV has none.
  const content = type.startsWith('text/csv') ? escapeInvisible(text) : text;
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = safeFileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
