import { composeApp } from '#main/compose.ts';
import { scheduleReadings } from '#main/hosts/common/schedule-readings.ts';
import { recordWithRetry } from '#main/hosts/common/record-with-retry.ts';
import { findRendererDirectory } from '#main/hosts/common/renderer-directory.ts';
import { createFileLog } from '#main/log.ts';
import { startWebHost, type WebHost } from './web-host.ts';

/** Options of `farmer serve` and the entry of the browser host. */
export interface ServeOptions {
  /** Absolute path. */
  readonly dataDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Without it: the default port, or any free one when that is taken. */
  readonly port?: number;
  /** Default false. */
  readonly hasMetrics?: boolean;
  /** Called when the page can be opened. */
  readonly onReady: (host: WebHost) => void;
  /** Called when a browser was signed in by the link, with the link for the next browser. */
  readonly onSignIn?: (nextUrl: string) => void;
}

/** Resolves when the user or the system requests the end of this process. */
function untilStopSignal(): Promise<void> {
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
 * Runs the browser host and the recorder until a stop signal arrives, then closes both cleanly.
 * @throws FarmerError CONFLICT, REFUSED, DATA_DIR_UNUSABLE when it cannot start
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { dataDirectory, env } = options;
  const stopped = untilStopSignal();
  const log = createFileLog(dataDirectory, 'web');
  const app = composeApp({ host: 'web', env, log, dataDir: dataDirectory });
  try {
    const host = await startWebHost({
      context: app.context,
      rendererDirectory: findRendererDirectory(import.meta.url),
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.hasMetrics === undefined ? {} : { hasMetrics: options.hasMetrics }),
      ...(options.onSignIn === undefined ? {} : { onSignIn: options.onSignIn }),
    });
    log.info('browser host started', { port: host.port });
    if (host.takenPort !== null) {
      process.stderr.write(
        `Port ${host.takenPort} is taken by another program: Farmer uses port ${host.port} this time.\n`,
      );
    }
    options.onReady(host);
    const stops = [recordWithRetry(app), scheduleReadings(app.context)];
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
