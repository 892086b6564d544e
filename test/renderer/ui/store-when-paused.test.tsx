// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useStoreWhenPaused } from '#renderer/ui/store-when-paused.ts';

const PAUSE_MS = 400;

describe('a typed value', () => {
  const stored: string[] = [];
  const store = (text: string) => stored.push(text);
  beforeEach(() => {
    vi.useFakeTimers();
    stored.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is stored once, when typing pauses', () => {
    const { result } = renderHook(() => useStoreWhenPaused(store, PAUSE_MS));
    result.current('0.0');
    vi.advanceTimersByTime(PAUSE_MS - 1);
    result.current('0.02');
    vi.advanceTimersByTime(PAUSE_MS - 1);
    expect(stored).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(stored).toEqual(['0.02']);
  });

  // Catches a figure that is lost when the window is closed, or another page opened, while typing pauses.
  it.each([
    ['the window is closed', () => dispatchEvent(new Event('pagehide'))],
    ['another page is opened', (unmount: () => void) => unmount()],
  ])('is stored immediately when %s', (_, leave) => {
    const { result, unmount } = renderHook(() => useStoreWhenPaused(store, PAUSE_MS));
    result.current('0.02');
    leave(unmount);
    expect(stored).toEqual(['0.02']);
    vi.advanceTimersByTime(PAUSE_MS);
    expect(stored).toEqual(['0.02']);
  });

  it('knows while storing whether something newer was typed', () => {
    let isNewer: (() => boolean) | undefined;
    const keep = (_: string, isPending: () => boolean) => {
      isNewer = isPending;
    };
    const { result } = renderHook(() => useStoreWhenPaused(keep, PAUSE_MS));
    result.current('0.02');
    vi.advanceTimersByTime(PAUSE_MS);
    expect(isNewer?.()).toBe(false);
    result.current('0.03');
    expect(isNewer?.()).toBe(true);
  });
});
