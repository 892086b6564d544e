/** Yields to the event loop, so that other calls are answered while files are read. */
export const yieldToEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
