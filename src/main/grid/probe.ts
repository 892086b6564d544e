import { connect, type Socket } from 'node:net';

/** Failures of this computer or its connection: they say nothing of the node. */
const OWN_FAILURES = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'ENOTFOUND', 'EAI_AGAIN']);
/** How long a node has to answer, in milliseconds. */
const TIMEOUT_MS = 5000;

/**
 * Whether something answers at an address: it takes a TCP connection, or refuses it, which only a running machine does.
 * The connection is closed at once and nothing is written to it.
 * @param address `host:port`
 * @returns null where the try could not leave this computer
 */
export function answersAt(address: string, signal?: AbortSignal): Promise<boolean | null> {
  const split = address.lastIndexOf(':');
  return new Promise((resolve) => {
    const socket: Socket = connect({
      host: address.slice(0, split).replace(/^\[(.*)\]$/, '$1'),
      port: Number(address.slice(split + 1)),
    });
    const finish = (isAnswered: boolean | null) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(isAnswered);
    };
    const giveUp = () => finish(false);
    const timer = setTimeout(giveUp, TIMEOUT_MS);
    signal?.addEventListener('abort', giveUp);
    socket.once('connect', () => finish(true));
    // Stays for good: a socket may fail once more after it was destroyed.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish(OWN_FAILURES.has(error.code ?? '') ? null : error.code === 'ECONNREFUSED');
    });
  });
}
