import type { SessionKey } from './token.ts';

/** The names under which the browser host may be called; it is bound to the first. */
export const LOOPBACK_NAMES = ['127.0.0.1', 'localhost'] as const;

/** What decides on a request: its headers and what it wants. */
export interface AccessRequest {
  readonly header: (name: string) => string | undefined;
  /** A page may be opened by a link from anywhere; everything else only by Farmer's own page or a script with the token. */
  readonly kind: 'page' | 'call' | 'upgrade';
}

/** Why a request is refused, or `null` when it may pass. */
export type Refusal = 'foreign-host' | 'foreign-origin' | 'not-signed-in' | 'used-link' | null;

/**
 * Whether a request names this host.
 * SECURITY: a page of another site whose name was made to point at 127.0.0.1 (DNS rebinding) arrives with its own name.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return LOOPBACK_NAMES.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}

/** Whether an Origin header is this host's own. */
export function isOwnOrigin(origin: string, port: number): boolean {
  const prefix = 'http://';
  return origin.startsWith(prefix) && isOwnHost(origin.slice(prefix.length), port);
}

/**
 * Decides on one request or upgrade.
 * SECURITY: every request passes here. Host first, then Origin, then the session; a script proves itself with the token.
 */
export function judgeAccess(request: AccessRequest, port: number, key: SessionKey): Refusal {
  if (!isOwnHost(request.header('host'), port)) {
    return 'foreign-host';
  }
  const origin = request.header('origin');
  if (origin !== undefined && !isOwnOrigin(origin, port)) {
    return 'foreign-origin';
  }
  if (key.isBearer(request.header('authorization'))) {
    return null;
  }
  const site = request.header('sec-fetch-site');
  // Another port of 127.0.0.1 is the same site but another origin, and it is sent the same cookies.
  if (request.kind !== 'page' && site !== undefined && site !== 'same-origin') {
    return 'foreign-origin';
  }
  if (request.kind === 'upgrade' && origin === undefined) {
    return 'foreign-origin';
  }
  return key.isSession(request.header('cookie')) ? null : 'not-signed-in';
}
