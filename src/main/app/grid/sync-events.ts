import { asOfTime, type BlockTime } from '#shared/domain/grid/chain-time.ts';
import { blockOf, firstIdOf, positionOf } from '#shared/domain/grid/event-id.ts';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { ChainEvent, EventPage, EventRange, GridIndexer } from '#main/grid/graphql.ts';
import type { Coverage, FollowedNode } from '#main/store/grid/grid-store.ts';
import { isGridProblem, type SyncRun } from './sync-run.ts';
import { findPeriodStart } from './period-start.ts';

/** The requested periods; by default, the current one and the one before. */
export interface WantedPeriods {
  readonly periods: number | null;
  readonly sincePeriod: number | null;
}

/** The result of synchronising the events. */
export interface EventSync {
  readonly events: number;
  readonly height: number | null;
  readonly asOfS: number | null;
}

const DEFAULT_PERIODS = 2;
/** This many blocks before the known position are read again, because an indexer may write a block late. */
const OVERLAP_BLOCKS = 600;
/** Two pages are in memory at once; this size keeps the program within 150 MiB. */
export const PAGE_ROWS = 1500;
const POWER_ROWS = 1000;
/** Pages are not made smaller than this. */
const MIN_PAGE_ROWS = 50;
/** Problems for which a smaller page is requested. */
const REDUCE_PAGE_ON = new Set(['too-much', 'too-large', 'timeout', 'server-error']);
const LAST_ID = '~';

/** Nodes whose events are known up to the same block, so that one query fetches them all. */
interface NodeGroup {
  readonly nodes: readonly FollowedNode[];
  readonly coverage: Coverage | null;
}

function groupNodes(nodes: readonly FollowedNode[]): readonly NodeGroup[] {
  return [...Map.groupBy(nodes, ({ coverage }) => JSON.stringify(coverage)).values()].map((group) => ({
    nodes: group,
    coverage: group[0]?.coverage ?? null,
  }));
}

/**
 * Prevents an unhandled rejection of a prefetched page, which is never awaited when storing the page before it fails.
 */
function ignoreIfUnread<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}

/** Synchronises the events of one group of nodes. */
class GroupSync {
  received = 0;
  added = 0;
  rejected = 0;
  #rows = PAGE_ROWS;
  readonly #run: SyncRun;
  readonly #importId: number;
  readonly #nodeIds: readonly number[];
  readonly #ownIds: ReadonlyMap<number, number>;
  readonly #gridIds: readonly number[];

  constructor(run: SyncRun, importId: number, nodes: readonly FollowedNode[]) {
    this.#run = run;
    this.#importId = importId;
    this.#nodeIds = nodes.map(({ nodeId }) => nodeId);
    this.#gridIds = nodes.map(({ gridNodeId }) => gridNodeId);
    this.#ownIds = new Map(nodes.map(({ nodeId, gridNodeId }) => [gridNodeId, nodeId]));
  }

  /** Requests a page, and a smaller one when it is too much for the indexer. */
  async #fetch(
    ask: (range: EventRange) => Promise<EventPage>,
    range: Pick<EventRange, 'afterId' | 'beforeId'>,
  ): Promise<EventPage> {
    this.#run.signal?.throwIfAborted();
    try {
      return await ask({ ...range, gridNodeIds: this.#gridIds, limit: this.#rows });
    } catch (error) {
      const isSmaller = isGridProblem(error) && REDUCE_PAGE_ON.has(String(error.details['problem']));
      if (!isSmaller || this.#rows <= MIN_PAGE_ROWS) throw error;
      this.#rows = Math.max(MIN_PAGE_ROWS, Math.floor(this.#rows / 4));
      return this.#fetch(ask, range);
    }
  }

  /** Stores events together with the range that they cover, so that a kill leaves both or neither. */
  #keep(events: readonly ChainEvent[], coverage: Coverage): void {
    const { stores } = this.#run;
    stores.transaction(() => {
      // If the farmer has removed the connection meanwhile, its events must not be stored.
      if (stores.imports.get(this.#importId) === undefined)
        throw new FarmerError('CONFLICT', message('grid:core.notConnected'), {
          hint: message('grid:core.connectFirst'),
        });
      const added = stores.imports.addEvents(
        this.#importId,
        events.flatMap(({ id, gridNodeId, event }) => {
          const nodeId = this.#ownIds.get(gridNodeId);
          return nodeId === undefined ? [] : [{ nodeId, event, position: positionOf(id) }];
        }),
      );
      stores.imports.addRows(this.#importId, added);
      stores.grid.saveCoverage(this.#nodeIds, coverage);
      this.added += added;
    });
    this.received += events.length;
  }

  /** The power state of every node before a block: its last change of each kind, however long ago. */
  async #powerBefore(indexer: GridIndexer, block: number): Promise<readonly ChainEvent[]> {
    const latest = new Map<string, ChainEvent>();
    let missing = this.#gridIds;
    let beforeId: string | null = firstIdOf(block);
    while (missing.length > 0 && beforeId !== null) {
      this.#run.signal?.throwIfAborted();
      const page: EventPage = await indexer.powerBefore({ gridNodeIds: missing, beforeId, limit: POWER_ROWS });
      for (const event of page.events.toReversed()) {
        const key = `${event.gridNodeId} ${event.event[0]}`;
        if (!latest.has(key)) latest.set(key, event);
      }
      beforeId = page.reachedId;
      missing = missing.filter((id) => !latest.has(`${id} target`) || !latest.has(`${id} state`));
    }
    return [...latest.values()];
  }

  /** Starts at a block. */
  async begin(indexer: GridIndexer, block: number, atS: number): Promise<Coverage> {
    const coverage = { fromBlock: block, fromS: atS, toBlock: block, toS: atS };
    this.#keep(await this.#powerBefore(indexer, block), coverage);
    return coverage;
  }

  /** Fetches newer events. */
  async forward(
    indexer: GridIndexer,
    from: Coverage,
    tip: BlockTime,
    progress: (block: number) => void,
  ): Promise<Coverage> {
    let coverage = from;
    const fetchAfter = (afterId: string) => this.#fetch(indexer.events, { afterId, beforeId: LAST_ID });
    let pending = fetchAfter(firstIdOf(Math.max(from.fromBlock, from.toBlock - OVERLAP_BLOCKS)));
    for (;;) {
      const page = await pending;
      const { reachedId } = page;
      // The next page is fetched while this one is stored.
      if (reachedId !== null) pending = ignoreIfUnread(fetchAfter(reachedId));
      this.rejected += page.rejected;
      const last = page.events.at(-1);
      const reached = { toBlock: blockOf(reachedId ?? ''), toS: last?.event[1] ?? coverage.toS };
      const known = reachedId === null ? { toBlock: tip.block + 1, toS: tip.atS } : reached;
      coverage = known.toBlock >= coverage.toBlock ? { ...coverage, ...known } : coverage;
      this.#keep(page.events, coverage);
      if (reachedId === null) return coverage;
      progress(blockOf(reachedId));
    }
  }

  /** Fetches older events, from the latest to the earliest. */
  async backward(
    indexer: GridIndexer,
    from: Coverage,
    block: number,
    atS: number,
    progress: (block: number) => void,
  ): Promise<Coverage> {
    let coverage = from;
    const fetchBefore = (beforeId: string) =>
      this.#fetch(indexer.earlierEvents, { afterId: firstIdOf(block), beforeId });
    let pending = fetchBefore(firstIdOf(from.fromBlock));
    for (;;) {
      const page = await pending;
      const { reachedId } = page;
      this.rejected += page.rejected;
      if (reachedId === null) break;
      pending = ignoreIfUnread(fetchBefore(reachedId));
      coverage = { ...coverage, fromBlock: Math.min(coverage.fromBlock, blockOf(reachedId) + 1) };
      this.#keep(page.events, coverage);
      progress(blockOf(reachedId));
    }
    coverage = { ...coverage, fromBlock: block, fromS: atS };
    this.#keep(await this.#powerBefore(indexer, block), coverage);
    return coverage;
  }
}

/** The first requested period. */
function firstPeriod({ periods, sincePeriod }: WantedPeriods, asOfS: number): number {
  const current = periodAt(asOfS).index;
  return Math.max(0, Math.min(current, sincePeriod ?? current - (periods ?? DEFAULT_PERIODS) + 1));
}

async function syncGroup(
  graphql: GridIndexer,
  sync: GroupSync,
  { coverage: known }: NodeGroup,
  goal: { readonly block: number; readonly atS: number; readonly isAskedFor: boolean; readonly tip: BlockTime },
  progress: (done: number, of: number) => void,
): Promise<void> {
  const { tip, block, atS } = goal;
  const start = known ?? (await sync.begin(graphql, block, atS));
  const ahead = Math.max(1, tip.block - start.toBlock);
  const behind = goal.isAskedFor ? Math.max(0, start.fromBlock - block) : 0;
  const reached = await sync.forward(graphql, start, tip, (at) => progress(at - start.toBlock, ahead + behind));
  if (behind > 0) {
    await sync.backward(graphql, reached, block, atS, (at) => progress(ahead + start.fromBlock - at, ahead + behind));
  }
}

/**
 * Fetches the events of every followed node: newer ones, and older ones for earlier requested periods. Each page is
 * stored together with the range that it covers, so that synchronisation resumes after a kill.
 */
export async function syncEvents(
  run: SyncRun,
  graphql: GridIndexer,
  importId: number,
  wanted: WantedPeriods,
): Promise<EventSync> {
  const { stores, nowMs } = run;
  const { height, newest } = await graphql.status();
  if (newest === null) {
    return { events: 0, height, asOfS: null };
  }
  const asOfS = asOfTime(height, newest, Math.floor(nowMs() / 1000));
  const tip = { block: Math.max(height ?? 0, newest.block), atS: asOfS };
  const groups = groupNodes(stores.grid.followed());
  const isAskedFor = wanted.periods !== null || wanted.sincePeriod !== null;
  let events = 0;
  let received = 0;
  for (const group of groups) {
    const index = firstPeriod(wanted, asOfS);
    const needsStart = isAskedFor || group.coverage === null;
    const start = needsStart ? await findPeriodStart(stores, graphql, index, newest) : null;
    const goal = { block: start?.block ?? 0, atS: periodByIndex(index).startS, isAskedFor, tip };
    const sync = new GroupSync(run, importId, group.nodes);
    await syncGroup(graphql, sync, group, goal, (done, of) =>
      run.progress({ part: 'events', share: Math.min(1, Math.max(0, done / of)), events: received + sync.received }),
    );
    events += sync.added;
    received += sync.received;
    if (sync.rejected > 0) {
      run.note({
        source: 'graphql',
        code: 'BAD_ROWS',
        message: message('grid:core.badRows', { count: sync.rejected }),
      });
    }
  }
  return { events, height, asOfS };
}
