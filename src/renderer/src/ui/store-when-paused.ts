import { useDebouncedCallback, type UseDebouncedCallbackReturnValue, useWindowEvent } from '@mantine/hooks';

/**
 * Stores the last of what is typed when typing pauses, and when the page is left before that: nothing is lost.
 * @param store `isPending` tells whether something newer was typed while it stored
 */
export function useStoreWhenPaused<Value>(
  store: (value: Value, isPending: () => boolean) => unknown,
  pauseMs: number,
): UseDebouncedCallbackReturnValue<(value: Value) => void> {
  // oxlint-disable-next-line react/immutability -- it is called after the pause, when it is initialized
  const put = useDebouncedCallback((value: Value) => void store(value, put.isPending), {
    delay: pauseMs,
    flushOnUnmount: true,
  });
  useWindowEvent('pagehide', () => put.flush());
  return put;
}
