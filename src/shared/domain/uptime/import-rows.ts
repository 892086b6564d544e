import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { isRecord } from '#shared/records.ts';
import { FIRST_PERIOD_START_S } from './periods.ts';
import type { CreditEvent } from './credit-types.ts';
import { assertNamedOnce } from '#shared/domain/table-header.ts';
import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import { isoTimeMs } from '#shared/domain/iso-time.ts';
import type { JsonElement } from './json-elements.ts';

/** A row of an import that could be read: which node it names, and what happened. */
export interface ImportedEvent {
  /** The node as the row names it, by its number on the grid; null where it names none. */
  readonly node: number | null;
  readonly event: CreditEvent;
  /** Its position on the chain among events of the same second; null if the row does not have it. */
  readonly chainPosition: number | null;
}

/** A row, or why it cannot be read. */
export type RowReading =
  | { readonly ok: true; readonly row: ImportedEvent }
  | { readonly ok: false; readonly reason: Message };

/** How far a clock may be ahead before a row counts as from the future, in seconds. */
const FUTURE_TOLERANCE_S = 300;
/** Unix seconds above this are milliseconds: as seconds they would be in the year 5138. */
const LEAST_MILLISECONDS = 1e11;

function bad(reason: Message): RowReading {
  return { ok: false, reason };
}

/** Why an event cannot have happened, or null. */
function impossibility([kind, atS, value]: CreditEvent, nowS: number): Message | null {
  if (atS > LEAST_MILLISECONDS) {
    return message('uptime:core.timeInMilliseconds', { atS });
  }
  if (atS > nowS + FUTURE_TOLERANCE_S) {
    return message('uptime:core.timeInFuture', { atS });
  }
  if (atS < FIRST_PERIOD_START_S) {
    return message('uptime:core.timeBeforeFirstPeriod', { atS });
  }
  return kind === 'uptime' && atS - value < FIRST_PERIOD_START_S
    ? message('uptime:core.bootBeforeFirstPeriod', { value })
    : null;
}

function toWhole(value: unknown): number | null {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? value : null;
  }
  // A table that went through a spreadsheet or a data frame has whole numbers with a point: "5000.0".
  return typeof value === 'string' && /^-?\d{1,15}(?:\.0{1,9})?$/.test(value.trim()) ? Number(value) : null;
}

/** Unix seconds, or ISO 8601 with a zone. */
function toUnixSeconds(value: unknown): number | null {
  const whole = toWhole(value);
  if (whole !== null || typeof value !== 'string') {
    return whole;
  }
  const timeMs = isoTimeMs(value.trim());
  return Number.isNaN(timeMs) ? null : Math.floor(timeMs / 1000);
}

/** The fields of a row by their names; a CSV gives texts, JSON anything. */
type Fields = Readonly<Record<string, unknown>>;

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function firstPresent(fields: Fields, names: readonly string[]): unknown {
  for (const name of names) {
    const value = fields[name];
    if (!isAbsent(value)) return value;
  }
  return null;
}

const NODE_NAMES = ['nodeID', 'nodeId', 'nodeid', 'node_id', 'node'];
/** The two tables of power reports name the power by what it is of. */
const TARGET_NAMES = ['newPowerTarget', 'newpowertarget'];
const STATE_NAMES = ['newPowerState', 'newpowerstate'];
const EVENT_ID = /^(\d{10})-(\d{6})-/;

/** The place of an event by its id (block, then event within the block): safe up to block nine billion. */
function chainPosition(id: unknown): number | null {
  const match = typeof id === 'string' ? EVENT_ID.exec(id) : null;
  const position = match === null ? null : Number(match[1]) * 1_000_000 + Number(match[2]);
  return position !== null && Number.isSafeInteger(position) ? position : null;
}

const POWER_NAMES: Readonly<Record<string, 'Up' | 'Down'>> = { up: 'Up', down: 'Down' };

/** Parses a power state, ignoring case; null for anything else. */
function powerOf(value: unknown): 'Up' | 'Down' | null {
  return typeof value === 'string' ? (POWER_NAMES[value.trim().toLowerCase()] ?? null) : null;
}

/** The kind of an event and what it reports, as the row names them. */
function kindAndValue(fields: Fields): readonly [kind: unknown, value: unknown] {
  const [target, state] = [firstPresent(fields, TARGET_NAMES), firstPresent(fields, STATE_NAMES)];
  if (target !== null) {
    return [state === null ? 'target' : null, target];
  }
  if (state !== null) {
    return ['state', state];
  }
  const { power, uptime } = fields;
  const kind = typeof fields['kind'] === 'string' ? fields['kind'].toLowerCase() : fields['kind'];
  return isAbsent(kind) || kind === 'uptime' ? ['uptime', uptime] : [kind, power];
}

function readFields(fields: Fields, nowS: number): RowReading {
  let node: number | null = null;
  for (const name of NODE_NAMES) {
    const value = fields[name];
    if (isAbsent(value)) continue;
    const named = toWhole(value);
    if (node !== null && named !== node) {
      return bad(message('uptime:core.namesTwoNodes'));
    }
    if (named === null || named < 1 || named > MAX_CHAIN_NUMBER) {
      return bad(message('uptime:core.nodeNotNumber'));
    }
    node = named;
  }
  const atS = toUnixSeconds(fields['timestamp']);
  if (atS === null || atS < 0) {
    return bad(message('uptime:core.timestampNotWholeNumber'));
  }
  const [kind, value] = kindAndValue(fields);
  const upS = kind === 'uptime' ? toWhole(value) : null;
  if (kind === 'uptime' && (upS === null || upS < 0)) {
    return bad(message('uptime:core.uptimeNotWholeSeconds'));
  }
  if (kind !== 'uptime' && kind !== 'target' && kind !== 'state') {
    return bad(message('uptime:core.eventKindUnknown'));
  }
  const power = kind === 'uptime' ? null : powerOf(value);
  if (kind !== 'uptime' && power === null) {
    return bad(message('uptime:core.powerUnknown'));
  }
  const event = [kind, atS, upS ?? power] as CreditEvent;
  const reason = impossibility(event, nowS);
  return reason === null ? { ok: true, row: { node, event, chainPosition: chainPosition(fields['id']) } } : bad(reason);
}

const CSV_COLUMNS = [
  'nodeid',
  'node_id',
  'node',
  'timestamp',
  'uptime',
  'kind',
  'power',
  'newpowertarget',
  'newpowerstate',
  'id',
];
/** A row needs one of these columns in addition to its time. */
const VALUE_COLUMNS = ['uptime', 'power', 'newpowertarget', 'newpowerstate'];

/** The columns of a table. */
export interface CsvColumns {
  readonly separator: string;
  /** The columns that are read, each with its place. */
  readonly places: readonly (readonly [name: string, index: number])[];
  /** How many cells a line has at least. */
  readonly leastCells: number;
}

/** A cell without blanks and quotes around it. */
function bareCell(cell: string): string {
  const text = cell.trim();
  return text.startsWith('"') ? text.replace(/^"(.*)"$/, '$1') : text;
}

function cells(line: string, separator: string): readonly string[] {
  return line.split(separator).map(bareCell);
}

/**
 * Reads the header of a CSV of reports: `node,timestamp,uptime`, in any order, `kind,power` for power events, or the
 * columns of the grid's own tables.
 * @throws FarmerError INVALID_INPUT that names the missing columns, or the one that is repeated
 */
function readCsvHeader(line: string): CsvColumns {
  const separator = [';', '\t'].find((mark) => line.includes(mark) && !line.includes(',')) ?? ',';
  const names = cells(line.replace(/^\uFEFF/, '').toLowerCase(), separator);
  const hasValue = VALUE_COLUMNS.some((name) => names.includes(name));
  const [missing, second] = [...(names.includes('timestamp') ? [] : ['timestamp']), ...(hasValue ? [] : ['uptime'])];
  if (missing !== undefined) {
    throw invalidInput(
      second === undefined
        ? message('uptime:core.columnMissing', { missing })
        : message('uptime:core.columnsMissing', { first: missing, second }),
      message('uptime:core.headerColumns'),
      { field: missing },
    );
  }
  assertNamedOnce(names, CSV_COLUMNS);
  const places = CSV_COLUMNS.filter((name) => names.includes(name)).map((name) => [name, names.indexOf(name)] as const);
  return { separator, places, leastCells: Math.max(names.indexOf('timestamp'), names.indexOf('uptime')) + 1 };
}

/** Reads one line of a CSV of reports. */
function readCsvRow(line: string, columns: CsvColumns, nowS: number): RowReading {
  if (line.length > MAX_LINE_LENGTH) {
    return bad(message('uptime:core.lineTooLong', { most: MAX_LINE_LENGTH }));
  }
  const found = line.split(columns.separator);
  if (found.length < columns.leastCells) {
    return bad(message('uptime:core.lineBreaksOff'));
  }
  const fields: Record<string, string> = {};
  for (const [name, index] of columns.places) {
    const cell = found[index];
    if (cell !== undefined) fields[name] = bareCell(cell);
  }
  return readFields(fields, nowS);
}

/** The text of an error that a service wrote into its answer. */
function serviceError(value: unknown): Message {
  const reason = isRecord(value) && typeof value['message'] === 'string' ? value['message'] : '';
  return message('uptime:core.serviceAnsweredError', { reason: reason.slice(0, 200) });
}

/**
 * Reads one element of a JSON list of reports: `{"node","timestamp","uptime"}`, one with `"kind"` and `"power"`, a row of
 * the grid's tables by itself or under `"node"` as a connection gives it, or a row of an event file like
 * `["uptime",TIME,SECONDS]`.
 * @throws FarmerError INVALID_INPUT for an error of the service: the answer lacks rows that nobody can count
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
  if (element.list === 'errors') {
    throw invalidInput(serviceError(value), message('uptime:core.askAgainImportAnswer'));
  }
  if (Array.isArray(value)) {
    const [kind, timestamp, last] = value as readonly unknown[];
    return readFields({ timestamp, uptime: last, kind, power: last }, nowS);
  }
  if (!isRecord(value)) {
    return bad(message('uptime:core.neitherObjectNorList'));
  }
  return readFields(isRecord(value['node']) ? value['node'] : value, nowS);
}

/** Whether an element of a list is an answer, or a list, without rows. */
export function isEmptyAnswer({ text, isWhole }: JsonElement): boolean {
  return isWhole && /^(?:\[\s*\]$|\{\s*"data"\s*:)/.test(text) && /\[\s*\]/.test(text) && !text.includes('"timestamp"');
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
      // Spreadsheets name the separator before the header, and leave lines empty.
      if (!/^\uFEFF?\s*(?:sep=.)?\s*$/i.test(text)) columns = readCsvHeader(text);
    } else if (text.trim() !== '') {
      yield { line, reading: readCsvRow(text, columns, nowS) };
    }
  }
  if (columns === null) {
    readCsvHeader('');
  }
}

/** A line longer than this is not one that Farmer reads, in characters. */
const MAX_LINE_LENGTH = 65_536;

/** Truncates a line to one character more than the limit, so that it is still recognised as too long. */
function extend(line: string, part: string): string {
  return line + part.slice(0, MAX_LINE_LENGTH + 1 - line.length);
}

/** What ends the lines of a text, by its first end of a line; null where there is none yet. */
function lineEnd(text: string): '\n' | '\r' | null {
  const at = text.search(/[\r\n]/);
  if (at === -1 || text[at] === '\n') {
    return at === -1 ? null : '\n';
  }
  // The other half of a Windows end may be in the next piece.
  return at + 1 === text.length ? null : text[at + 1] === '\n' ? '\n' : '\r';
}

/**
 * Cuts text in pieces into lines, without their ends: of Unix, Windows, or a single carriage return, as some
 * spreadsheets save. Of a line that is longer than any that is read only its start is kept.
 */
export function* splitLines(chunks: Iterable<string>): Generator<string, void> {
  let line = '';
  let mark: '\n' | '\r' | null = null;
  for (const piece of chunks) {
    let chunk = piece;
    if (mark === null) {
      chunk = line + piece;
      line = '';
      mark = lineEnd(chunk);
    }
    let start = 0;
    const ends = mark ?? '\n';
    for (let end = chunk.indexOf(ends); end !== -1; end = chunk.indexOf(ends, start)) {
      line = extend(line, chunk.slice(start, end));
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
      line = '';
      start = end + 1;
    }
    line = extend(line, chunk.slice(start));
  }
  if (line !== '') {
    yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}
