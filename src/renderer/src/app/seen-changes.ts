import { focusManager, type QueryClient } from '@tanstack/react-query';
import type { Topic } from '#shared/contract/app/topics.ts';
import { areasOf } from './changed-areas.ts';

/** Tells the queries of a page what changed, see {@link refreshWhenSeen}. */
export interface SeenChanges {
  readonly tell: (topic: Topic) => void;
  readonly stop: () => void;
}

/**
 * Asks again for everything on the page that belongs to a changed area: at once while the page can be seen, otherwise
 * once it is seen again, so that a closed window costs its computer nothing.
 */
export function refreshWhenSeen(queries: QueryClient): SeenChanges {
  const missed = new Set<Topic>();
  const refresh = (topics: Iterable<Topic>): void => {
    const areas = new Set([...topics].flatMap((topic) => [...areasOf(topic)]));
    void queries.invalidateQueries({
      predicate: ({ queryKey: [path] }) => Array.isArray(path) && typeof path[0] === 'string' && areas.has(path[0]),
    });
  };
  const stop = focusManager.subscribe((isSeen) => {
    if (isSeen && missed.size > 0) {
      refresh(missed);
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
