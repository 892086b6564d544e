import type { ClientContext } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { type Connection, createStateCell, notConnected, sessionRefused } from './connection.ts';

/** The dependencies of the socket connection, which tests replace. */
export interface SocketConnectionOptions {
  /** Opens a socket to the host. */
  readonly open: () => WebSocket;
  /** Whether this browser is signed in; `null` when the host did not respond. */
  readonly isSignedIn: () => Promise<boolean | null>;
  /** Initial delay between attempts, milliseconds; doubles up to {@link maxDelayMs}. */
  readonly firstDelayMs?: number;
  /** Maximum delay between attempts, milliseconds. */
  readonly maxDelayMs?: number;
  /** How long a call waits for the connection before it fails, milliseconds. */
  readonly callWaitMs?: number;
}

interface Waiter {
  readonly resolve: (link: RPCLink<ClientContext>) => void;
  readonly reject: (error: Error) => void;
}

/** Keeps a WebSocket to the browser host open, with exponential backoff, and carries calls over it. */
export function connectSocket(options: SocketConnectionOptions): Connection {
  const { firstDelayMs = 250, maxDelayMs = 5000, callWaitMs = 8000 } = options;
  const state = createStateCell();
  const waiters = new Set<Waiter>();
  let link: RPCLink<ClientContext> | null = null;
  let delayMs = firstDelayMs;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function settleWaiters(settle: (waiter: Waiter) => void): void {
    for (const waiter of waiters) {
      settle(waiter);
    }
    waiters.clear();
  }

  async function onClosed(): Promise<void> {
    link = null;
    if ((await options.isSignedIn()) === false) {
      state.set('refused');
      settleWaiters((waiter) => waiter.reject(sessionRefused()));
    } else {
      state.set('lost');
    }
    clearTimeout(retryTimer);
    retryTimer = setTimeout(attempt, delayMs);
    delayMs = Math.min(delayMs * 2, maxDelayMs);
  }

  function attempt(): void {
    const socket = options.open();
    socket.binaryType = 'arraybuffer';
    const fresh = new RPCLink<ClientContext>({ websocket: socket });
    socket.addEventListener('open', () => {
      link = fresh;
      delayMs = firstDelayMs;
      state.set('open');
      settleWaiters((waiter) => waiter.resolve(fresh));
    });
    socket.addEventListener('close', () => void onClosed());
  }

  function ready(): Promise<RPCLink<ClientContext>> {
    if (link !== null) {
      return Promise.resolve(link);
    }
    if (state.get() === 'refused') {
      return Promise.reject(sessionRefused());
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.reject(notConnected()), callWaitMs);
      const waiter: Waiter = {
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        reject: (error) => {
          clearTimeout(timer);
          waiters.delete(waiter);
          reject(error);
        },
      };
      waiters.add(waiter);
    });
  }

  attempt();
  return {
    link: { call: async (path, input, callOptions) => (await ready()).call(path, input, callOptions) },
    state: state.get,
    subscribe: state.subscribe,
    retry() {
      if (link === null) {
        clearTimeout(retryTimer);
        delayMs = firstDelayMs;
        attempt();
      }
    },
  };
}
