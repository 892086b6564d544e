import { useCallback, useSyncExternalStore } from 'react';

const MS_PER_S = 1000;

/**
 * The present instant in unix seconds, kept fresh.
 * @param everyS how often it moves, in seconds; the value is rounded down to it so that renders are few
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
