import { app } from 'electron';
import type { ComposedApp } from '#main/compose.ts';
import { ENDING_SIGNALS, endBySignal } from '#main/hosts/common/recording-process.ts';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';

/**
 * Closes the recorder's span with its reason, and the database, before the process ends for any reason.
 * @param stopOthers stops all other background work
 */
export function closeOnExit(farmer: ComposedApp, stopOthers: () => void): void {
  let end: SpanEnd = 'quit';
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) {
      return;
    }
    event.preventDefault();
    stopOthers();
    void farmer.close(end).finally(() => {
      isClosed = true;
      app.quit();
    });
  });
  for (const signal of ENDING_SIGNALS) {
    process.on(signal, () => {
      end = endBySignal(signal);
      app.quit();
    });
  }
}
