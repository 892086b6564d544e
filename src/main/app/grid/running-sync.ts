import type { GridRun, GridSync } from '#shared/contract/grid/grid.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { GridProgress } from './sync-run.ts';
import { type SyncOptions, syncOnce } from './sync.ts';

/** The running synchronisation of this process. */
interface Running {
  readonly result: Promise<GridSync>;
  readonly stop: AbortController;
  progress: GridProgress;
  partStartedMs: number;
}

const running = new WeakMap<AppContext, Running>();

/** Minimum interval between published progress, in milliseconds. */
const MIN_PROGRESS_INTERVAL_MS = 500;

/** The progress of this process's synchronisation; null while there is none. */
export function runningSync(context: AppContext): GridRun | null {
  const current = running.get(context);
  if (current === undefined) return null;
  const { part, share, events } = current.progress;
  const elapsedS = Math.max(0, (context.nowMs() - current.partStartedMs) / 1000);
  return {
    part,
    percent: share === null ? null : Math.floor(share * 100),
    events,
    eventsPerSecond: elapsedS < 1 || events === 0 ? null : Math.round(events / elapsedS),
    remainingS: share === null || share < 0.02 ? null : Math.ceil((elapsedS * (1 - share)) / share),
  };
}

/**
 * Stops this process's synchronisation. What it has stored remains.
 * @returns whether there was one
 */
export async function stopSync(context: AppContext): Promise<boolean> {
  const current = running.get(context);
  current?.stop.abort();
  await current?.result.catch(() => undefined);
  return current !== undefined;
}

function start(context: AppContext, options: SyncOptions): Running {
  const stop = new AbortController();
  let announcedMs = 0;
  const progress = (next: GridProgress) => {
    const nowMs = context.nowMs();
    if (next.part !== current.progress.part) current.partStartedMs = nowMs;
    current.progress = next;
    options.progress?.(next);
    if (nowMs - announcedMs >= MIN_PROGRESS_INTERVAL_MS) {
      announcedMs = nowMs;
      context.events.publish('grid');
    }
  };
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal]);
  const current: Running = {
    result: withSyncLock(context, () => syncOnce(context, { ...options, signal, progress })),
    stop,
    progress: { part: 'nodes', share: null, events: 0 },
    partStartedMs: context.nowMs(),
  };
  return current;
}

/**
 * Ensures that only one process of a data directory synchronises at a time.
 * @throws FarmerError CONFLICT while another one does
 */
async function withSyncLock<T>(context: AppContext, work: () => Promise<T>): Promise<T> {
  const turn = (await context.stores()).gridHosts.turn();
  if (!turn.tryAcquire())
    throw new FarmerError('CONFLICT', message('grid:core.othersTurn'), { hint: message('grid:core.tryLater') });
  try {
    return await work();
  } finally {
    turn.release();
  }
}

/**
 * Imports what the grid recorded since the last synchronisation; within a process, synchronisations run one after
 * another.
 * @throws FarmerError CONFLICT when nothing is connected or another process is synchronising
 */
export async function syncGrid(context: AppContext, options: SyncOptions): Promise<GridSync> {
  for (let before = running.get(context); before !== undefined; before = running.get(context)) {
    await before.result.catch(() => undefined);
  }
  const current = start(context, options);
  running.set(context, current);
  try {
    return await current.result;
  } finally {
    running.delete(context);
    context.events.publish('grid');
  }
}
