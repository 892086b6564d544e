import { connect, type Socket } from 'node:net';

/** Errors of this computer or its connection, which are no evidence about the node. */
const OWN_FAILURES = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'ENOTFOUND', 'EAI_AGAIN']);
/** How long a node may take to respond, in milliseconds. */
const TIMEOUT_MS = 5000;

/**
 * Whether a machine responds at an address: it accepts a TCP connection, or refuses it, which also proves that it runs.
 * The connection is closed at once and nothing is written to it.
 * @param address `host:port`
 * @returns null when the attempt could not leave this computer
 */
export function isReachable(address: string, signal?: AbortSignal): Promise<boolean | null> {
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
    // Never removed: a socket may emit another error after it was destroyed.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish(OWN_FAILURES.has(error.code ?? '') ? null : error.code === 'ECONNREFUSED');
    });
  });
}
