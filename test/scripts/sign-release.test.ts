import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = 'Farmer-1.2.3.AppImage';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
  mkdirSync(at('release'));
  writeFileSync(at(`release/${PROGRAM}`), 'the program');
  writeList(createHash('sha512').update('the program').digest('base64'));
  writeKeys('ed25519');
});
afterEach(() => directory.remove());

const at = (name: string) => join(directory.path, name);

function writeList(sha512: string): void {
  const file = `files:\n  - url: ${PROGRAM}\n    sha512: ${sha512}\n    size: 11\n`;
  writeFileSync(at('release/latest-linux.yml'), `version: 1.2.3\n${file}`);
}

function writeKeys(type: 'ed25519' | 'x25519'): void {
  const pair = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
  writeFileSync(at('private.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(at('public.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
}

function signRelease(privateKey = at('private.pem'), publicKey = at('public.pem'), folder = at('release')) {
  const words = ['scripts/sign-release.ts', folder, privateKey, publicKey];
  return spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });
}

describe('signing a release', () => {
  it('writes the signature next to its list', () => {
    expect(signRelease()).toMatchObject({ status: 0, stdout: 'latest-linux.yml.sig written\n' });
    expect(existsSync(at('release/latest-linux.yml.sig'))).toBe(true);
  });

  // Catches a stack of Node or OpenSSL in the log of a release, and nothing to do about it.
  it.each([
    ['there is no key', () => signRelease(at('none.pem')), 'There is no key at'],
    ['the key is none', () => signRelease(at(`release/${PROGRAM}`)), 'The private key cannot be read'],
    ['the key is of another kind', () => (writeKeys('x25519'), signRelease()), 'not an Ed25519 key'],
    ['the public key is none', () => signRelease(undefined, at(`release/${PROGRAM}`)), 'public key is not'],
    ['there is no release', () => signRelease(undefined, undefined, at('nowhere')), 'No list of releases'],
    ['a list is broken', () => (writeFileSync(at('release/latest.yml'), 'a: ['), signRelease()), 'no list of releases'],
    ['a list is empty', () => (writeFileSync(at('release/latest.yml'), '{}'), signRelease()), 'names no file'],
    ['a program is another', () => (writeList('AAAA'), signRelease()), 'another SHA-512'],
  ])('signs nothing and prints a hint when %s', (_what, attempt, message) => {
    const { status, stderr } = attempt();
    expect(stderr).toMatch(/^error: .*\nhint: .*\n$/);
    expect(stderr).toContain(message);
    expect(status).toBe(1);
    expect(existsSync(at('release/latest-linux.yml.sig'))).toBe(false);
  });
});
