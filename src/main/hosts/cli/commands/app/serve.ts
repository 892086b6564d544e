import type { Command } from 'commander';
import { whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

/** `farmer serve`: the app in a browser, on this computer only, until it is stopped. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--port <number>', 'the port on the loopback address', whole('--port', 65_535))
    .option('--metrics', 'also answer /metrics', false)
    .action(async (options: { readonly port?: number; readonly metrics: boolean }) => {
      const { serve } = await import('#main/hosts/web/serve.ts');
      await serve({
        dataDirectory: session.app.context.dataDirectory,
        env: process.env,
        hasMetrics: options.metrics,
        ...(options.port === undefined ? {} : { port: options.port }),
        onReady: (host) =>
          session.print({ url: host.signInUrl, port: host.port }, () =>
            [`Farmer is at ${session.style.strong(host.signInUrl)}`, session.style.quiet('Ctrl+C stops it.')].join(
              '\n',
            ),
          ),
        onSignIn: (nextUrl) => {
          if (!session.isJson) {
            session.print(
              {},
              () => `A browser has signed in. The link for another one: ${session.style.strong(nextUrl)}`,
            );
          }
        },
      });
    });
}
