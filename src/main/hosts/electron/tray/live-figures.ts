import { createCalls } from '#main/app/router.ts';
import type { AppContext } from '#main/app/context.ts';
import { NO_FIGURES, readTrayFigures, type TrayFigures } from './tray-figures.ts';

/** The minimum interval between two updates, in milliseconds. */
const MIN_INTERVAL_MS = 5000;

async function ask(context: AppContext): Promise<TrayFigures> {
  const area = createCalls(context).uptime;
  const [summary, recorder] = await Promise.all([area.getSummary({}), area.getRecorder()]);
  return readTrayFigures(summary, recorder);
}

/**
 * Updates the figures of the tray after each heartbeat and each change, within a minimum interval.
 * @returns stops the updates
 */
export function watchFigures(context: AppContext, show: (figures: TrayFigures) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const update = async (): Promise<void> => {
    const figures = await ask(context).catch((error: unknown) => {
      context.log.warn('tray figures not known', { error });
      return NO_FIGURES;
    });
    timer = undefined;
    if (!isStopped) {
      show(figures);
    }
  };
  const updateSoon = (delayMs: number): void => {
    timer ??= setTimeout(() => void update(), delayMs).unref();
  };
  updateSoon(0);
  const unsubscribe = context.events.subscribe((topic) => {
    if (topic === 'uptime' || topic === 'nodes') {
      updateSoon(MIN_INTERVAL_MS);
    }
  });
  return () => {
    isStopped = true;
    clearTimeout(timer);
    unsubscribe();
  };
}
