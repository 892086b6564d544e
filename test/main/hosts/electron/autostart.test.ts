import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyAutostart, autostartPath, type AutostartSystem, quoteExec } from '#main/hosts/electron/autostart.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let temporary: TemporaryDirectory;
const items: object[] = [];

function system(platform: NodeJS.Platform, env: Readonly<Record<string, string>> = {}): AutostartSystem {
  return {
    platform,
    env,
    home: temporary.path,
    executable: '/opt/Farmer/farmer-desktop',
    setLoginItem: (item) => items.push(item),
  };
}

beforeEach(() => {
  temporary = makeTemporaryDirectory();
  items.length = 0;
});
afterEach(() => temporary.remove());

function path(): string {
  return autostartPath(system('linux'));
}

describe('starting at login on Linux', () => {
  it('writes an entry that starts the program hidden, and removes it again', () => {
    applyAutostart({ isEnabled: true, startsHidden: true }, system('linux'));
    expect(readFileSync(path(), 'utf8')).toContain('Exec="/opt/Farmer/farmer-desktop" --hidden\n');
    applyAutostart({ isEnabled: false, startsHidden: true }, system('linux'));
    expect(existsSync(path())).toBe(false);
  });

  it('starts the AppImage file, not its mount, which is gone after the session', () => {
    applyAutostart({ isEnabled: true, startsHidden: false }, system('linux', { APPIMAGE: '/home/me/Farmer.AppImage' }));
    expect(readFileSync(path(), 'utf8')).toContain('Exec="/home/me/Farmer.AppImage"\n');
  });

  it('follows XDG_CONFIG_HOME, but not a relative one', () => {
    expect(autostartPath(system('linux', { XDG_CONFIG_HOME: '/etc/xdg' }))).toBe('/etc/xdg/autostart/farmer.desktop');
    expect(autostartPath(system('linux', { XDG_CONFIG_HOME: 'relative' }))).toBe(
      join(temporary.path, '.config/autostart/farmer.desktop'),
    );
  });

  it('leaves an entry of another program under the same name', () => {
    mkdirSync(dirname(path()), { recursive: true });
    writeFileSync(path(), '[Desktop Entry]\nName=Another farmer\n');
    applyAutostart({ isEnabled: false, startsHidden: true }, system('linux'));
    expect(existsSync(path())).toBe(true);
  });

  it('escapes spaces, quotes, dollars, backslashes and percents so that a path is one word', () => {
    expect(quoteExec('/a b/c')).toBe('"/a b/c"');
    expect(quoteExec('/a"b$c`d')).toBe(String.raw`"/a\\"b\\$c\\` + '`d"');
    expect(quoteExec('/50%')).toBe('"/50%%"');
    expect(quoteExec('/a\\b')).toBe(String.raw`"/a\\\\b"`);
  });
});

describe('starting at login on other systems', () => {
  it('uses the login items of macOS and the registry entry of Windows', () => {
    applyAutostart({ isEnabled: true, startsHidden: true }, system('darwin'));
    applyAutostart({ isEnabled: true, startsHidden: true }, system('win32'));
    applyAutostart({ isEnabled: false, startsHidden: false }, system('win32'));
    expect(items).toEqual([
      { openAtLogin: true, openAsHidden: true },
      { openAtLogin: true, name: 'Farmer', path: '/opt/Farmer/farmer-desktop', args: ['--hidden'] },
      { openAtLogin: false, name: 'Farmer', path: '/opt/Farmer/farmer-desktop', args: [] },
    ]);
  });
});
