import { z } from 'zod';
import type { BlockTime } from '#shared/domain/grid/chain-time.ts';
import type { CreditEvent, Power } from '#shared/domain/uptime/credit-types.ts';
import { FIRST_PERIOD_START_S } from '#shared/domain/uptime/periods.ts';
import { blockOf, firstIdOf } from '#shared/domain/grid/event-id.ts';
import { type ChainPolicies, type ChainTwin, readPolicies, readTwins } from './chain-terms.ts';
import { QUERIES } from './graphql-queries.ts';
import { readAnswer, usdPrice, wholeOrText } from './json-answer.ts';
import { GridProblem } from './problem.ts';
import type { SourceAnswer, AnswerLimits, Source } from './source.ts';

/** Limits for answers of the indexer. */
export const GRAPHQL_LIMITS: AnswerLimits = { maxBytes: 8_388_608, timeoutMs: 60_000 };

/** An event of the chain. Ids sort in the order of the chain across all kinds of events. */
export interface ChainEvent {
  readonly id: string;
  readonly gridNodeId: number;
  readonly event: CreditEvent;
}

/** A page of consecutive events of some nodes, without gaps. */
export interface EventPage {
  /** Sorted by id, ascending. */
  readonly events: readonly ChainEvent[];
  /** The page holds every event up to this id, in the direction of the query; null when there are no more. */
  readonly reachedId: string | null;
  /** The number of rows that could not be read. */
  readonly rejected: number;
}

/** The events of some nodes between two ids, both exclusive. */
export interface EventRange {
  readonly gridNodeIds: readonly number[];
  readonly afterId: string;
  readonly beforeId: string;
  readonly limit: number;
}

/** The GraphQL indexer of the chain. */
export interface GridIndexer {
  readonly source: Source;
  /** The height up to which the chain is indexed, and the newest event. */
  readonly status: () => Promise<{ readonly height: number | null; readonly newest: BlockTime | null }>;
  /** The first event of any node at or after a block. */
  readonly firstEvent: (fromBlock: number) => Promise<BlockTime | null>;
  /** The earliest events of a range. */
  readonly events: (range: EventRange) => Promise<EventPage>;
  /** The latest events of a range. */
  readonly earlierEvents: (range: EventRange) => Promise<EventPage>;
  /** The latest power changes of both kinds before an id. */
  readonly powerBefore: (range: Omit<EventRange, 'afterId'>) => Promise<EventPage>;
  /** The latest TFT price recorded on the chain; null when there is none. */
  readonly tftPrice: () => Promise<{ readonly usd: string; readonly atS: number } | null>;
  /** The state of each twin; `exists` is false for one that the chain does not have. */
  readonly twins: (twinIds: readonly number[]) => Promise<readonly ChainTwin[]>;
  /** All policies of the chain; invalid ones are left out. */
  readonly policies: () => Promise<ChainPolicies>;
  /** Nodes as the chain stores them, to be parsed by `readGridNodes`. */
  readonly nodes: (gridNodeIds: readonly number[]) => Promise<readonly unknown[]>;
}

const EVENT_ID = /^\d{10}-\d{6}-\w{1,16}$/;
/**
 * Uptimes above this many seconds are implausible. They are capped, because the minting rules treat all of them alike.
 */
const MAX_UPTIME_S = 1_000_000_000_000;
const LATEST_S = 253_402_300_799;

const eventId = z.string().regex(EVENT_ID);
const time = wholeOrText.pipe(z.number().min(FIRST_PERIOD_START_S).max(LATEST_S));

/** A row of the chain's events before validation. */
interface EventRow {
  readonly id?: unknown;
  readonly nodeID?: unknown;
  readonly timestamp?: unknown;
  readonly uptime?: unknown;
  readonly newPowerTarget?: unknown;
  readonly newPowerState?: unknown;
}

/** A whole number from zero, given as a number or as text; null for anything else. */
function parseWhole(value: unknown, mostDigits: number): number | null {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value : null;
  return typeof value === 'string' && value.length <= mostDigits && /^\d+$/.test(value) ? Number(value) : null;
}

/** A u64 of the chain, as text or number; implausible values are capped at the maximum. */
function uptimeOf(value: unknown): number | null {
  const upS = parseWhole(value, 20);
  return upS === null ? null : Math.min(upS, MAX_UPTIME_S);
}

function powerOf(value: unknown): Power | null {
  return value === 'Up' || value === 'Down' ? value : null;
}

/**
 * The fields of each table. Parsed by hand instead of by a schema, because a farm can have a million rows per period
 * and parsing dominates the run time.
 */
const TABLES = {
  uptimeEvents: (atS, { uptime }) => {
    const upS = uptimeOf(uptime);
    return upS === null ? null : ['uptime', atS, upS];
  },
  powerTargetReports: (atS, { newPowerTarget }) => {
    const power = powerOf(newPowerTarget);
    return power === null ? null : ['target', atS, power];
  },
  powerStateReports: (atS, { newPowerState }) => {
    const power = powerOf(newPowerState);
    return power === null ? null : ['state', atS, power];
  },
} as const satisfies Readonly<Record<string, (atS: number, row: EventRow) => CreditEvent | null>>;
type Table = keyof typeof TABLES;

/** The event of a row; null when it is invalid. */
function readRow(table: Table, id: string | null, row: EventRow): ChainEvent | null {
  const gridNodeId = parseWhole(row.nodeID, 16);
  const atS = parseWhole(row.timestamp, 16);
  if (id === null || gridNodeId === null || atS === null || atS < FIRST_PERIOD_START_S || atS > LATEST_S) {
    return null;
  }
  const event = TABLES[table](atS, row);
  return event === null ? null : { id, gridNodeId, event };
}

const tables = z.object({
  uptimeEvents: z.array(z.unknown()).optional(),
  powerTargetReports: z.array(z.unknown()).optional(),
  powerStateReports: z.array(z.unknown()).optional(),
});

const anchors = z.array(z.object({ id: eventId, timestamp: time }));
const statusSchema = z.object({
  squidStatus: z.object({ height: wholeOrText.nullish() }).nullish(),
  uptimeEvents: anchors,
});

const pricesSchema = z.object({ priceStoreds: z.array(z.object({ newPrice: usdPrice, timestamp: time })) });

function anchorOf([first]: z.infer<typeof anchors>): BlockTime | null {
  return first === undefined ? null : { block: blockOf(first.id), atS: first.timestamp };
}

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/**
 * The data of an answer.
 * @throws GridProblem for errors that the indexer reports in its answer
 */
function dataOf({ document, host }: SourceAnswer): unknown {
  const { data, errors } = readAnswer(answerSchema, document, host);
  const [error] = errors ?? [];
  if (error !== undefined) {
    throw new GridProblem(/size limit/i.test(error.message) ? 'too-much' : 'query-refused', host, error.message);
  }
  return data;
}

function idOf({ id }: EventRow): string | null {
  return typeof id === 'string' && EVENT_ID.test(id) ? id : null;
}

/** Sorts after every id. */
const LAST_ID = '~';

interface ReadTables {
  readonly events: readonly ChainEvent[];
  /** The first and last id of each table that returned rows, including rows that could not be read. */
  readonly spans: readonly { readonly first: string; readonly last: string }[];
  readonly rejected: number;
}

function readTables(data: unknown, host: string, { gridNodeIds, afterId, beforeId }: EventRange): ReadTables {
  const asked = new Set(gridNodeIds);
  const events: ChainEvent[] = [];
  const spans: { first: string; last: string }[] = [];
  let rejected = 0;
  const found = readAnswer(tables, data, host);
  for (const table of Object.keys(TABLES) as Table[]) {
    const rows = (found[table] ?? []) as readonly (EventRow | null)[];
    let [first, last] = [LAST_ID, ''];
    let inRange = 0;
    for (const entry of rows) {
      const row = entry ?? {};
      const id = idOf(row);
      if (id !== null && (id <= afterId || id >= beforeId)) continue;
      inRange += 1;
      if (id !== null && id < first) first = id;
      if (id !== null && id > last) last = id;
      const event = readRow(table, id, row);
      if (event !== null && asked.has(event.gridNodeId)) events.push(event);
      else rejected += 1;
    }
    if (inRange === 0 && rows.length > 0) {
      throw new GridProblem('unexpected', host, table);
    }
    if (last !== '') spans.push({ first, last });
  }
  return { events: events.sort((a, b) => (a.id < b.id ? -1 : 1)), spans, rejected };
}

/**
 * A page without gaps. Each table is complete only up to its last row, because the indexer limits the rows per answer.
 * @param direction 1 for the earliest events of a range, -1 for the latest
 */
function pageOf(answer: SourceAnswer, range: EventRange, direction: 1 | -1): EventPage {
  const { events, spans, rejected } = readTables(dataOf(answer), answer.host, range);
  const ends = spans.map(({ first, last }) => (direction === 1 ? last : first)).toSorted();
  const reachedId = (direction === 1 ? ends[0] : ends.at(-1)) ?? null;
  const isReached = ({ id }: ChainEvent) => reachedId === null || (direction === 1 ? id <= reachedId : id >= reachedId);
  return { events: events.filter(isReached), reachedId, rejected };
}

export function createIndexer(source: Source): GridIndexer {
  const ask = <T>(name: keyof typeof QUERIES, variables: object, read: (answer: SourceAnswer) => T): Promise<T> =>
    source.request({ path: '', body: JSON.stringify({ query: QUERIES[name], variables }) }, read);
  return {
    source,
    status: () =>
      ask('status', {}, (answer) => {
        const { squidStatus, uptimeEvents } = readAnswer(statusSchema, dataOf(answer), answer.host);
        return { height: squidStatus?.height ?? null, newest: anchorOf(uptimeEvents) };
      }),
    firstEvent: (fromBlock) =>
      ask('firstEvent', { from: firstIdOf(fromBlock) }, (answer) =>
        anchorOf(readAnswer(z.object({ uptimeEvents: anchors }), dataOf(answer), answer.host).uptimeEvents),
      ),
    events: (range) => ask('events', range, (answer) => pageOf(answer, range, 1)),
    earlierEvents: (range) => ask('earlierEvents', range, (answer) => pageOf(answer, range, -1)),
    powerBefore: (range) => ask('powerBefore', range, (answer) => pageOf(answer, { ...range, afterId: '' }, -1)),
    tftPrice: () =>
      ask('tftPrice', {}, (answer) => {
        const [latest] = readAnswer(pricesSchema, dataOf(answer), answer.host).priceStoreds;
        return latest === undefined ? null : { usd: latest.newPrice, atS: latest.timestamp };
      }),
    twins: (twinIds) =>
      ask('twins', { twins: twinIds, limit: twinIds.length }, (answer) =>
        readTwins(twinIds, dataOf(answer), answer.host),
      ),
    policies: () => ask('policies', {}, (answer) => readPolicies(dataOf(answer), answer.host)),
    nodes: (gridNodeIds) =>
      ask(
        'nodes',
        { gridNodeIds, limit: gridNodeIds.length },
        (answer) => readAnswer(z.object({ nodes: z.array(z.unknown()) }), dataOf(answer), answer.host).nodes,
      ),
  };
}
