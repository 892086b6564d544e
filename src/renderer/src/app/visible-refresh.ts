import { focusManager, type QueryClient } from '@tanstack/react-query';
import type { Topic } from '#shared/contract/app/topics.ts';
import { isAffectedBy } from './changed-areas.ts';

/** Refetches the queries of a page after changes, see {@link refreshWhenVisible}. */
export interface VisibleRefresh {
  readonly notify: (topic: Topic) => void;
  readonly stop: () => void;
}

/**
 * Refetches everything that a change may affect: immediately while the page is visible, otherwise when it becomes
 * visible, so that a hidden window uses no resources.
 */
export function refreshWhenVisible(queries: QueryClient): VisibleRefresh {
  const missed = new Set<Topic>();
  const refresh = (topics: readonly Topic[]): void => {
    void queries.invalidateQueries({
      predicate: ({ queryKey: [path] }) => Array.isArray(path) && topics.some((topic) => isAffectedBy(topic, path)),
    });
  };
  const stop = focusManager.subscribe((isSeen) => {
    if (isSeen && missed.size > 0) {
      refresh([...missed]);
      missed.clear();
    }
  });
  const notify = (topic: Topic): void => {
    if (focusManager.isFocused()) {
      refresh([topic]);
    } else {
      missed.add(topic);
    }
  };
  return { notify, stop };
}
