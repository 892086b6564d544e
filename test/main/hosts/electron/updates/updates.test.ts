import { generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '#main/hosts/electron/updates/replace-file.ts';
import { isSigned } from '#main/hosts/electron/updates/release-signature.ts';
import { findUpdateFeed } from '#main/hosts/electron/updates/update-feed.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const pair = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const PUBLIC = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const LIST = 'version: 1.2.3\n';
const signed = (list: string, key = pair.privateKey): string => sign(null, Buffer.from(list), key).toString('base64');

describe('the signature of a list of releases', () => {
  it('is good when the release key made it', () => {
    expect(isSigned(LIST, `${signed(LIST)}\n`, PUBLIC)).toBe(true);
  });

  it.each([
    ['of another list', signed('version: 9.9.9\n')],
    ['of another key', signed(LIST, other.privateKey)],
    ['that is empty', ''],
    ['that is cut off', signed(LIST).slice(0, 40)],
    ['that is a web page', '<!doctype html><title>Not found</title>'],
  ])('is not good %s', (_what, signature) => {
    expect(isSigned(LIST, signature, PUBLIC)).toBe(false);
  });

  it('takes no key of another kind', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
    expect(() => isSigned(LIST, signed(LIST), rsa.toString())).toThrow('badKey');
  });
});

describe('replacing the program', () => {
  let temporary: TemporaryDirectory;
  beforeEach(() => {
    temporary = makeTemporaryDirectory();
  });
  afterEach(() => temporary.remove());

  it('puts the whole new file in the old one’s place, ready to run', () => {
    const target = join(temporary.path, 'Farmer.AppImage');
    writeFileSync(target, 'old');
    writeFileSync(join(temporary.path, 'fresh'), 'new');
    replaceFile(join(temporary.path, 'fresh'), target);
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(statSync(target).mode & 0o111).not.toBe(0);
  });

  it('leaves the old one when the new one is gone', () => {
    const target = join(temporary.path, 'Farmer.AppImage');
    writeFileSync(target, 'old');
    chmodSync(target, 0o755);
    expect(() => replaceFile(join(temporary.path, 'missing'), target)).toThrow('ENOENT');
    expect(readFileSync(target, 'utf8')).toBe('old');
  });

  it('leaves the old one when its place cannot be taken', () => {
    const target = join(temporary.path, 'Farmer.AppImage');
    mkdirSync(join(target, 'inside'), { recursive: true });
    writeFileSync(join(temporary.path, 'fresh'), 'new');
    expect(() => replaceFile(join(temporary.path, 'fresh'), target)).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(statSync(join(target, 'inside')).isDirectory()).toBe(true);
  });

  it('an installed program takes its feed and its key from nowhere else', () => {
    const env = { FARMER_UPDATE_URL: 'https://evil.example/', FARMER_UPDATE_KEY: '/tmp/evil.pem' };
    writeFileSync(join(temporary.path, 'update-key.pem'), PUBLIC);
    const feed = findUpdateFeed({ resourcesDirectory: temporary.path, isPackaged: true, env });
    expect(feed).toMatchObject({ publicKeyPem: PUBLIC });
    expect('url' in feed ? feed.url.hostname : '').toBe('github.com');
  });

  it('a build without a key does not update itself, and says why', () => {
    const feed = findUpdateFeed({ resourcesDirectory: temporary.path, isPackaged: true, env: {} });
    expect(feed).toEqual({ missing: 'noKey' });
  });
});
