import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SettingKey, Settings } from '#shared/contract/settings.ts';
import { api, client } from '#renderer/client/client.ts';

const TYPING_MS = 500;

/** How a change stands. */
export type SaveState = 'idle' | 'waiting' | 'saved' | 'failed';

/** One setting under edit. */
export interface SettingField<K extends SettingKey> {
  /** What is shown: the draft while it is being saved, else what is stored. Undefined until the settings are read. */
  readonly value: Settings[K] | undefined;
  /** Changes it: shown at once, stored when typing pauses. */
  readonly set: (next: Settings[K]) => void;
  readonly state: SaveState;
  readonly error: unknown;
}

/** Reads one setting and saves its changes by themselves. A refused change stays on the screen with its reason. */
export function useSetting<K extends SettingKey>(key: K): SettingField<K> {
  const queries = useQueryClient();
  const { data, error: readError } = useQuery(api.settings.get.queryOptions());
  const [draft, setDraft] = useState<Settings[K] | undefined>();
  const [state, setState] = useState<SaveState>('idle');
  const [error, setError] = useState<unknown>(null);
  const pending = useRef<{ readonly value: Settings[K]; readonly timer: ReturnType<typeof setTimeout> }>(undefined);

  const store = useCallback(
    async (next: Settings[K]) => {
      try {
        const settings = await client.settings.update({ [key]: next });
        queries.setQueryData(api.settings.get.queryKey(), settings);
        if (pending.current !== undefined) return;
        setDraft(undefined);
        setError(null);
        setState('saved');
      } catch (failure) {
        setError(failure);
        setState('failed');
      }
    },
    [key, queries],
  );
  const flush = useCallback(() => {
    const waiting = pending.current;
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    pending.current = undefined;
    void store(waiting.value);
  }, [store]);
  // Who leaves the page while typing pauses loses nothing.
  useEffect(() => {
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  const set = useCallback(
    (next: Settings[K]) => {
      setDraft(next);
      setState('waiting');
      clearTimeout(pending.current?.timer);
      pending.current = { value: next, timer: setTimeout(flush, TYPING_MS) };
    },
    [flush],
  );
  return { value: draft ?? data?.[key], set, state, error: error ?? readError };
}
