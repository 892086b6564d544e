import type { AppContext } from '#main/app/context.ts';
import { findRendererDirectory } from '#main/hosts/common/renderer-directory.ts';
import { startWebHost, type WebHost } from './web-host.ts';

/** How `farmer serve` and the entry of the browser host run it. */
export interface ServeOptions {
  readonly context: AppContext;
  /** Not given: the usual port, or any free one when that is taken. */
  readonly port?: number;
  /** Default false. */
  readonly hasMetrics?: boolean;
  /** Called once the page can be opened. */
  readonly onReady: (host: WebHost) => void;
}

/** Waits until the user or the system asks this process to end. */
export function untilAskedToStop(): Promise<void> {
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
 * Runs the browser host until the process is asked to stop, then closes it cleanly. The caller closes the app.
 * @throws FarmerError CONFLICT, REFUSED, DATA_DIR_UNUSABLE when it cannot start
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { context } = options;
  const stopped = untilAskedToStop();
  const host = await startWebHost({
    context,
    rendererDirectory: findRendererDirectory(import.meta.url),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.hasMetrics === undefined ? {} : { hasMetrics: options.hasMetrics }),
  });
  context.log.info('browser host started', { port: host.port });
  options.onReady(host);
  await stopped;
  await host.close();
  context.log.info('browser host stopped');
}
