import { generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '#main/hosts/electron/updates/replace-file.ts';
import { assertSigned, signedText, type SignedList } from '#main/hosts/electron/updates/release-signature.ts';
import { findUpdateFeed } from '#main/hosts/electron/updates/update-feed.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const pair = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const PUBLIC = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const LIST = 'version: 1.2.3\n';
const NOW_MS = Date.UTC(2026, 10, 28);
const TEXT: SignedList = {
  file: 'latest-linux.yml',
  architectures: ['x64'],
  expires: '2026-12-01T00:00:00.000Z',
  list: LIST,
};
const EXPECTED = { file: 'latest-linux.yml', architecture: 'x64', nowMs: NOW_MS, publicKeyPem: PUBLIC };

function signatureOf(changes: Partial<SignedList> = {}, key = pair.privateKey): string {
  const text = signedText({ ...TEXT, ...changes });
  return `${text}signature ${sign(null, Buffer.from(text), key).toString('base64')}\n`;
}

describe('the signature of a list of releases', () => {
  it('is valid when the release key made it for this list, this architecture and this time', () => {
    expect(() => assertSigned(LIST, signatureOf(), EXPECTED)).not.toThrow();
  });

  // Catches a good list of another processor or of long ago that is served in the place of the right one.
  it.each([
    ['of another list', signatureOf({ list: 'version: 9.9.9\n' }), 'unsigned'],
    ['of another key', signatureOf({}, other.privateKey), 'unsigned'],
    ['whose time was changed', signatureOf().replace('2026-12-01', '2036-12-01'), 'unsigned'],
    [
      'whose name was changed',
      signatureOf({ file: 'latest.yml' }).replace('latest.yml', 'latest-linux.yml'),
      'unsigned',
    ],
    ['without a statement', sign(null, Buffer.from(LIST), pair.privateKey).toString('base64'), 'unsigned'],
    ['that is empty', '', 'unsigned'],
    ['that is cut off', signatureOf().slice(0, -20), 'unsigned'],
    ['that is a web page', '<!doctype html><title>Not found</title>', 'unsigned'],
    ['of the list under another name', signatureOf({ file: 'latest-linux-arm64.yml' }), 'otherRelease'],
    ['for another processor', signatureOf({ architectures: ['arm64'] }), 'otherRelease'],
    ['that has expired', signatureOf({ expires: '2026-11-27T23:59:59.999Z' }), 'expired'],
    ['whose end cannot be read', signatureOf({ expires: 'never' }), 'expired'],
  ])('is invalid %s', (_what, signature, reason) => {
    expect(() => assertSigned(LIST, signature, EXPECTED)).toThrow(reason);
  });

  it('refuses a key of another kind', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
    expect(() => assertSigned(LIST, signatureOf(), { ...EXPECTED, publicKeyPem: rsa.toString() })).toThrow('badKey');
  });
});

describe('replacing the program', () => {
  let temporary: TemporaryDirectory;
  beforeEach(() => {
    temporary = makeTemporaryDirectory();
  });
  afterEach(() => temporary.remove());

  it('puts the complete new file in place of the old one, executable', () => {
    const target = join(temporary.path, 'Farmer.AppImage');
    writeFileSync(target, 'old');
    writeFileSync(join(temporary.path, 'fresh'), 'new');
    replaceFile(join(temporary.path, 'fresh'), target);
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(statSync(target).mode & 0o111).not.toBe(0);
  });

  it('keeps the old one when the new one is missing', () => {
    const target = join(temporary.path, 'Farmer.AppImage');
    writeFileSync(target, 'old');
    chmodSync(target, 0o755);
    expect(() => replaceFile(join(temporary.path, 'missing'), target)).toThrow('ENOENT');
    expect(readFileSync(target, 'utf8')).toBe('old');
  });

  it('keeps the old one when its place cannot be written', () => {
    const target = join(temporary.path, 'Farmer.AppImage');
    mkdirSync(join(target, 'inside'), { recursive: true });
    writeFileSync(join(temporary.path, 'fresh'), 'new');
    expect(() => replaceFile(join(temporary.path, 'fresh'), target)).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(statSync(join(target, 'inside')).isDirectory()).toBe(true);
  });

  it('reads feed and key of an installed program from the package only', () => {
    const env = { FARMER_UPDATE_URL: 'https://evil.example/', FARMER_UPDATE_KEY: '/tmp/evil.pem' };
    writeFileSync(join(temporary.path, 'update-key.pem'), PUBLIC);
    const feed = findUpdateFeed({ resourcesDirectory: temporary.path, isPackaged: true, env });
    expect(feed).toMatchObject({ publicKeyPem: PUBLIC });
    expect('url' in feed ? feed.url.hostname : '').toBe('github.com');
  });

  it('reports why a build without a key does not update itself', () => {
    const feed = findUpdateFeed({ resourcesDirectory: temporary.path, isPackaged: true, env: {} });
    expect(feed).toEqual({ missing: 'noKey' });
  });
});
