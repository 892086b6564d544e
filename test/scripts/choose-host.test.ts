import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { whyBuild } from '../../scripts/start/build-state.ts';
import { askedHost, browserCommand, canOpenBrowser, findDesktop } from '../../scripts/start/choose-host.ts';
import { progressLine } from '../../scripts/start/electron-runtime.ts';

describe('the choice of desktop or browser', () => {
  it.each([
    ['a server without a display', { platform: 'linux', env: {}, isRoot: false }, 'there is no display'],
    ['an empty DISPLAY', { platform: 'linux', env: { DISPLAY: '' }, isRoot: false }, 'there is no display'],
    ['root with a display', { platform: 'linux', env: { DISPLAY: ':0' }, isRoot: true }, 'does not run as root'],
    ['a Mac over SSH', { platform: 'darwin', env: { SSH_CONNECTION: '1 2' }, isRoot: false }, 'remote session'],
  ] as const)('%s: uses the browser, with the reason', (_what, surroundings, reason) => {
    const desktop = findDesktop(surroundings);
    expect(desktop.isThere).toBe(false);
    expect('reason' in desktop ? desktop.reason : '').toContain(reason);
  });

  it.each([
    ['X11', { platform: 'linux', env: { DISPLAY: ':0' }, isRoot: false }],
    ['Wayland', { platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' }, isRoot: false }],
    [
      'X11 forwarded over SSH',
      { platform: 'linux', env: { DISPLAY: 'localhost:10', SSH_CONNECTION: '1' }, isRoot: false },
    ],
    ['macOS', { platform: 'darwin', env: {}, isRoot: false }],
    ['Windows', { platform: 'win32', env: {}, isRoot: false }],
  ] as const)('%s: can open a window', (_what, surroundings) => {
    expect(findDesktop(surroundings)).toEqual({ isThere: true });
  });

  it('opens no browser where nobody would see it', () => {
    const linux = { platform: 'linux', isRoot: false } as const;
    expect(canOpenBrowser({ ...linux, env: {} })).toBe(false);
    expect(canOpenBrowser({ ...linux, env: { DISPLAY: ':0' } })).toBe(true);
    expect(canOpenBrowser({ ...linux, env: { DISPLAY: ':0', CI: '1' } })).toBe(false);
    expect(canOpenBrowser({ platform: 'darwin', isRoot: false, env: { SSH_CONNECTION: '1' } })).toBe(false);
  });

  it('follows an explicit choice of the user', () => {
    expect(askedHost(['--browser'])).toBe('browser');
    expect(askedHost(['--desktop'])).toBe('desktop');
    expect(askedHost(['--port', '1'])).toBeNull();
  });

  it('passes the address to the system without a shell, which would interpret "&"', () => {
    expect(browserCommand('win32', 'file:///tmp/a&b/sign-in.html')).toEqual([
      'rundll32',
      'url.dll,FileProtocolHandler',
      'file:///tmp/a&b/sign-in.html',
    ]);
  });
});

describe('the progress of the download', () => {
  it('shows a percentage, and only megabytes when the length is unknown', () => {
    expect(progressLine({ transferred: 57_000_000, total: 114_000_000 })).toContain('50 % of 114 MB');
    expect(progressLine({ transferred: 57_000_000, total: null })).toBe('Downloading the desktop runtime: 57 MB');
    expect(progressLine({ transferred: 9, total: 0 })).not.toMatch(/NaN|Infinity/);
  });
});

describe('the check whether to build', () => {
  let project: TemporaryDirectory;
  const write = (path: string, atS: number): void => {
    const full = join(project.path, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, '');
    utimesSync(full, atS, atS);
  };
  const touchFolders = (atS: number): void => {
    for (const path of ['src', 'src/main']) {
      utimesSync(join(project.path, path), atS, atS);
    }
  };

  beforeEach(() => {
    project = makeTemporaryDirectory();
    write('src/main/index.ts', 100);
    write('package.json', 100);
    for (const path of ['main/index.js', 'main/serve.js', 'main/cli.js', 'preload/index.cjs', 'renderer/index.html']) {
      write(`out/${path}`, 200);
    }
    touchFolders(100);
  });
  afterEach(() => project.remove());

  it('builds nothing when the last build is of these sources', () => {
    expect(whyBuild(project.path)).toBeNull();
  });

  it('builds when a part is missing (an interrupted build)', () => {
    rmSync(join(project.path, 'out/renderer'), { recursive: true });
    expect(whyBuild(project.path)).toContain('not built');
  });

  it('builds when a source is newer', () => {
    write('src/main/index.ts', 300);
    expect(whyBuild(project.path)).toContain('changed');
  });

  it('builds when a source was removed, which only its folder shows', () => {
    rmSync(join(project.path, 'src/main/index.ts'));
    expect(whyBuild(project.path)).toContain('changed');
  });
});
