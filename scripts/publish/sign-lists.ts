import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import {
  architecturesOf,
  assertSigned,
  signedText,
  UpdateRefusal,
} from '#main/hosts/electron/updates/release-signature.ts';

/** What stands in the way of a release, and what to do about it. */
export class ReleaseFault extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const KEY_HINT = 'Make a pair with: openssl genpkey -algorithm ed25519';
const LIST_HINT = 'Build the installers again: the lists are written with them.';

/** Does something, and says in words of the release what it failed for. */
function orFault<T>(work: () => T, message: string, hint: string): T {
  try {
    return work();
  } catch {
    throw new ReleaseFault(message, hint);
  }
}

/** @throws ReleaseFault when there is no such file */
export function readKeyFile(path: string): string {
  return orFault(() => readFileSync(path, 'utf8'), `There is no key at ${path}.`, KEY_HINT);
}

function readPrivateKey(pem: string): KeyObject {
  const key = orFault(
    () => createPrivateKey(pem),
    'The private key cannot be read: it is no key, or it needs a password.',
    KEY_HINT,
  );
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new ReleaseFault('The private key is not an Ed25519 key.', KEY_HINT);
  }
  return key;
}

function listsIn(folder: string): readonly string[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name)) : [];
  if (names.length === 0) {
    throw new ReleaseFault(`No list of releases lies in ${folder}.`, LIST_HINT);
  }
  return names;
}

/** Checks with the app's own reading of a list that every program it names lies beside it, whole. */
function checkFiles(folder: string, name: string, list: string): void {
  const { files, version } = orFault(
    () => parseUpdateInfo(list, name, new URL('https://release.invalid/')),
    `${name} is no list of releases.`,
    LIST_HINT,
  );
  if (!Array.isArray(files) || files.length === 0) {
    throw new ReleaseFault(`${name} names no file.`, LIST_HINT);
  }
  for (const { url, sha512 } of files) {
    const path = join(folder, url);
    if (/[/\\]/.test(url) || !existsSync(path)) {
      throw new ReleaseFault(`${name} names ${url}, which is not in the release.`, LIST_HINT);
    }
    if (createHash('sha512').update(readFileSync(path)).digest('base64') !== sha512) {
      throw new ReleaseFault(`${name} holds another SHA-512 than ${url} has.`, LIST_HINT);
    }
    if (!url.includes(version)) {
      throw new ReleaseFault(`${name} is of version ${version}, but names ${url}.`, LIST_HINT);
    }
  }
}

/** How long a list is taken: a release that is still the newest is signed again before. */
const VALID_DAYS = 180;
const DAY_MS = 86_400_000;

/** The text of the `.sig` file beside a list. */
function signatureOf(file: string, list: string, key: KeyObject, nowMs: number): string {
  const expires = new Date(nowMs + VALID_DAYS * DAY_MS).toISOString();
  const text = signedText({ file, architectures: architecturesOf(file), expires, list });
  return `${text}signature ${sign(null, Buffer.from(text, 'utf8'), key).toString('base64')}\n`;
}

/** Checks a signature as the app does. @throws ReleaseFault where the public key is none; UpdateRefusal */
function checkSignature(file: string, list: string, signature: string, publicKeyPem: string, nowMs: number): void {
  for (const architecture of architecturesOf(file)) {
    try {
      assertSigned(list, signature, { file, architecture, nowMs, publicKeyPem });
    } catch (error) {
      if (error instanceof UpdateRefusal && error.reason === 'unsigned') {
        throw new ReleaseFault(
          'The installers carry the public half of another key: no installed app would update.',
          'Sign with the key whose public half the installers carry, or build them with the other one.',
        );
      }
      throw new ReleaseFault('The public key is not an Ed25519 key.', KEY_HINT);
    }
  }
}

/**
 * Signs every list of releases in a folder (`latest*.yml` gets its `.sig`) after checking that what it names is there.
 * Nothing is written unless all of it is good.
 * @param privateKeyPem Ed25519
 * @param publicKeyPem the key inside the installers; each signature is checked with it the way the app does
 * @returns the names of the signed lists
 * @throws ReleaseFault
 */
export function signLists(
  folder: string,
  privateKeyPem: string,
  publicKeyPem: string,
  nowMs = Date.now(),
): readonly string[] {
  const key = readPrivateKey(privateKeyPem);
  const names = listsIn(folder);
  const signatures = names.map((name) => {
    const list = readFileSync(join(folder, name), 'utf8');
    checkFiles(folder, name, list);
    const signature = signatureOf(name, list, key, nowMs);
    checkSignature(name, list, signature, publicKeyPem, nowMs);
    return { name, signature };
  });
  for (const { name, signature } of signatures) {
    writeFileSync(join(folder, `${name}.sig`), signature);
  }
  return names;
}
