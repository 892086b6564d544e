import type { ComposedApp } from '#main/compose.ts';
import type { Recorder } from '#main/recorder/recorder.ts';

/** How long to wait after a failed start of the recorder, in milliseconds. */
const RETRY_MS = 60_000;

/**
 * Starts the recorder of this machine, and tries again every minute while the data directory cannot be opened. If
 * another process already records, this recorder waits and takes over when the other one ends.
 * @param onStarted called with the recorder once it runs
 * @returns stops retrying; a running recorder is ended by closing the app
 */
export function recordWithRetry(app: ComposedApp, onStarted?: (recorder: Recorder) => void): () => void {
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
