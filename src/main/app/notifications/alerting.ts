import type { AppContext } from '#main/app/context.ts';

/**
 * Delay of the first check after the start, in milliseconds: it resolves notifications about the time when the program
 * was off.
 */
const FIRST_ROUND_MS = 5000;
/** How often the farm is checked, in milliseconds. */
const ROUND_MS = 300_000;
/** Delay of a check after a grid synchronisation published a change, in milliseconds, because it publishes many. */
const AFTER_SYNC_MS = 1000;

/** Minimum wait before a pending message is tried again, in milliseconds. */
const MIN_RETRY_MS = 5000;

/** Checks the farm periodically. */
export interface Alerting {
  /** Starts; has no effect when it already runs. */
  readonly start: () => void;
  readonly stop: () => void;
}

/** Runs tasks one after another, so that each sees what the previous one wrote. Failures are logged. */
function createQueue(context: AppContext) {
  let queue = Promise.resolve();
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      context.log.warn('alerts', { error });
    }
  };
  return (work: () => Promise<void>): void => {
    queue = queue.then(() => attempt(work));
  };
}

async function refreshPrice(context: AppContext): Promise<void> {
  const { refreshTftPrice } = await import('#main/app/settings/tft-price.ts');
  await refreshTftPrice(context);
  const { refreshMarkets } = await import('#main/app/settings/markets.ts');
  await refreshMarkets(context);
}

/**
 * Checks the farm soon after the start, every five minutes, and after a grid synchronisation, and sends pending
 * messages.
 */
export function createAlerting(context: AppContext): Alerting {
  const enqueue = createQueue(context);
  const enqueuePrice = createQueue(context);
  let stop: (() => void) | undefined;
  let retry: NodeJS.Timeout | undefined;
  const deliver = async (): Promise<void> => {
    const { deliverAlerts } = await import('./deliver.ts');
    const nextMs = await deliverAlerts(context);
    clearTimeout(retry);
    if (nextMs !== null && stop !== undefined) {
      const waitMs = Math.min(ROUND_MS, Math.max(MIN_RETRY_MS, nextMs - context.nowMs()));
      retry = setTimeout(() => enqueue(deliver), waitMs).unref();
    }
  };
  const check = async (): Promise<void> => {
    const { watchUptime } = await import('#main/app/uptime/uptime-watch.ts');
    await watchUptime(context);
    await deliver();
  };
  const round = (): void => {
    // Queued separately, so that a hanging price source delays no alert.
    enqueuePrice(() => refreshPrice(context));
    enqueue(check);
  };
  const begin = (): (() => void) => {
    let afterSync: NodeJS.Timeout | undefined;
    const first = setTimeout(round, FIRST_ROUND_MS).unref();
    const timer = setInterval(round, ROUND_MS).unref();
    const unsubscribe = context.events.subscribe((topic) => {
      if (topic === 'notifications') enqueue(deliver);
      if (topic !== 'grid') return;
      clearTimeout(afterSync);
      afterSync = setTimeout(() => enqueue(check), AFTER_SYNC_MS).unref();
    });
    return () => {
      for (const timeout of [first, afterSync, retry]) clearTimeout(timeout);
      clearInterval(timer);
      unsubscribe();
    };
  };
  return {
    start: () => {
      stop ??= begin();
    },
    stop: () => {
      stop?.();
      stop = undefined;
    },
  };
}
