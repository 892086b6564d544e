import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { AppContext } from '#main/app/context.ts';
import type { AppRouter } from '#main/app/router.ts';
import { rendererFiles } from '#main/hosts/common/renderer-files.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { createPages } from './pages.ts';
import { attachSockets } from './sockets.ts';
import { ensureToken, isBearer, tokenPath } from '#main/hosts/common/access-token.ts';
import { createSessionKey, type SessionKey } from './token.ts';

/** The default port of the browser host. */
export const DEFAULT_PORT = 4743;
const LOOPBACK = '127.0.0.1';
const MAX_CONNECTIONS = 256;
const CLOSE_GRACE_MS = 1000;

export interface WebHostOptions {
  readonly context: AppContext;
  /** The directory of the built renderer, which contains index.html. */
  readonly rendererDirectory: string;
  /** 0 takes any free port. Without it: {@link DEFAULT_PORT}, or any free one when that is taken. */
  readonly port?: number;
  /** Serves /metrics to requests with the token. Default false. */
  readonly hasMetrics?: boolean;
  /** Called when a browser was signed in by a link; {@link WebHost.signInUrl} changes then. */
  readonly onSignIn?: (nextUrl: string) => void;
  /** Loads the calls; another host of the same process can share its own. */
  readonly router?: () => Promise<AppRouter>;
}

/** A running browser host. */
export interface WebHost {
  readonly port: number;
  /** The default port when another program uses it and this host listens on another one. */
  readonly takenPort: number | null;
  /** The address without the code. */
  readonly url: string;
  /** The address that signs in one browser, once. Print it only to the user's own terminal. */
  readonly signInUrl: string;
  /** The file with the permanent token, for scripts. */
  readonly tokenPath: string;
  /** Closes all connections and frees the port. Safe to call twice. */
  close(): Promise<void>;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // SECURITY: loopback only, so that the host cannot be reached from other machines.
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function portError(error: unknown, port: number): FarmerError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') {
    return new FarmerError('CONFLICT', message('cli:core.portTaken', { port }), {
      hint: message('cli:core.isFarmerRunningAlready'),
      details: { port },
      cause: error,
    });
  }
  const isRefused = code === 'EACCES';
  return new FarmerError(
    'REFUSED',
    message('cli:core.portNotOpened', { port, value: isRefused ? ': this user may not use it' : '' }),
    {
      hint: message('cli:core.choosePort'),
      details: { port },
      cause: error,
    },
  );
}

async function listenSomewhere(server: Server, port: number | undefined): Promise<number> {
  try {
    return await listen(server, port ?? DEFAULT_PORT);
  } catch (error) {
    const refused = portError(error, port ?? DEFAULT_PORT);
    if (port === undefined && refused.code === 'CONFLICT') {
      return listen(server, 0);
    }
    throw refused;
  }
}

/** Leaves room for the next connection: above the limit, the connection that has been idle for longest is closed. */
function limitConnections(server: Server): void {
  const open = new Set<Socket>();
  const idle = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    idle.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      idle.delete(socket);
    });
    if (open.size > MAX_CONNECTIONS) {
      const [longest = socket] = idle;
      longest.destroy();
    }
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    idle.delete(socket);
    response.once('close', () => {
      if (open.has(socket)) {
        idle.add(socket);
      }
    });
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => idle.delete(socket));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS).unref();
  });
}

/** The metrics, and the check of their token. */
async function loadMetrics(context: AppContext) {
  const { createMetrics } = await import('#main/hosts/common/metrics.ts');
  const token = await ensureToken(context.dataDirectory, 'metrics');
  return {
    metrics: await createMetrics(context),
    isMetricsReader: (authorization: string | undefined) => isBearer(authorization, token),
  };
}

/**
 * Starts the browser host on the loopback address. The port is opened before any call is loaded, so that the first page
 * does not wait for the hardware or the database.
 * @throws FarmerError CONFLICT when the port is taken, DATA_DIR_UNUSABLE when the token cannot be stored
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { context } = options;
  const token = await ensureToken(context.dataDirectory);
  const metrics = options.hasMetrics === true ? await loadMetrics(context) : undefined;
  let key: SessionKey = createSessionKey(token, 0);
  let port = 0;
  let loading: Promise<AppRouter> | undefined;
  const load = options.router ?? (async () => (await import('#main/app/router.ts')).createRouter());
  const shared = { context, router: () => (loading ??= load()), port: () => port, key: () => key };
  const url = () => `http://${LOOPBACK}:${port}/`;
  const signInUrl = () => `${url()}?token=${key.linkCode()}`;
  const pages = createPages({
    ...shared,
    files: rendererFiles(options.rendererDirectory, 'web'),
    onSignIn: () => options.onSignIn?.(signInUrl()),
    ...metrics,
  });
  const server = createAdaptorServer({
    fetch: pages.fetch,
    serverOptions: { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
  }) as Server;
  limitConnections(server);
  const sockets = attachSockets({ ...shared, server });
  port = await listenSomewhere(server, options.port);
  key = createSessionKey(token, port);
  void shared.router().catch((error: unknown) => context.log.error('calls not loaded', { error }));
  let closing: Promise<void> | undefined;
  return {
    port,
    takenPort: options.port === undefined && port !== DEFAULT_PORT ? DEFAULT_PORT : null,
    url: url(),
    get signInUrl() {
      return signInUrl();
    },
    tokenPath: tokenPath(context.dataDirectory),
    close: () => (closing ??= Promise.all([sockets.close(), closeServer(server)]).then(() => undefined)),
  };
}
