import type { GridSync } from '#shared/contract/grid/grid.ts';
import { FarmerError } from '#shared/errors.ts';
import type { AppContext } from '#main/app/context.ts';
import { isRequestDue } from './sync-run.ts';
import { probeDueNodes } from './probes.ts';
import { runningSync, syncGrid } from './running-sync.ts';

/** How often it is checked whether a request is due, in milliseconds. */
const TICK_MS = 60_000;
const UNWANTED = { periods: null, sincePeriod: null, isFresh: false } as const;

/**
 * Sends the grid requests that are due, if the farmer has enabled that.
 * @returns null when nothing is due or another synchronisation is running
 */
export async function syncInBackground(context: AppContext, signal?: AbortSignal): Promise<GridSync | null> {
  const stores = await context.stores();
  const isOn = stores.settings.get('grid').isAutomatic && stores.grid.connection()?.isOn === true;
  const timing = { stores, nowMs: context.nowMs, isBackground: true };
  const isDue = isOn && (['nodes', 'events', 'receipts'] as const).some((question) => isRequestDue(timing, question));
  if (!isDue || runningSync(context) !== null) {
    return null;
  }
  try {
    return await syncGrid(context, { ...UNWANTED, isBackground: true, signal });
  } catch (error) {
    if (error instanceof FarmerError && error.code === 'CONFLICT') return null;
    throw error;
  }
}

/**
 * Checks every minute, starting up to a minute after the start, so that the programs of many farmers do not send
 * requests at the same time.
 */
export function createGridScheduler(context: AppContext, random: () => number = Math.random) {
  let first: NodeJS.Timeout | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stop: AbortController | undefined;
  let isProbing = false;
  const round = () => {
    const signal = stop?.signal;
    syncInBackground(context, signal).catch((error: unknown) => context.log.warn('grid', { error }));
    if (!isProbing) {
      isProbing = true;
      probeDueNodes(context, signal)
        .catch((error: unknown) => context.log.warn('probes', { error }))
        .finally(() => {
          isProbing = false;
        });
    }
  };
  return {
    start: () => {
      if (stop !== undefined) return;
      stop = new AbortController();
      first = setTimeout(() => {
        round();
        timer = setInterval(round, TICK_MS).unref();
      }, TICK_MS * random()).unref();
    },
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
      stop?.abort();
      stop = undefined;
    },
  };
}
