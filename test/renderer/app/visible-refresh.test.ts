import { focusManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refreshWhenVisible, type VisibleRefresh } from '#renderer/app/visible-refresh.ts';

let queries: QueryClient;
let changes: VisibleRefresh;
let fetched: string[];

function follow(area: string): void {
  const observer = new QueryObserver(queries, {
    queryKey: [[area, 'get']],
    queryFn: () => fetched.push(area),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  observer.subscribe(() => undefined);
}

/** Everything that was begun is done. */
const settled = () => vi.advanceTimersByTimeAsync(100);

beforeEach(async () => {
  vi.useFakeTimers();
  fetched = [];
  queries = new QueryClient();
  queries.mount();
  changes = refreshWhenVisible(queries);
  focusManager.setFocused(true);
  follow('earnings');
  follow('slices');
  await settled();
  fetched = [];
});

afterEach(() => {
  changes.stop();
  queries.clear();
  queries.unmount();
  focusManager.setFocused(undefined);
  vi.useRealTimers();
});

describe('a published change', () => {
  // Catches a page that keeps the old figure until it is opened again.
  it('is fetched immediately by a visible page', async () => {
    changes.notify('earnings');
    await settled();
    expect(fetched).toEqual(['earnings']);
  });

  // Catches a closed window that computes each minute what nobody looks at.
  it('is deferred while the page is hidden, and fetched once afterwards', async () => {
    focusManager.setFocused(false);
    changes.notify('earnings');
    changes.notify('earnings');
    changes.notify('slices');
    await settled();
    expect(fetched).toEqual([]);
    focusManager.setFocused(true);
    await settled();
    expect(fetched.toSorted()).toEqual(['earnings', 'slices']);
    focusManager.setFocused(false);
    focusManager.setFocused(true);
    await settled();
    expect(fetched).toHaveLength(2);
  });

  // Catches a page that is gone and goes on asking.
  it('is not fetched after the end', async () => {
    focusManager.setFocused(false);
    changes.notify('earnings');
    changes.stop();
    focusManager.setFocused(true);
    await settled();
    expect(fetched).toEqual([]);
  });
});
