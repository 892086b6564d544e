import { readFileSync } from 'node:fs';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** Where the shared database is, and how the connection to it is protected. */
export interface ShareAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | undefined;
  /** False where nothing is encrypted. */
  readonly ssl: false | { readonly rejectUnauthorized: boolean; readonly ca?: string };
}

const DEFAULT_PORT = 5432;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;
/** What libpq calls the ways to protect a connection. Without one: checked, or none on this computer itself. */
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

/** The way to protect a connection that an address names, or the safe one. */
function protection(parameters: URLSearchParams, host: string): ShareAddress['ssl'] {
  const mode = parameters.get('sslmode') ?? (LOOPBACK.test(host) ? 'disable' : 'verify-full');
  const authority = parameters.get('sslrootcert');
  if (!MODES.some((known) => known === mode)) {
    throw invalidInput(message('share:core.badTlsMode', { mode }), message('share:core.aboutTls'));
  }
  // SECURITY: "require" encrypts without looking who answers; only who writes it into the address gets it.
  return mode === 'disable'
    ? false
    : { rejectUnauthorized: mode === 'verify-full', ...(authority === null ? {} : { ca: readAuthority(authority) }) };
}

/**
 * Reads an address like `postgres://user@host:5432/database?sslmode=verify-full&sslrootcert=/path`.
 * @throws FarmerError INVALID_INPUT, also for one that holds a password: it would be seen in the list of processes
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
