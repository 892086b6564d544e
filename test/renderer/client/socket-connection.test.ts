import { createServer, type Server } from 'node:http';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Connection, ConnectionState } from '#renderer/client/connection.ts';
import { connectSocket } from '#renderer/client/socket-connection.ts';

const handler = new RPCHandler({
  echo: os.handler(({ input }) => input),
  never: os.handler(() => new Promise<string>(() => undefined)),
});

class Host {
  server: Server | null = null;
  sockets: WebSocketServer | null = null;
  port = 0;

  async start(): Promise<void> {
    const server = createServer();
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) => void handler.upgrade(socket));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
    this.server = server;
    this.sockets = sockets;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets?.clients ?? []) {
      socket.terminate();
    }
    await new Promise((resolve) => this.server?.close(resolve));
  }
}

const hosts: Host[] = [];

async function startHost(): Promise<Host> {
  const host = new Host();
  hosts.push(host);
  await host.start();
  return host;
}

function connectTo(
  host: Host,
  isSignedIn: () => Promise<boolean | null> = async () => null,
  callWaitMs = 600_000,
): Connection {
  return connectSocket({
    open: () => new WebSocket(`ws://127.0.0.1:${host.port}/rpc`),
    isSignedIn,
    firstDelayMs: 10,
    maxDelayMs: 40,
    callWaitMs,
  });
}

function reached(connection: Connection, wanted: ConnectionState): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (connection.state() === wanted) {
        stop();
        resolve();
      }
    };
    const stop = connection.subscribe(check);
    check();
  });
}

afterEach(async () => {
  await Promise.allSettled(hosts.splice(0).map((host) => host.stop()));
});

describe('the WebSocket connection', () => {
  it('carries a call made before the socket is open (a page that calls at once must not fail)', async () => {
    const connection = connectTo(await startHost());
    expect(connection.state()).toBe('connecting');
    await expect(connection.link.call(['echo'], { a: 1 }, { context: {} })).resolves.toEqual({ a: 1 });
    expect(connection.state()).toBe('open');
  });

  it('reconnects after the host was restarted (an open page must not need a reload)', async () => {
    const host = await startHost();
    const connection = connectTo(host);
    await reached(connection, 'open');
    await host.stop();
    await reached(connection, 'lost');
    await host.start();
    await reached(connection, 'open');
    await expect(connection.link.call(['echo'], 'again', { context: {} })).resolves.toBe('again');
  });

  it('ends a running call when the host disconnects (a spinner must not turn for ever)', async () => {
    const host = await startHost();
    const connection = connectTo(host);
    await reached(connection, 'open');
    const running = connection.link.call(['never'], null, { context: {} });
    const outcome = running.catch((error: unknown) => error);
    await host.stop();
    expect(await outcome).toBeInstanceOf(Error);
  });

  it('fails a call with a hint when nothing answers within the wait', async () => {
    const host = await startHost();
    await host.stop();
    const connection = connectTo(host, undefined, 50);
    await expect(connection.link.call(['echo'], 1, { context: {} })).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
  });

  it('reports a signed-out browser instead of an unreachable host when the session is unknown', async () => {
    const host = await startHost();
    await host.stop();
    const connection = connectTo(host, async () => false);
    await reached(connection, 'refused');
    await expect(connection.link.call(['echo'], 1, { context: {} })).rejects.toMatchObject({ code: 'UNAUTHORISED' });
  });
});
