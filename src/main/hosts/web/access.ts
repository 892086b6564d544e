import type { SessionKey } from './token.ts';

/** The host names of the browser host; it listens on the first. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost'] as const;

/** What access to a request depends on. */
export interface AccessRequest {
  readonly header: (name: string) => string | undefined;
  /**
   * A page may be opened by a link from anywhere; everything else only by our own page or by a script with the token.
   */
  readonly kind: 'page' | 'call' | 'upgrade';
}

/** Why a request is refused; `null` when it is allowed. */
export type Refusal = 'foreign-host' | 'foreign-origin' | 'not-signed-in' | 'used-link' | null;

/**
 * Whether a request is addressed to this host.
 * SECURITY: in a DNS rebinding attack, the domain of another site resolves to 127.0.0.1, and the request carries that
 * domain.
 */
function isOwnHost(host: string | undefined, port: number): boolean {
  return LOOPBACK_NAMES.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}

/** Whether an Origin header is our own. */
function isOwnOrigin(origin: string, port: number): boolean {
  const prefix = 'http://';
  return origin.startsWith(prefix) && isOwnHost(origin.slice(prefix.length), port);
}

/**
 * Decides whether a request or upgrade is allowed.
 * SECURITY: every request passes here. Host is checked first, then Origin, then the session or a script's token.
 */
export function checkAccess(request: AccessRequest, port: number, key: SessionKey): Refusal {
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
  // Another port of 127.0.0.1 is the same site but another origin, and the browser sends it the same cookies.
  if (request.kind !== 'page' && site !== undefined && site !== 'same-origin') {
    return 'foreign-origin';
  }
  if (request.kind === 'upgrade' && origin === undefined) {
    return 'foreign-origin';
  }
  return key.isSession(request.header('cookie')) ? null : 'not-signed-in';
}
