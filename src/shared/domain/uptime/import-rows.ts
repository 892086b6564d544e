import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { FIRST_PERIOD_START_S } from './periods.ts';
import type { CreditEvent } from './credit-types.ts';
import { assertNamedOnce } from '#shared/domain/table-header.ts';
import type { JsonElement } from './json-elements.ts';

/** A row of an import that could be read: which node it names, and what happened. */
export interface ImportedEvent {
  /** The node as the row names it; null where it names none. */
  readonly node: number | null;
  readonly event: CreditEvent;
}

/** A row, or why it cannot be read. */
export type RowReading =
  | { readonly ok: true; readonly row: ImportedEvent }
  | { readonly ok: false; readonly reason: Message };

/** How far a clock may be ahead before a row counts as from the future, in seconds. */
const FUTURE_TOLERANCE_S = 300;

function bad(reason: Message): RowReading {
  return { ok: false, reason };
}

function judge(node: number | null, event: CreditEvent, nowS: number): RowReading {
  const [kind, atS, value] = event;
  if (atS > nowS + FUTURE_TOLERANCE_S) {
    return bad(message('uptime:core.timeInFuture', { atS }));
  }
  if (atS < FIRST_PERIOD_START_S) {
    return bad(message('uptime:core.timeBeforeFirstPeriod', { atS }));
  }
  if (kind === 'uptime' && value > atS) {
    return bad(message('uptime:core.uptimeImpossible', { value }));
  }
  return { ok: true, row: { node, event } };
}

function toWhole(value: unknown): number | null {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? value : null;
  }
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : null;
}

interface RawRow {
  readonly node: unknown;
  readonly timestamp: unknown;
  readonly uptime: unknown;
  readonly kind: unknown;
  readonly power: unknown;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function readRaw(raw: RawRow, nowS: number): RowReading {
  const node = isAbsent(raw.node) ? null : toWhole(raw.node);
  if (node === null && !isAbsent(raw.node)) {
    return bad(message('uptime:core.nodeNotNumber'));
  }
  const atS = toWhole(raw.timestamp);
  if (atS === null || atS < 0) {
    return bad(message('uptime:core.timestampNotWholeNumber'));
  }
  if (isAbsent(raw.kind) || raw.kind === 'uptime') {
    const upS = toWhole(raw.uptime);
    return upS === null || upS < 0
      ? bad(message('uptime:core.uptimeNotWholeSeconds'))
      : judge(node, ['uptime', atS, upS], nowS);
  }
  const { kind, power } = raw;
  if (kind !== 'target' && kind !== 'state') {
    return bad(message('uptime:core.eventKindUnknown'));
  }
  return power === 'Up' || power === 'Down'
    ? judge(node, [kind, atS, power], nowS)
    : bad(message('uptime:core.powerUnknown'));
}

/** Which column stands where. */
export interface CsvColumns {
  readonly separator: string;
  readonly node: number;
  readonly timestamp: number;
  readonly uptime: number;
  readonly kind: number;
  readonly power: number;
}

function cells(line: string, separator: string): readonly string[] {
  return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/**
 * Reads the header of a CSV of reports: `node,timestamp,uptime`, in any order, and `kind,power` for power events.
 * @throws FarmerError INVALID_INPUT that names the missing columns, or the one that stands there twice
 */
export function readCsvHeader(line: string): CsvColumns {
  const separator = line.includes(';') && !line.includes(',') ? ';' : ',';
  const names = cells(line.replace(/^\uFEFF/, '').toLowerCase(), separator);
  const missing = ['timestamp', 'uptime'].filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw invalidInput(
      missing.length === 1
        ? message('uptime:core.columnMissing', { missing: missing.join('') })
        : message('uptime:core.columnsMissing', { missing: missing.join(' and ') }),
      message('uptime:core.headerColumns'),
      { field: missing[0] ?? '' },
    );
  }
  assertNamedOnce(names, ['node', 'timestamp', 'uptime', 'kind', 'power']);
  const at = (name: string) => names.indexOf(name);
  return {
    separator,
    node: at('node'),
    timestamp: at('timestamp'),
    uptime: at('uptime'),
    kind: at('kind'),
    power: at('power'),
  };
}

/** Reads one line of a CSV of reports. */
export function readCsvRow(line: string, columns: CsvColumns, nowS: number): RowReading {
  const found = cells(line, columns.separator);
  const { node, timestamp, uptime, kind, power } = columns;
  if (found.length <= Math.max(timestamp, uptime)) {
    return bad(message('uptime:core.lineBreaksOff'));
  }
  return readRaw(
    { node: found[node], timestamp: found[timestamp], uptime: found[uptime], kind: found[kind], power: found[power] },
    nowS,
  );
}

/**
 * Reads one element of a JSON list of reports: `{"node","timestamp","uptime"}`, one with `"kind"` and `"power"`, or a
 * row of an event file like `["uptime",TIME,SECONDS]`.
 */
export function readJsonRow(element: JsonElement, nowS: number): RowReading {
  if (!element.isWhole) {
    return bad(message('uptime:core.breaksOff'));
  }
  let value: unknown;
  try {
    value = JSON.parse(element.text);
  } catch {
    return bad(message('uptime:core.notJson'));
  }
  if (Array.isArray(value)) {
    const [kind, timestamp, last] = value as readonly unknown[];
    return readRaw({ node: null, timestamp, uptime: last, kind, power: last }, nowS);
  }
  if (typeof value !== 'object' || value === null) {
    return bad(message('uptime:core.neitherObjectNorList'));
  }
  const { node, timestamp, uptime, kind, power } = value as Readonly<Record<string, unknown>>;
  return readRaw({ node, timestamp, uptime, kind, power }, nowS);
}

/** Rows of an import, each with its line (from 1), whatever the format. Lines without content are no rows. */
export interface NumberedReading {
  readonly line: number;
  readonly reading: RowReading;
}

/**
 * Reads a CSV, line by line.
 * @throws FarmerError INVALID_INPUT when the header has the wrong columns or there is none
 */
export function* readCsvRows(lines: Iterable<string>, nowS: number): Generator<NumberedReading, void> {
  let columns: CsvColumns | null = null;
  let line = 0;
  for (const text of lines) {
    line += 1;
    if (columns === null) {
      columns = readCsvHeader(text);
    } else if (text.trim() !== '') {
      yield { line, reading: readCsvRow(text, columns, nowS) };
    }
  }
  if (columns === null) {
    readCsvHeader('');
  }
}

/** Cuts text in pieces into lines, without their ends. */
export function* splitLines(chunks: Iterable<string>): Generator<string, void> {
  let rest = '';
  for (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
  }
  if (rest !== '') {
    yield rest;
  }
}
