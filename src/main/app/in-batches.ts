import { setImmediate } from 'node:timers/promises';

/** So many nodes are worked on before other calls get their turn: a few milliseconds of work. */
const BATCH = 10;

/** Works through many items a few at a time, and lets other calls be answered in between. */
export async function* inBatches<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let from = 0; from < items.length; from += BATCH) {
    if (from > 0) await setImmediate();
    yield items.slice(from, from + BATCH);
  }
}
