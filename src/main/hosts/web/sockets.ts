import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { errorBoundary } from '#main/app/base.ts';
import type { AppContext } from '#main/app/context.ts';
import type { AppRouter } from '#main/app/router.ts';
import { isCallMessage, MAX_BODY_BYTES } from '#main/hosts/common/call-message.ts';
import { checkAccess } from './access.ts';
import type { SessionKey } from './token.ts';

/** The path of the WebSocket. */
export const SOCKET_PATH = '/rpc';
/** More than any user opens; further upgrades are refused. */
const MAX_SOCKETS = 64;
const PING_MS = 30_000;
const CLOSE_GOING_AWAY = 1001;
const CLOSE_UNSUPPORTED = 1003;

/** The open sockets of the host. */
export interface Sockets {
  /** Closes all connections with the code for "going away". */
  close(): Promise<void>;
}

export interface SocketOptions {
  readonly server: Server;
  readonly context: AppContext;
  readonly router: () => Promise<AppRouter>;
  readonly port: () => number;
  readonly key: () => SessionKey;
}

function rejectUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The messages of one socket, without those that are not calls. */
function guardMessages(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const addEventListener = ((type: 'message' | 'close', listener: (event: unknown) => void) => {
    if (type === 'close') {
      socket.addEventListener('close', listener);
      return;
    }
    socket.addEventListener('message', (event) => {
      if (isCallMessage(event.data)) {
        listener(event);
      } else {
        socket.close(CLOSE_UNSUPPORTED, 'not a call');
      }
    });
  }) as WebSocket['addEventListener'];
  return { addEventListener, send: socket.send.bind(socket) };
}

/** Terminates sockets whose peer has disappeared without closing, like a laptop that went to sleep. */
function keepAlive(sockets: WebSocketServer): NodeJS.Timeout {
  const silent = new WeakSet<WebSocket>();
  sockets.on('connection', (socket) => socket.on('pong', () => silent.delete(socket)));
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) {
        socket.terminate();
      } else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, PING_MS);
  return timer.unref();
}

/**
 * Serves calls over WebSockets.
 * SECURITY: an upgrade is checked like every request, and must carry our own origin.
 */
export function attachSockets(options: SocketOptions): Sockets {
  const { server, context } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES, perMessageDeflate: false });
  let handler: Promise<RPCHandler<AppContext>> | undefined;
  const open = async () =>
    new RPCHandler<AppContext>(await options.router(), { clientInterceptors: [errorBoundary(context.log)] });
  const timer = keepAlive(sockets);

  async function serve(socket: WebSocket): Promise<void> {
    socket.on('error', (error) => context.log.warn('socket failed', { error }));
    socket.pause();
    handler ??= open();
    try {
      await (await handler).upgrade(guardMessages(socket), { context });
    } catch (error) {
      handler = undefined;
      context.log.error('socket refused', { error });
      socket.terminate();
    }
    socket.resume();
  }

  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    const path = request.url?.split('?')[0];
    const access = { kind: 'upgrade', header: (name: string) => headerOf(request, name) } as const;
    const refusal = checkAccess(access, options.port(), options.key());
    if (refusal !== null) {
      rejectUpgrade(stream, refusal === 'not-signed-in' ? '401 Unauthorized' : '403 Forbidden');
    } else if (path !== SOCKET_PATH) {
      rejectUpgrade(stream, '404 Not Found');
    } else if (sockets.clients.size >= MAX_SOCKETS) {
      rejectUpgrade(stream, '503 Service Unavailable');
    } else {
      sockets.handleUpgrade(request, stream, head, (socket) => {
        sockets.emit('connection', socket, request);
        void serve(socket);
      });
    }
  });
  return {
    close: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        for (const socket of sockets.clients) {
          socket.close(CLOSE_GOING_AWAY, 'Farmer stops');
          setTimeout(() => socket.terminate(), 500).unref();
        }
        sockets.close(() => resolve());
      }),
  };
}
