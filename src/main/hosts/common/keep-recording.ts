import type { ComposedApp } from '#main/compose.ts';
import type { Recorder } from '#main/recorder/recorder.ts';

/** How long after a failed start of the recorder it is tried again, in milliseconds. */
const RETRY_MS = 60_000;

/**
 * Starts the recorder of this machine and, where the data directory cannot be opened yet, tries again every minute.
 * Where another process records already, this one stands by and takes over when that ends.
 * @param onStarted called with the recorder once it runs
 * @returns stops trying; a recorder that runs is ended by closing the app
 */
export function keepRecording(app: ComposedApp, onStarted?: (recorder: Recorder) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const attempt = async (): Promise<void> => {
    try {
      const recorder = await app.record();
      onStarted?.(recorder);
    } catch (error) {
      app.context.log.warn('recorder not started', { error });
      if (!isStopped) {
        timer = setTimeout(() => void attempt(), RETRY_MS).unref();
      }
    }
  };
  void attempt();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
