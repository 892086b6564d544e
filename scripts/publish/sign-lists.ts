import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import { isSigned } from '#main/hosts/electron/updates/release-signature.ts';

/** What stands in the way of a release. */
export class ReleaseFault extends Error {}

function readPrivateKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new ReleaseFault('The key is not an Ed25519 key. Make one with: openssl genpkey -algorithm ed25519');
  }
  return key;
}

/** Checks with the app's own reading of a list that every program it names lies beside it, whole. */
function checkFiles(folder: string, name: string, list: string): void {
  const { files, version } = parseUpdateInfo(list, name, new URL('https://release.invalid/'));
  if (files.length === 0) {
    throw new ReleaseFault(`${name} names no file.`);
  }
  for (const { url, sha512 } of files) {
    const path = join(folder, url);
    if (/[/\\]/.test(url) || !existsSync(path)) {
      throw new ReleaseFault(`${name} names ${url}, which is not in the release.`);
    }
    if (createHash('sha512').update(readFileSync(path)).digest('base64') !== sha512) {
      throw new ReleaseFault(`${name} holds another SHA-512 than ${url} has.`);
    }
    if (!url.includes(version)) {
      throw new ReleaseFault(`${name} is of version ${version}, but names ${url}.`);
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
export function signLists(folder: string, privateKeyPem: string, publicKeyPem: string): readonly string[] {
  const key = readPrivateKey(privateKeyPem);
  const names = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name));
  if (names.length === 0) {
    throw new ReleaseFault(`No list of releases lies in ${folder}.`);
  }
  const signatures = names.map((name) => {
    const list = readFileSync(join(folder, name), 'utf8');
    checkFiles(folder, name, list);
    const signature = `${sign(null, Buffer.from(list, 'utf8'), key).toString('base64')}\n`;
    if (!isSigned(list, signature, publicKeyPem)) {
      throw new ReleaseFault('The installers carry the public half of another key: no installed app would update.');
    }
    return { name, signature };
  });
  for (const { name, signature } of signatures) {
    writeFileSync(join(folder, `${name}.sig`), signature);
  }
  return names;
}
