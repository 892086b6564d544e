import type { ClientContext, ClientLink } from '@orpc/client';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/**
 * The state of the connection to the program. `refused`: the program is running but this browser is not signed in; its
 * link must be opened again.
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

/** A connection to the program: a message port on the desktop, a WebSocket in the browser. */
export interface Connection {
  /** Carries calls; a call made while connecting waits for the connection. */
  readonly link: ClientLink<ClientContext>;
  /** The current state. */
  readonly state: () => ConnectionState;
  /** Calls back after each change of state until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Reconnects immediately instead of waiting for the next attempt. */
  readonly retry: () => void;
}

/** An observable state. */
export interface StateCell {
  readonly get: () => ConnectionState;
  readonly set: (next: ConnectionState) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Starts as `connecting`; listeners are called only on changes. */
export function createStateCell(): StateCell {
  let current: ConnectionState = 'connecting';
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(next) {
      if (next !== current) {
        current = next;
        for (const listener of listeners) {
          listener();
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** The error of a call when the program is unreachable. */
export function notConnected(cause?: unknown): FarmerError {
  return new FarmerError('NOT_CONNECTED', message('app:core.notAnswering'), {
    hint: message('app:core.notAnsweringHint'),
    cause,
  });
}

/** The error of a call when this browser is not signed in. */
export function sessionRefused(): FarmerError {
  return new FarmerError('UNAUTHORISED', message('app:core.signedOut'), {
    hint: message('app:core.signedOutHint'),
  });
}
