import { createCalls } from '#main/app/router.ts';
import type { AppContext } from '#main/app/context.ts';

/** How long after the start the machine is read, so that the first page comes first, in milliseconds. */
const FIRST_READING_MS = 1000;
/** How often a long-lived host reads its machine again, in milliseconds: missing memory is noticed within a day. */
const READING_INTERVAL_MS = 24 * 3_600_000;

/**
 * Keeps the hardware history of this machine, where it is a node of the farm, while the host runs: one reading soon after the start, one a day.
 * @returns stops it
 */
export function keepReading(context: AppContext): () => void {
  const read = async (): Promise<void> => {
    try {
      if ((await context.stores()).nodes.thisNode() === undefined) return;
      await createCalls(context).hardware.readings.read({ isStored: true });
      context.events.publish('hardware');
    } catch (error) {
      context.log.warn('machine not read', { error });
    }
  };
  const first = setTimeout(() => void read(), FIRST_READING_MS).unref();
  const timer = setInterval(() => void read(), READING_INTERVAL_MS).unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}
