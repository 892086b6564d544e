import { focusManager, type QueryClient } from '@tanstack/react-query';
import type { Topic } from '#shared/contract/app/topics.ts';
import { mayDiffer } from './changed-areas.ts';

/** Tells the queries of a page what changed, see {@link refreshWhenSeen}. */
export interface SeenChanges {
  readonly tell: (topic: Topic) => void;
  readonly stop: () => void;
}

/**
 * Asks again for everything on the page that a change may have changed: at once while the page can be seen, otherwise
 * once it is seen again, so that a closed window costs its computer nothing.
 */
export function refreshWhenSeen(queries: QueryClient): SeenChanges {
  const missed = new Set<Topic>();
  const refresh = (topics: readonly Topic[]): void => {
    void queries.invalidateQueries({
      predicate: ({ queryKey: [path] }) => Array.isArray(path) && topics.some((topic) => mayDiffer(topic, path)),
    });
  };
  const stop = focusManager.subscribe((isSeen) => {
    if (isSeen && missed.size > 0) {
      refresh([...missed]);
      missed.clear();
    }
  });
  const tell = (topic: Topic): void => {
    if (focusManager.isFocused()) {
      refresh([topic]);
    } else {
      missed.add(topic);
    }
  };
  return { tell, stop };
}
