import type { ClientContext, ClientLink } from '@orpc/client';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/**
 * The state of the page's connection to the program.
 * `refused`: the program is there but no longer knows this browser (its link must be opened again).
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

/** One way to reach the program: a message port on the desktop, a WebSocket in the browser. */
export interface Connection {
  /** Carries calls; a call made while connecting waits for the connection. */
  readonly link: ClientLink<ClientContext>;
  /** The state now. */
  readonly state: () => ConnectionState;
  /** Calls back after each change of state until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Tries again at once instead of waiting for the next attempt. */
  readonly retry: () => void;
}

/** A state with its listeners. */
export interface StateCell {
  readonly get: () => ConnectionState;
  readonly set: (next: ConnectionState) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Makes a cell that starts as `connecting` and calls its listeners on changes only. */
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

/** The error a call ends with when the program cannot be reached. */
export function notConnected(cause?: unknown): FarmerError {
  return new FarmerError('NOT_CONNECTED', message('app:core.notAnswering'), {
    hint: message('app:core.notAnsweringHint'),
    cause,
  });
}

/** The error a call ends with when the program no longer accepts this browser. */
export function sessionRefused(): FarmerError {
  return new FarmerError('UNAUTHORISED', message('app:core.signedOut'), {
    hint: message('app:core.signedOutHint'),
  });
}
