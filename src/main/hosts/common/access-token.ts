import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePrivateDirectory } from '#main/store/data-directory.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The access token for scripts, and the one for a monitoring server. */
const TOKEN_FILES = { web: 'web-token', metrics: 'metrics-token' } as const;
type TokenKind = keyof typeof TOKEN_FILES;
const SECRET_BYTES = 32;
const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/** The token file, readable only by its owner. */
export function tokenPath(dataDirectory: string, kind: TokenKind = 'web'): string {
  return join(dataDirectory, TOKEN_FILES[kind]);
}

/**
 * Reads the token for scripts, or creates it. It survives restarts and is never given to a browser.
 * @throws FarmerError DATA_DIR_UNUSABLE when the file can be neither read nor written
 */
export async function ensureToken(dataDirectory: string, kind: TokenKind = 'web'): Promise<string> {
  const path = tokenPath(dataDirectory, kind);
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

/** @returns null when there is no token, or when other users could have read or written it */
async function readToken(path: string): Promise<string | null> {
  const entry = await lstat(path).catch(() => null);
  if (entry === null || !entry.isFile()) {
    return null;
  }
  // SECURITY: a token that other users of this computer could read is compromised and is replaced.
  if (process.platform !== 'win32' && (entry.mode & 0o077) !== 0) {
    return null;
  }
  const text = (await readFile(path, 'utf8')).trim();
  return TOKEN_PATTERN.test(text) ? text : null;
}

async function writeToken(path: string): Promise<string> {
  const token = randomSecret();
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

/** 256 random bits: impossible to guess. */
export function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** SECURITY: compares in constant time; hashing first makes the lengths equal. */
export function isEqual(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

export function isBearer(authorization: string | undefined, token: string): boolean {
  const match = /^Bearer ([A-Za-z0-9_-]+)$/.exec(authorization ?? '');
  return match?.[1] !== undefined && isEqual(match[1], token);
}
