import type { AppContext } from '#main/app/context.ts';

/** The first round after the start, in milliseconds: it ends notifications about the silence before. */
const FIRST_ROUND_MS = 5000;
/** How often the farm is checked, in milliseconds. */
const ROUND_MS = 300_000;
/** What the grid brought is looked at so long after it came, in milliseconds: it comes in many parts. */
const AFTER_SYNC_MS = 1000;

/** Checks the farm for as long as the process lives. */
export interface Alerting {
  /** Begins; when it runs already, nothing changes. */
  readonly start: () => void;
  readonly stop: () => void;
}

/** Checks the farm soon, every five minutes, and when the grid brought something. A round that fails is logged. */
export function createAlerting(context: AppContext): Alerting {
  let stop: (() => void) | undefined;
  // One round after another: what the first one writes, the second finds done.
  let queue = Promise.resolve();
  const check = async (): Promise<void> => {
    try {
      const { watchUptime } = await import('#main/app/uptime/uptime-watch.ts');
      await watchUptime(context);
    } catch (error) {
      context.log.warn('alerts not checked', { error });
    }
  };
  const round = (): void => {
    queue = queue.then(check);
  };
  return {
    start: () => {
      if (stop !== undefined) return;
      let afterSync: NodeJS.Timeout | undefined;
      const first = setTimeout(round, FIRST_ROUND_MS).unref();
      const timer = setInterval(round, ROUND_MS).unref();
      const unsubscribe = context.events.subscribe((topic) => {
        if (topic !== 'grid') return;
        clearTimeout(afterSync);
        afterSync = setTimeout(round, AFTER_SYNC_MS).unref();
      });
      stop = () => {
        clearTimeout(first);
        clearTimeout(afterSync);
        clearInterval(timer);
        unsubscribe();
      };
    },
    stop: () => {
      stop?.();
      stop = undefined;
    },
  };
}
