import type { QueryClient } from '@tanstack/react-query';
import type { Topic } from '#shared/contract/topics.ts';
import { api, client, connection } from '#renderer/client/client.ts';
import { areasOf } from './changed-areas.ts';

const RETRY_MS = 2000;

/** Asks again for everything on the screen that belongs to a changed area. */
function refresh(queries: QueryClient, topic: Topic): void {
  const areas = areasOf(topic);
  void queries.invalidateQueries({
    predicate: ({ queryKey: [path] }) => Array.isArray(path) && typeof path[0] === 'string' && areas.has(path[0]),
  });
}

async function follow(queries: QueryClient, signal: AbortSignal): Promise<void> {
  const changes = await client.app.watchChanges(undefined, { signal });
  for await (const change of changes) {
    refresh(queries, change.topic);
  }
}

/**
 * Follows the program's changes as long as the page lives, and asks again for everything after a lost connection.
 * @returns stops following
 */
export function startLive(queries: QueryClient): () => void {
  const stop = new AbortController();
  let wasLost = false;
  const unsubscribe = connection.subscribe(() => {
    if (connection.state() === 'open' && wasLost) void queries.invalidateQueries({ queryKey: api.key() });
    wasLost = connection.state() === 'lost';
  });
  const run = async () => {
    while (!stop.signal.aborted) {
      await follow(queries, stop.signal).catch(() => undefined);
      await new Promise((resolve) => {
        setTimeout(resolve, RETRY_MS);
      });
    }
  };
  void run();
  return () => {
    stop.abort();
    unsubscribe();
  };
}
