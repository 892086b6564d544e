import { createCalls } from '#main/app/router.ts';
import type { AppContext } from '#main/app/context.ts';

/**
 * Delay of the first hardware reading after the start, so that it does not slow down the first page, in milliseconds.
 */
const FIRST_READING_MS = 1000;
/**
 * How often a long-lived host reads the hardware again, in milliseconds: a failed memory module is noticed within a
 * day.
 */
const READING_INTERVAL_MS = 24 * 3_600_000;

/**
 * Records the hardware history of this machine while the host runs, if the machine is a node of the farm: one reading
 * soon after the start, then one per day.
 * @returns stops the readings
 */
export function scheduleReadings(context: AppContext): () => void {
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
