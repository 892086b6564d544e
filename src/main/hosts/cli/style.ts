import { stripVTControlCharacters } from 'node:util';
import { lazyCrypto } from '#main/store/lazy-crypto.ts';
import { escapeInLine, escapeInvisible } from '#shared/visible-text.ts';

/** The text styles of the terminal, named by meaning. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** SECURITY: the escape codes of this run carry a number, so that text from a file cannot change the terminal. */
let runNumber: number | null = null;

function look(isColour: boolean, start: number, end: number) {
  if (!isColour) return (text: string) => text;
  const run = (runNumber ??= lazyCrypto().randomInt(1e9, 1e10));
  return (text: string) => `\u001B[${run};${start}m${text}\u001B[${run};${end}m`;
}

/** The styles of a colour terminal, or plain text. */
export function createStyle(isColour: boolean): Style {
  return {
    strong: look(isColour, 1, 22),
    quiet: look(isColour, 2, 22),
    good: look(isColour, 32, 39),
    warning: look(isColour, 33, 39),
    bad: look(isColour, 31, 39),
  };
}

function mapTextBetweenLooks(text: string, map: (part: string) => string, mapLook: (found: string) => string): string {
  if (runNumber === null) return map(text);
  return text
    .split(new RegExp(String.raw`(\u001B\[${runNumber};\d+m)`))
    .map((part, index) => (index % 2 === 0 ? map(part) : mapLook(part)))
    .join('');
}

/** Converts the styles of this run to terminal codes and escapes every other control character. */
export function toTerminal(text: string): string {
  return mapTextBetweenLooks(text, escapeInvisible, (found) => found.replace(`${runNumber};`, ''));
}

/** A table column: its title, and its alignment if it is not left. */
export type Column = string | { readonly title: string; readonly align: 'right' };

/** A right-aligned column, for numbers. */
export function right(title: string): Column {
  return { title, align: 'right' };
}

function titleOf(column: Column): string {
  return typeof column === 'string' ? column : column.title;
}

/** A label and its value. */
export type Pair = readonly [label: string, value: string];

/** The number of columns a text takes on screen. */
function visibleWidth(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length;
}

function pad(text: string, width: number, isRight = false): string {
  const space = ' '.repeat(Math.max(0, width - visibleWidth(text)));
  return isRight ? space + text : text + space;
}

/** Escapes line breaks, so that a cell stays on its line. */
function cellText(text: string): string {
  return mapTextBetweenLooks(text, escapeInLine, (found) => found);
}

/** A table with aligned columns and a dimmed header. */
export function renderTable(style: Style, columns: readonly Column[], given: readonly (readonly string[])[]): string {
  const titles = columns.map(titleOf);
  const rows = given.map((cells) => cells.map(cellText));
  const widths = titles.map((title, index) =>
    Math.max(visibleWidth(title), ...rows.map((row) => visibleWidth(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => pad(cell, widths[index] ?? 0, typeof columns[index] === 'object'))
      .join('  ')
      .trimEnd();
  return [style.quiet(line(titles)), ...rows.map(line)].join('\n');
}

/** Pairs of label and value, one per line, with aligned values; nulls are left out. */
export function renderPairs(style: Style, given: readonly (Pair | null)[]): string {
  const pairs = given.filter((pair) => pair !== null);
  const width = Math.max(0, ...pairs.map(([label]) => visibleWidth(label)));
  return pairs.map(([label, value]) => `${style.quiet(pad(label, width))}  ${value}`).join('\n');
}
