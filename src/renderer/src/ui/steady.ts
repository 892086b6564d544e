import { useCallback, useLayoutEffect, useRef } from 'react';

/** The same function for every render, which calls the latest one: what takes it is drawn once. */
export function useSteady<Values extends readonly unknown[], Result>(
  call: (...values: Values) => Result,
): (...values: Values) => Result {
  const latest = useRef(call);
  useLayoutEffect(() => {
    latest.current = call;
  });
  return useCallback((...values: Values) => latest.current(...values), []);
}
