import { useSyncExternalStore } from 'react';

const TICK_MS = 1000;
const listeners = new Map<number, Set<() => void>>();
const timers = new Map<number, ReturnType<typeof setInterval>>();

function subscribeEvery(everyMs: number, listener: () => void): () => void {
  const group = listeners.get(everyMs) ?? new Set();
  listeners.set(everyMs, group.add(listener));
  if (!timers.has(everyMs)) {
    timers.set(
      everyMs,
      setInterval(() => group.forEach((call) => call()), everyMs),
    );
  }
  return () => {
    group.delete(listener);
    if (group.size === 0) {
      clearInterval(timers.get(everyMs));
      timers.delete(everyMs);
    }
  };
}

const subscribers = new Map<number, (listener: () => void) => () => void>();
function subscriberFor(everyMs: number): (listener: () => void) => () => void {
  const known = subscribers.get(everyMs) ?? ((listener: () => void) => subscribeEvery(everyMs, listener));
  subscribers.set(everyMs, known);
  return known;
}

/**
 * The present instant in unix seconds, kept fresh.
 * @param everyS how often it moves, in seconds; the value is rounded down to it so that renders are few
 */
export function useNowS(everyS = 60): number {
  return useSyncExternalStore(
    subscriberFor(everyS * TICK_MS),
    () => Math.floor(Date.now() / TICK_MS / everyS) * everyS,
  );
}
