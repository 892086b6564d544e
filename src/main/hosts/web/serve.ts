import { composeApp } from '#main/compose.ts';
import { keepReading } from '#main/hosts/common/keep-reading.ts';
import { keepRecording } from '#main/hosts/common/keep-recording.ts';
import { findRendererDirectory } from '#main/hosts/common/renderer-directory.ts';
import { createFileLog } from '#main/log.ts';
import { startWebHost, type WebHost } from './web-host.ts';

/** How `farmer serve` and the entry of the browser host run it. */
export interface ServeOptions {
  /** Absolute. */
  readonly dataDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Not given: the usual port, or any free one when that is taken. */
  readonly port?: number;
  /** Default false. */
  readonly hasMetrics?: boolean;
  /** Called once the page can be opened. */
  readonly onReady: (host: WebHost) => void;
}

/** Waits until the user or the system asks this process to end. */
function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const stop = (): void => {
      for (const signal of signals) {
        process.removeListener(signal, stop);
      }
      resolve();
    };
    for (const signal of signals) {
      process.on(signal, stop);
    }
  });
}

/**
 * Runs the browser host and the recorder until the process is asked to stop, then closes both cleanly.
 * @throws FarmerError CONFLICT, REFUSED, DATA_DIR_UNUSABLE when it cannot start
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { dataDirectory, env } = options;
  const stopped = untilAskedToStop();
  const log = createFileLog(dataDirectory, 'web');
  const app = composeApp({ host: 'web', env, log, dataDir: dataDirectory });
  try {
    const host = await startWebHost({
      context: app.context,
      rendererDirectory: findRendererDirectory(import.meta.url),
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.hasMetrics === undefined ? {} : { hasMetrics: options.hasMetrics }),
    });
    log.info('browser host started', { port: host.port });
    options.onReady(host);
    const stops = [keepRecording(app), keepReading(app.context)];
    await stopped;
    for (const stop of stops) {
      stop();
    }
    await host.close();
    log.info('browser host stopped');
  } finally {
    await app.close();
  }
}
