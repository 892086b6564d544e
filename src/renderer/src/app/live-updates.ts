import type { QueryClient } from '@tanstack/react-query';
import { api, client, connection } from '#renderer/client/client.ts';
import { refreshWhenVisible, type VisibleRefresh } from './visible-refresh.ts';

const RETRY_MS = 2000;

async function follow({ notify }: VisibleRefresh, signal: AbortSignal): Promise<void> {
  const changes = await client.app.watchChanges(undefined, { signal });
  for await (const change of changes) {
    notify(change.topic);
  }
}

/**
 * Refetches queries when the program publishes changes, and all of them after a lost connection.
 * @returns stops it
 */
export function startLiveUpdates(queries: QueryClient): () => void {
  const stop = new AbortController();
  const changes = refreshWhenVisible(queries);
  let wasLost = false;
  const unsubscribe = connection.subscribe(() => {
    if (connection.state() === 'open' && wasLost) void queries.invalidateQueries({ queryKey: api.key() });
    wasLost = connection.state() === 'lost';
  });
  const run = async () => {
    while (!stop.signal.aborted) {
      await follow(changes, stop.signal).catch(() => undefined);
      await new Promise((resolve) => {
        setTimeout(resolve, RETRY_MS);
      });
    }
  };
  void run();
  return () => {
    stop.abort();
    changes.stop();
    unsubscribe();
  };
}
