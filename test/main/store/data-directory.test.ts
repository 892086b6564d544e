import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensurePrivateDirectory, resolveDataDirectory, unusableDirectory } from '#main/store/data-directory.ts';
import { openStores } from '#main/store/stores.ts';
import { NOON_MS, plannedErrorOf } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = makeTemporaryDirectory();
});

afterEach(() => directory.remove());

describe('the location of the data', () => {
  const home = '/home/ada';

  // Catches a platform whose convention is swapped with another's, and an option that loses to the environment.
  it.each([
    ['linux', {}, undefined, '/home/ada/.local/share/farmer'],
    ['linux', { XDG_DATA_HOME: '/data' }, undefined, '/data/farmer'],
    ['linux', { XDG_DATA_HOME: 'relative' }, undefined, '/home/ada/.local/share/farmer'],
    ['darwin', {}, undefined, '/home/ada/Library/Application Support/Farmer'],
    ['linux', { FARMER_DATA_DIR: '/env' }, undefined, '/env'],
    ['linux', { FARMER_DATA_DIR: '' }, '', '/home/ada/.local/share/farmer'],
    ['linux', { FARMER_DATA_DIR: '/env' }, '/option', '/option'],
  ] as const)('on %s with %o and option %s it is %s', (platform, env, option, expected) => {
    expect(resolveDataDirectory({ platform, env, option, home })).toBe(expected);
  });

  // Catches a roaming profile on Windows, which would copy the database over the network at every login.
  it('is in the local, not the roaming, folder on Windows', () => {
    const path = resolveDataDirectory({ platform: 'win32', env: { LOCALAPPDATA: '/local' }, home });
    expect(path).toBe('/local/Farmer');
  });
});

describe('creating the data directory', () => {
  // Catches contact data and earnings that every user of the computer can read.
  it('creates folder and database for the owner only', () => {
    const path = join(directory.path, 'deep', 'farmer');
    openStores({ dataDirectory: path, nowMs: () => NOON_MS }).close();
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, 'farmer.sqlite')).mode & 0o777).toBe(0o600);
  });

  // Catches `--data-dir /tmp` locking every other program out of /tmp.
  it('keeps the mode of an existing folder', () => {
    const path = join(directory.path, 'shared');
    mkdirSync(path, { mode: 0o755 });
    ensurePrivateDirectory(path);
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });

  // Catches a command that never ends where the system takes no new folder, as below /proc.
  it.runIf(process.platform === 'linux')('refuses a place where no folder can be made', () => {
    expect(plannedErrorOf(() => ensurePrivateDirectory('/proc/farmer')).code).toBe('DATA_DIR_UNUSABLE');
  });

  // Catches a raw ENOTDIR with a path and a stack in front of the farmer.
  it.each(['in-its-place', 'in-its-place/below'])('refuses a file %s with a hint', (place) => {
    writeFileSync(join(directory.path, 'in-its-place'), 'precious');
    const error = plannedErrorOf(() =>
      openStores({ dataDirectory: join(directory.path, place), nowMs: () => NOON_MS }),
    );
    expect(error.code).toBe('DATA_DIR_UNUSABLE');
    expect(error.message).toBe('There is a file where the data directory should be.');
    expect(error.hint).toContain('--data-dir');
  });

  // Catches a full or read-only disk being told as "something went wrong".
  it.each([
    ['EROFS', 'DATA_DIR_UNUSABLE', 'read-only'],
    ['EACCES', 'DATA_DIR_UNUSABLE', 'permission denied'],
    ['ENOSPC', 'DISK_FULL', 'no room'],
    ['EMFILE', 'DATA_DIR_UNUSABLE', 'cannot be used'],
  ])('explains the error %s', (code, expectedCode, words) => {
    const error = unusableDirectory(Object.assign(new Error('x'), { code }));
    expect(error.code).toBe(expectedCode);
    expect(error.message).toContain(words);
    expect(error.hint).not.toBe('');
  });
});
