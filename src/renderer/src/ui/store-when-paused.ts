import { useCallback, useEffect, useMemo, useRef } from 'react';

/** Stores what is typed, see {@link useStoreWhenPaused}. */
export interface PausedStore<Value> {
  readonly put: (value: Value) => void;
  /** Whether something typed is not stored yet. */
  readonly isWaiting: () => boolean;
}

/**
 * Stores the last of what is typed when typing pauses, and when the page is left before that: nothing is lost.
 * @param store stable between renders; `isWaiting` says whether something newer was typed while it stored
 */
export function useStoreWhenPaused<Value>(
  store: (value: Value, isWaiting: () => boolean) => unknown,
  pauseMs: number,
): PausedStore<Value> {
  const waiting = useRef<{ readonly value: Value; readonly timer: ReturnType<typeof setTimeout> }>(undefined);
  const isWaiting = useCallback(() => waiting.current !== undefined, []);
  const flush = useCallback(() => {
    const last = waiting.current;
    if (last === undefined) return;
    clearTimeout(last.timer);
    waiting.current = undefined;
    void store(last.value, isWaiting);
  }, [store, isWaiting]);
  useEffect(() => {
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  return useMemo(
    () => ({
      put: (value) => {
        clearTimeout(waiting.current?.timer);
        waiting.current = { value, timer: setTimeout(flush, pauseMs) };
      },
      isWaiting,
    }),
    [flush, isWaiting, pauseMs],
  );
}
