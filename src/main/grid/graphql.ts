import { z } from 'zod';
import type { BlockTime } from '#shared/domain/grid/chain-time.ts';
import type { CreditEvent } from '#shared/domain/uptime/credit-types.ts';
import { FIRST_PERIOD_START_S } from '#shared/domain/uptime/periods.ts';
import { blockOf, firstIdOf } from '#shared/domain/grid/event-id.ts';
import { QUERIES } from './graphql-queries.ts';
import { chainNumber, readAnswer, wholeOrText } from './json-answer.ts';
import { GridProblem } from './problem.ts';
import type { Answer, AnswerLimits, Source } from './source.ts';

/** Limits of the indexer's answers. */
export const GRAPHQL_LIMITS: AnswerLimits = { maxBytes: 8_388_608, timeoutMs: 60_000 };

/** An event of the chain: its id sorts as the chain put it, among events of every kind. */
export interface ChainEvent {
  readonly id: string;
  readonly gridNodeId: number;
  readonly event: CreditEvent;
}

/** The next events of some nodes, without gaps from where was asked. */
export interface EventPage {
  /** Ascending by id. */
  readonly events: readonly ChainEvent[];
  /** Every event up to this id, in the direction that was asked, is on the page; null where there are no more. */
  readonly reachedId: string | null;
  /** Rows that could not be read. */
  readonly rejected: number;
}

/** The events of some nodes between two ids, neither of which belongs to it. */
export interface EventRange {
  readonly gridNodeIds: readonly number[];
  readonly afterId: string;
  readonly beforeId: string;
  readonly limit: number;
}

/** The indexer of the chain. */
export interface GridIndexer {
  readonly source: Source;
  /** How far the chain is indexed, and the newest event. */
  readonly status: () => Promise<{ readonly height: number | null; readonly newest: BlockTime | null }>;
  /** The first event of any node from a block on. */
  readonly firstEvent: (fromBlock: number) => Promise<BlockTime | null>;
  /** The earliest events of a range. */
  readonly events: (range: EventRange) => Promise<EventPage>;
  /** The latest events of a range. */
  readonly earlierEvents: (range: EventRange) => Promise<EventPage>;
  /** The latest changes of power before an id, of both kinds. */
  readonly powerBefore: (range: Omit<EventRange, 'afterId'>) => Promise<EventPage>;
  /** Nodes as the chain stores them; `readGridNodes` reads them. */
  readonly nodes: (gridNodeIds: readonly number[]) => Promise<readonly unknown[]>;
}

const EVENT_ID = /^\d{10}-\d{6}-\w{1,16}$/;
/** A node that claims more uptime than this claims nonsense, in seconds; the grid judges all of it alike. */
const MOST_UPTIME_S = 1_000_000_000_000;
const LATEST_S = 253_402_300_799;

const eventId = z.string().regex(EVENT_ID);
const time = wholeOrText.pipe(z.number().min(FIRST_PERIOD_START_S).max(LATEST_S));
const power = z.enum(['Up', 'Down']);
const row = { id: eventId, nodeID: chainNumber, timestamp: time };
/** A u64 of the chain, as text or number; what is absurd stays absurd. */
const uptime = z
  .union([z.number().int().min(0), z.string().regex(/^\d{1,20}$/)])
  .transform((value) => Math.min(Number(value), MOST_UPTIME_S));

const ROWS = {
  uptimeEvents: z
    .object({ ...row, uptime })
    .transform((found): ChainEvent => toEvent(found, ['uptime', found.timestamp, found.uptime])),
  powerTargetReports: z
    .object({ ...row, newPowerTarget: power })
    .transform((found): ChainEvent => toEvent(found, ['target', found.timestamp, found.newPowerTarget])),
  powerStateReports: z
    .object({ ...row, newPowerState: power })
    .transform((found): ChainEvent => toEvent(found, ['state', found.timestamp, found.newPowerState])),
};
type Table = keyof typeof ROWS;

function toEvent({ id, nodeID }: { readonly id: string; readonly nodeID: number }, event: CreditEvent): ChainEvent {
  return { id, gridNodeId: nodeID, event };
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

function anchorOf([first]: z.infer<typeof anchors>): BlockTime | null {
  return first === undefined ? null : { block: blockOf(first.id), atS: first.timestamp };
}

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** The data of an answer. @throws GridProblem for the errors that an indexer writes into its answer */
function dataOf({ document, host }: Answer): unknown {
  const { data, errors } = readAnswer(answerSchema, document, host);
  const [error] = errors ?? [];
  if (error !== undefined) {
    throw new GridProblem(/size limit/i.test(error.message) ? 'too-much' : 'query-refused', host, error.message);
  }
  return data;
}

function idOf(found: unknown): string | null {
  const { id } = (found ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' && EVENT_ID.test(id) ? id : null;
}

interface ReadTables {
  readonly events: readonly ChainEvent[];
  /** The ids of each table, ascending; a row that cannot be read counts. */
  readonly ids: readonly (readonly string[])[];
  readonly rejected: number;
}

function readTables(data: unknown, host: string, { gridNodeIds, afterId, beforeId }: EventRange): ReadTables {
  const asked = new Set(gridNodeIds);
  const events: ChainEvent[] = [];
  const ids: (readonly string[])[] = [];
  let rejected = 0;
  const found = readAnswer(tables, data, host);
  for (const table of Object.keys(ROWS) as Table[]) {
    const rows = found[table] ?? [];
    const inRange = rows.filter((entry) => {
      const id = idOf(entry);
      return id === null || (id > afterId && id < beforeId);
    });
    if (inRange.length === 0 && rows.length > 0) {
      throw new GridProblem('unexpected', host, table);
    }
    for (const entry of inRange) {
      const read = ROWS[table].safeParse(entry);
      if (read.success && asked.has(read.data.gridNodeId)) events.push(read.data);
      else rejected += 1;
    }
    ids.push(inRange.flatMap((entry) => idOf(entry) ?? []).toSorted());
  }
  return { events: events.toSorted((a, b) => (a.id < b.id ? -1 : 1)), ids, rejected };
}

/**
 * A page without gaps: each table is known only as far as its last row, however many rows the indexer gives at most.
 * @param direction 1 for the earliest events of a range, -1 for the latest
 */
function pageOf(answer: Answer, range: EventRange, direction: 1 | -1): EventPage {
  const { events, ids, rejected } = readTables(dataOf(answer), answer.host, range);
  const ends = ids.flatMap((found) => (direction === 1 ? found.at(-1) : found[0]) ?? []).toSorted();
  const reachedId = (direction === 1 ? ends[0] : ends.at(-1)) ?? null;
  const isReached = ({ id }: ChainEvent) => reachedId === null || (direction === 1 ? id <= reachedId : id >= reachedId);
  return { events: events.filter(isReached), reachedId, rejected };
}

function variablesOf({ gridNodeIds, afterId, beforeId, limit }: EventRange) {
  return { nodes: gridNodeIds, after: afterId, before: beforeId, limit };
}

/** Asks an indexer. */
export function createIndexer(source: Source): GridIndexer {
  const ask = <T>(name: keyof typeof QUERIES, variables: object, read: (answer: Answer) => T): Promise<T> =>
    source.ask({ path: '', body: JSON.stringify({ query: QUERIES[name], variables }) }, read);
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
    events: (range) => ask('events', variablesOf(range), (answer) => pageOf(answer, range, 1)),
    earlierEvents: (range) => ask('earlierEvents', variablesOf(range), (answer) => pageOf(answer, range, -1)),
    powerBefore: (range) =>
      ask('powerBefore', { nodes: range.gridNodeIds, before: range.beforeId, limit: range.limit }, (answer) =>
        pageOf(answer, { ...range, afterId: '' }, -1),
      ),
    nodes: (gridNodeIds) =>
      ask(
        'nodes',
        { nodes: gridNodeIds, limit: gridNodeIds.length },
        (answer) => readAnswer(z.object({ nodes: z.array(z.unknown()) }), dataOf(answer), answer.host).nodes,
      ),
  };
}
