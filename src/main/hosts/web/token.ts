import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePrivateDirectory } from '#main/store/data-directory.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

const TOKEN_FILE = 'web-token';
const TOKEN_BYTES = 32;
const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/** Answers whether a request is signed in; the token itself stays inside. */
export interface SessionKey {
  /** The link's token. Shown once, in the terminal. */
  readonly token: string;
  readonly isToken: (candidate: string) => boolean;
  /** Whether an Authorization header holds the token. */
  readonly isBearer: (authorization: string | undefined) => boolean;
  /** Whether a Cookie header holds this host's session. */
  readonly isSession: (cookies: string | undefined) => boolean;
  /** The Set-Cookie header that signs a browser in. */
  readonly setCookie: string;
}

/** Where the token of the browser host is kept, readable by its owner only. */
export function tokenPath(dataDirectory: string): string {
  return join(dataDirectory, TOKEN_FILE);
}

/**
 * Reads the token of the browser host, or makes one. It stays the same over restarts, so that a page left open signs in
 * again by itself; deleting the file signs every browser out.
 * @throws FarmerError DATA_DIR_UNUSABLE when the file can be neither read nor written
 */
export async function ensureToken(dataDirectory: string): Promise<string> {
  const path = tokenPath(dataDirectory);
  try {
    ensurePrivateDirectory(dataDirectory);
    const kept = await readToken(path);
    if (kept !== null) {
      return kept;
    }
    return await writeToken(path);
  } catch (error) {
    throw new FarmerError('DATA_DIR_UNUSABLE', message('cli:core.tokenFileNotWritable'), {
      hint: message('cli:core.makeDataDirectoryWritable'),
      cause: error,
    });
  }
}

/** @returns null when there is none, or when others could have read or planted it */
async function readToken(path: string): Promise<string | null> {
  const entry = await lstat(path).catch(() => null);
  if (entry === null || !entry.isFile()) {
    return null;
  }
  // SECURITY: a token that other users of this computer could read is not a secret any more; a new one replaces it.
  if (process.platform !== 'win32' && (entry.mode & 0o077) !== 0) {
    return null;
  }
  const text = (await readFile(path, 'utf8')).trim();
  return TOKEN_PATTERN.test(text) ? text : null;
}

async function writeToken(path: string): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const fresh = `${path}.${process.pid}.new`;
  await rm(fresh, { force: true });
  const file = await open(fresh, 'wx', 0o600);
  try {
    await file.writeFile(`${token}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(fresh, 0o600);
  await rename(fresh, path);
  return token;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** SECURITY: compares in constant time; hashing first makes the lengths equal. */
function isEqual(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

function cookieValue(cookies: string, name: string): string | undefined {
  for (const pair of cookies.split(';')) {
    const [key, value] = pair.split('=', 2);
    if (key?.trim() === name) {
      return value?.trim();
    }
  }
  return undefined;
}

/**
 * The session check of one running host. The cookie holds a value derived from the token, never the token, and its name
 * carries the port, because cookies of 127.0.0.1 are shared by all its ports.
 */
export function createSessionKey(token: string, port: number): SessionKey {
  const cookieName = `farmer_session_${port}`;
  const session = createHmac('sha256', token).update('farmer browser session 1').digest('base64url');
  return {
    token,
    isToken: (candidate) => isEqual(candidate, token),
    isBearer: (authorization) => {
      const match = /^Bearer ([A-Za-z0-9_-]+)$/.exec(authorization ?? '');
      return match?.[1] !== undefined && isEqual(match[1], token);
    },
    isSession: (cookies) => {
      const value = cookies === undefined ? undefined : cookieValue(cookies, cookieName);
      return value !== undefined && isEqual(value, session);
    },
    setCookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
  };
}
