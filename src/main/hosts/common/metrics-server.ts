import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AppContext } from '#main/app/context.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { ensureToken, isBearer, tokenPath } from './access-token.ts';
import { createMetrics, type Metrics } from './metrics.ts';

/** The default address, which only this computer can reach. */
const METRICS_ADDRESS = { host: '127.0.0.1', port: 4744 } as const;

/** An HTTP server that serves only metrics. */
export interface MetricsServer {
  readonly url: string;
  readonly tokenPath: string;
  close(): Promise<void>;
}

function answer(response: ServerResponse, status: number, text: string, contentType = 'text/plain'): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(text);
}

function answerer(metrics: Metrics, token: string, log: AppContext['log']) {
  return async ({ method, url, headers }: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (method !== 'GET' || url !== '/metrics') {
      answer(response, 404, 'not found\n');
    } else if (!isBearer(headers.authorization, token)) {
      answer(response, 401, 'the token of metrics is needed\n');
    } else {
      try {
        const { text, contentType } = await metrics.read();
        answer(response, 200, text, contentType);
      } catch (error) {
        log.error('metrics', { error });
        answer(response, 500, 'the metrics cannot be read; the log says why\n');
      }
    }
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new FarmerError('CONFLICT', message('cli:core.metricsAddressTaken', { address: `${host}:${port}` }), {
          hint: message('cli:core.giveMetricsAddress'),
          cause: error,
        }),
      ),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Serves metrics in a process that has no web pages.
 * @throws FarmerError CONFLICT when the address cannot be used, DATA_DIR_UNUSABLE when the token cannot be stored
 */
export async function startMetricsServer(
  context: AppContext,
  { host, port }: { readonly host: string; readonly port: number } = METRICS_ADDRESS,
): Promise<MetricsServer> {
  const token = await ensureToken(context.dataDirectory, 'metrics');
  const answerOne = answerer(await createMetrics(context), token, context.log);
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
    (request, response) => void answerOne(request, response),
  );
  server.maxConnections = 20;
  const taken = await listen(server, host, port);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    tokenPath: tokenPath(context.dataDirectory, 'metrics'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
