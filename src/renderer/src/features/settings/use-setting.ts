import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SettingKey, Settings } from '#shared/contract/settings/settings.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { api, client, connection } from '#renderer/client/client.ts';
import { useStoreWhenPaused } from '#renderer/ui/store-when-paused.ts';

const TYPING_MS = 500;

/** The state of a change. */
type SaveState = 'idle' | 'waiting' | 'saved' | 'failed';

/** One setting being edited. */
export interface SettingField<Value> {
  /**
   * The shown value: the draft while it is being saved, otherwise the stored one. Undefined until the settings are
   * loaded.
   */
  readonly value: Value | undefined;
  /** Changes the value: shown immediately, stored when typing pauses. */
  readonly set: (next: Value) => void;
  readonly state: SaveState;
  readonly error: unknown;
}

/** Whether a change failed only because the program is unreachable. */
export function isConnectionFailure(error: unknown): boolean {
  return toFarmerError(error)?.code === 'NOT_CONNECTED';
}

/**
 * Loads one setting and saves its changes automatically. A refused change stays visible with its reason; one that could
 * not be sent is saved when the connection is back.
 */
export function useSetting<K extends SettingKey>(key: K): SettingField<Settings[K]> {
  const queries = useQueryClient();
  const { data, error: readError } = useQuery(api.settings.get.queryOptions());
  const [draft, setDraft] = useState<Settings[K] | undefined>();
  const [state, setState] = useState<SaveState>('idle');
  const [error, setError] = useState<unknown>(null);
  const unsent = useRef<Settings[K]>(undefined);

  const store = useCallback(
    async (next: Settings[K], isTyping: () => boolean) => {
      unsent.current = undefined;
      try {
        const settings = await client.settings.update({ [key]: next });
        queries.setQueryData(api.settings.get.queryKey(), settings);
        if (isTyping()) return;
        setDraft(undefined);
        setError(null);
        setState('saved');
      } catch (failure) {
        if (isConnectionFailure(failure)) unsent.current = next;
        setError(failure);
        setState('failed');
      }
    },
    [key, queries],
  );
  const typed = useStoreWhenPaused(store, TYPING_MS);
  // A change that could not be sent is stored when the connection is back, unless it was changed meanwhile.
  useEffect(
    () =>
      connection.subscribe(() => {
        const waiting = unsent.current;
        if (connection.state() === 'open' && waiting !== undefined && !typed.isPending())
          void store(waiting, typed.isPending);
      }),
    [store, typed],
  );
  const set = useCallback(
    (next: Settings[K]) => {
      setDraft(next);
      setState('waiting');
      typed(next);
    },
    [typed],
  );
  return { value: draft ?? data?.[key], set, state, error: error ?? readError };
}
