import type { AppContext } from '#main/app/context.ts';

/** How often uptime is looked after, in milliseconds. */
export const WATCH_INTERVAL_MS = 300_000;
/** How long after the start the first look waits, so that the first page comes first, in milliseconds. */
const FIRST_LOOK_MS = 30_000;

/**
 * Looks after uptime while the host runs: closed periods are frozen, what is worth a word is written down.
 * @returns stops it
 */
export function keepWatching(context: AppContext): () => void {
  const look = async (): Promise<void> => {
    try {
      const { watchUptime } = await import('#main/app/uptime/uptime-watch.ts');
      await watchUptime(context);
    } catch (error) {
      context.log.warn('uptime not looked after', { error });
    }
  };
  const first = setTimeout(() => void look(), FIRST_LOOK_MS).unref();
  const timer = setInterval(() => void look(), WATCH_INTERVAL_MS).unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}
