import type { AppLog } from '#main/app/context.ts';
import type { EventHub } from '#main/app/events.ts';
import { TOPICS } from '#shared/contract/app/topics.ts';
import type { StoreWatch } from '#main/store/data/file-rescue.ts';
import type { StoredColumn } from '#main/store/stored-values.ts';
import type { StoreHandle, Stores } from '#main/store/stores.ts';

export interface LazyStoresOptions {
  readonly dataDirectory: string;
  readonly nowMs: () => number;
  readonly log: AppLog;
  readonly events: EventHub;
  /** Called when the database was opened. */
  readonly onOpened: () => void;
}

/** The database of a data directory, opened at the first call. */
export interface LazyStores {
  /** @throws FarmerError when it cannot be opened; the next call tries again */
  stores(): Promise<Stores>;
  /** The tables and columns with stored values that could not be read since the database was opened. */
  unreadable(): readonly string[];
  close(): Promise<void>;
}

/** Another process may have changed anything, so every page reloads its data. */
function publishAll(events: EventHub): void {
  for (const topic of TOPICS) {
    events.publish(topic);
  }
}

/**
 * Opens the database once, at the first call; after a failure the next call tries again. Publishes the changes of other
 * processes, and restores the file when it is deleted while it is open.
 */
export function createLazyStores(options: LazyStoresOptions): LazyStores {
  const { dataDirectory, nowMs, log, events } = options;
  const watch: StoreWatch = {
    onExternalChange: () => publishAll(events),
    onFileLost: (outcome) => {
      log.error('the database file was lost while it was open', { ...outcome });
      publishAll(events);
    },
  };
  const unreadable = new Set<string>();
  const onUnreadable = ({ table, column }: StoredColumn) => {
    const place = `${table} (${column})`;
    if (!unreadable.has(place)) {
      unreadable.add(place);
      log.warn('a stored row cannot be read', { place });
      events.publish('app');
    }
  };
  let opening: Promise<StoreHandle> | undefined;
  const open = async (): Promise<StoreHandle> => {
    const { openStores } = await import('#main/store/stores.ts');
    const handle = openStores({ dataDirectory, nowMs, watch, onUnreadable });
    options.onOpened();
    return handle;
  };
  return {
    stores: async () => {
      opening ??= open();
      try {
        return (await opening).stores;
      } catch (error) {
        opening = undefined;
        throw error;
      }
    },
    unreadable: () => [...unreadable].toSorted(),
    close: async () => {
      const handle = await opening?.catch(() => undefined);
      opening = undefined;
      handle?.close();
    },
  };
}
