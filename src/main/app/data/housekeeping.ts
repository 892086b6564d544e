import { UNDO_REMOVE_DAYS } from '#shared/contract/nodes/removed.ts';
import type { AppContext } from '#main/app/context.ts';

/** How often housekeeping runs, ms. */
const HOUSEKEEPING_INTERVAL_MS = 3_600_000;
/** Delay of the first run after the start, so that it does not slow down the first page, ms. */
const FIRST_RUN_DELAY_MS = 60_000;
/** How long a removed node or scenario can be restored, ms. */
export const UNDO_REMOVE_MS = UNDO_REMOVE_DAYS * 86_400_000;

const BYTES_PER_MEBIBYTE = 1_048_576;

/**
 * One run: creates the daily backup when it is due, prunes old backups, and permanently deletes what was removed long
 * ago.
 */
export async function runHousekeeping(context: AppContext): Promise<void> {
  const { settings, nodes, scenarios } = await context.stores();
  const { isDaily, keepCount, keepMebibytes } = settings.get('backups');
  if (isDaily) {
    const keeper = await context.dataKeeper();
    const kept = await keeper.keepDailyBackup({ keepCount, keepBytes: keepMebibytes * BYTES_PER_MEBIBYTE });
    if (kept !== null) {
      context.log.info('daily backup made', { sizeBytes: kept.sizeBytes });
      context.events.publish('data');
    }
  }
  const beforeMs = context.nowMs() - UNDO_REMOVE_MS;
  const purged = { nodes: nodes.purgeDeleted(beforeMs), scenarios: scenarios.purgeDeleted(beforeMs) };
  if (purged.nodes + purged.scenarios > 0) {
    context.log.info('what was removed long ago was deleted for good', purged);
  }
}

/**
 * Runs housekeeping in a long-lived process: a minute after the start, then every hour. A failed run is logged and
 * repeated.
 * @returns stops it
 */
export function startHousekeeping(context: AppContext): () => void {
  const round = () => {
    runHousekeeping(context).catch((error: unknown) => context.log.warn('housekeeping failed', { error }));
  };
  const first = setTimeout(round, FIRST_RUN_DELAY_MS).unref();
  const timer = setInterval(round, HOUSEKEEPING_INTERVAL_MS).unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}
