import { useDebouncedCallback, type UseDebouncedCallbackReturnValue, useWindowEvent } from '@mantine/hooks';

/**
 * Stores the last value when typing pauses, and when the page is left before that.
 * @param store `isPending` tells whether a newer value was typed while it was storing
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
