import { readFileSync } from 'node:fs';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The location of the shared database, and how the connection is protected. */
export interface ShareAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | undefined;
  /** False for an unencrypted connection. */
  readonly ssl: false | { readonly rejectUnauthorized: boolean; readonly ca?: string };
}

const DEFAULT_PORT = 5432;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;
/** The values of `sslmode` as in libpq. Without one: verify-full, or disable for a database on this computer. */
const MODES = ['verify-full', 'require', 'disable'] as const;

function refuse(): never {
  throw invalidInput(message('share:core.badAddress'), message('share:core.addressLike'));
}

function readAuthority(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw invalidInput(message('share:core.noCertificate'), message('share:core.aboutTls'));
  }
}

/** The TLS settings of an address, or the safe default. */
function protection(parameters: URLSearchParams, host: string): ShareAddress['ssl'] {
  const mode = parameters.get('sslmode') ?? (LOOPBACK.test(host) ? 'disable' : 'verify-full');
  const authority = parameters.get('sslrootcert');
  if (!MODES.some((known) => known === mode)) {
    throw invalidInput(message('share:core.badTlsMode', { mode }), message('share:core.aboutTls'));
  }
  // SECURITY: "require" encrypts without verifying the server, so it is used only when the address names it.
  return mode === 'disable'
    ? false
    : { rejectUnauthorized: mode === 'verify-full', ...(authority === null ? {} : { ca: readAuthority(authority) }) };
}

/**
 * Parses an address like `postgres://user@host:5432/database?sslmode=verify-full&sslrootcert=/path`.
 * @throws FarmerError INVALID_INPUT, also for an address with a password, which would be visible in the list of
 * processes
 */
export function readAddress(text: string): ShareAddress {
  const url = URL.canParse(text) ? new URL(text) : refuse();
  if (!['postgres:', 'postgresql:'].includes(url.protocol) || url.hostname === '' || url.pathname.length < 2) {
    refuse();
  }
  if (url.password !== '') {
    throw invalidInput(message('share:core.passwordInAddress'), message('share:core.givePassword'));
  }
  const unknown = [...url.searchParams.keys()].find((name) => !['sslmode', 'sslrootcert'].includes(name));
  if (unknown !== undefined) {
    throw invalidInput(message('share:core.badParameter', { name: unknown }), message('share:core.addressLike'));
  }
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: url.username === '' ? undefined : decodeURIComponent(url.username),
    ssl: protection(url.searchParams, url.hostname),
  };
}
