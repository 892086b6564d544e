import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut at any byte, as a network is. */
export interface CuttingProxy {
  /** An address of the server, by this way. */
  through(url: string): string;
  /** Cuts every connection after so many bytes, in both directions together; null never. */
  cutAfter(bytes: number | null): void;
  /** How often a client spoke after the server did: each is a wait for the way there and back. */
  readonly roundTrips: number;
  close(): Promise<void>;
}

/** Starts a proxy to the server of an address. */
export async function startCuttingProxy(url: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let left: number | null = null;
  let roundTrips = 0;
  let isServersTurn = false;
  const cutAll = () => sockets.forEach((socket) => socket.destroy());
  const pass = (to: Socket) => (chunk: Buffer) => {
    if (left === null) {
      to.write(chunk);
      return;
    }
    const part = chunk.subarray(0, left);
    left -= part.length;
    to.write(part, () => left === 0 && cutAll());
    if (left === 0) setImmediate(cutAll);
  };
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk: Buffer) => {
        if (from === client && !isServersTurn) roundTrips += 1;
        isServersTurn = from === client;
        pass(to)(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const ownPort = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    through: (text) => {
      const way = new URL(text);
      way.port = String(ownPort);
      return way.href;
    },
    get roundTrips() {
      return roundTrips;
    },
    cutAfter: (bytes) => (left = bytes),
    close: async () => {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}
