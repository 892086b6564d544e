import { useCallback, useSyncExternalStore } from 'react';

const MS_PER_S = 1000;

/**
 * The current time in unix seconds, updated regularly.
 * @param everyS the interval in seconds; the value is rounded down to it, so that there are few renders
 */
export function useNowS(everyS = 60): number {
  const subscribe = useCallback(
    (onTick: () => void) => {
      const timer = setInterval(onTick, everyS * MS_PER_S);
      return () => clearInterval(timer);
    },
    [everyS],
  );
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / MS_PER_S / everyS) * everyS);
}
