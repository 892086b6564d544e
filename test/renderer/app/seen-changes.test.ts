import { focusManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refreshWhenSeen, type SeenChanges } from '#renderer/app/seen-changes.ts';

let queries: QueryClient;
let changes: SeenChanges;
let asked: string[];

function follow(area: string): void {
  const observer = new QueryObserver(queries, {
    queryKey: [[area, 'get']],
    queryFn: () => asked.push(area),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  observer.subscribe(() => undefined);
}

/** Everything that was begun is done. */
const settled = () => vi.advanceTimersByTimeAsync(100);

beforeEach(async () => {
  vi.useFakeTimers();
  asked = [];
  queries = new QueryClient();
  queries.mount();
  changes = refreshWhenSeen(queries);
  focusManager.setFocused(true);
  follow('earnings');
  follow('slices');
  await settled();
  asked = [];
});

afterEach(() => {
  changes.stop();
  queries.clear();
  queries.unmount();
  focusManager.setFocused(undefined);
  vi.useRealTimers();
});

describe('a change that the program tells', () => {
  // Catches a page that keeps the old figure until it is opened again.
  it('is asked for at once by a page that can be seen', async () => {
    changes.tell('earnings');
    await settled();
    expect(asked).toEqual(['earnings']);
  });

  // Catches a closed window that computes each minute what nobody looks at.
  it('waits while the page cannot be seen, and comes once when it is', async () => {
    focusManager.setFocused(false);
    changes.tell('earnings');
    changes.tell('earnings');
    changes.tell('slices');
    await settled();
    expect(asked).toEqual([]);
    focusManager.setFocused(true);
    await settled();
    expect(asked.toSorted()).toEqual(['earnings', 'slices']);
    focusManager.setFocused(false);
    focusManager.setFocused(true);
    await settled();
    expect(asked).toHaveLength(2);
  });

  // Catches a page that is gone and goes on asking.
  it('is not asked for after the end', async () => {
    focusManager.setFocused(false);
    changes.tell('earnings');
    changes.stop();
    focusManager.setFocused(true);
    await settled();
    expect(asked).toEqual([]);
  });
});
