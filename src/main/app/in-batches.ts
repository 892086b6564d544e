import { setImmediate } from 'node:timers/promises';

/** The number of nodes processed before other calls are answered: a few milliseconds of work. */
const BATCH = 10;

/** Processes many items in batches, and lets other calls be answered in between. */
export async function* inBatches<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let from = 0; from < items.length; from += BATCH) {
    if (from > 0) await setImmediate();
    yield items.slice(from, from + BATCH);
  }
}
