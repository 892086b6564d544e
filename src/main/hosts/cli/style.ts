import { stripVTControlCharacters } from 'node:util';
import { createColors } from 'picocolors';

/** The few looks of text in a terminal, each by what it means. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** Looks for a terminal with colour, or plain text. */
export function createStyle(isColour: boolean): Style {
  const colours = createColors(isColour);
  return {
    strong: colours.bold,
    quiet: colours.dim,
    good: colours.green,
    warning: colours.yellow,
    bad: colours.red,
  };
}

/** How a column's cells stand. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** The number of columns a text takes on screen. */
export function visibleWidth(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length;
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - visibleWidth(text)));
  return align === 'right' ? space + text : text + space;
}

/** A table with aligned columns, a quiet header, and no lines that carry no figure. */
export function renderTable(style: Style, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) =>
    Math.max(visibleWidth(column.title), ...rows.map((row) => visibleWidth(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align))
      .join('  ')
      .trimEnd();
  const hasTitles = columns.some((column) => column.title !== '');
  const header = hasTitles ? [style.quiet(line(columns.map((column) => column.title)))] : [];
  return [...header, ...rows.map(line)].join('\n');
}

/** Label and value pairs, one a line, values aligned. */
export function renderPairs(style: Style, pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...pairs.map(([label]) => visibleWidth(label)));
  return pairs.map(([label, value]) => `${style.quiet(pad(label, width, 'left'))}  ${value}`).join('\n');
}
