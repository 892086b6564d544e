import type { AppLog } from '#main/app/context.ts';
import type { EventHub } from '#main/app/events.ts';
import { TOPICS } from '#shared/contract/app/topics.ts';
import type { StoreWatch } from '#main/store/data/file-rescue.ts';
import type { StoredColumn } from '#main/store/stored-values.ts';
import type { StoreHandle, Stores } from '#main/store/stores.ts';

/** What {@link openAtFirstCall} works with. */
export interface DataOpeningOptions {
  readonly dataDirectory: string;
  readonly nowMs: () => number;
  readonly log: AppLog;
  readonly events: EventHub;
  /** Called at the first opening. */
  readonly onOpened: () => void;
}

/** The database of a data directory, opened at the first call. */
export interface DataOpening {
  /** @throws FarmerError when it cannot be opened; the next call tries again */
  stores(): Promise<Stores>;
  /** Where rows were left out since the opening, because nobody could work with what is in them. */
  unreadable(): readonly string[];
  close(): Promise<void>;
}

/** What another process wrote may concern any screen: each reads its data again. */
function publishAll(events: EventHub): void {
  for (const topic of TOPICS) {
    events.publish(topic);
  }
}

/**
 * Opens the database at the first call, once; a failed opening is tried again at the next. It notices what other
 * processes write, and writes back a file that is deleted while it is open.
 */
export function openAtFirstCall(options: DataOpeningOptions): DataOpening {
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
