import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyAutostart } from '#main/hosts/electron/autostart.ts';
import { prepareProfile } from '#main/hosts/electron/profile.ts';
import { writeDevelopmentConfig } from '#main/hosts/electron/updates/update-feed.ts';
import { writeWindowState } from '#main/hosts/electron/window/window-state.ts';
import { makeDirectory } from '#main/store/make-directory.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
});
afterEach(() => directory.remove());

describe('making a directory', () => {
  it('creates its parents too, for their owner only', () => {
    makeDirectory(join(directory.path, 'a/b'));
    expect(['a', 'a/b'].map((name) => statSync(join(directory.path, name)).mode & 0o777)).toEqual([0o700, 0o700]);
  });

  it('leaves an existing one unchanged', () => {
    const path = join(directory.path, 'shared');
    mkdirSync(path, { mode: 0o755 });
    makeDirectory(path);
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });

  it('reports a file or a dangling link in the way', () => {
    writeFileSync(join(directory.path, 'file'), '');
    symlinkSync(join(directory.path, 'nowhere/at/all'), join(directory.path, 'link'));
    expect(() => makeDirectory(join(directory.path, 'file/below'))).toThrow('ENOTDIR');
    expect(() => makeDirectory(join(directory.path, 'link/below'))).toThrow(/EEXIST|ENOENT/);
  });
});

// Each of these never came back where the system takes no new folder, as below /proc.
describe.runIf(process.platform === 'linux')('a place where no folder can be made', () => {
  const nowhere = '/proc/farmer/data';

  it('fails without hanging: data directory, window state, update settings and autostart entry', () => {
    const system = { platform: 'linux', env: { XDG_CONFIG_HOME: nowhere }, home: '', executable: '' } as const;
    expect(() => makeDirectory(nowhere)).toThrow('ENOENT');
    expect(() =>
      writeWindowState(join(nowhere, 'window.json'), { x: 0, y: 0, width: 1, height: 1, isMaximized: false }),
    ).toThrow('ENOENT');
    expect(() => writeDevelopmentConfig(nowhere)).toThrow('ENOENT');
    expect(() =>
      applyAutostart({ isEnabled: true, startsHidden: true }, { ...system, setLoginItem: () => undefined }),
    ).toThrow('ENOENT');
  });

  it('falls back to a browser profile elsewhere', () => {
    const profile = prepareProfile(nowhere, 'desktop');
    expect(existsSync(profile)).toBe(true);
  });
});
