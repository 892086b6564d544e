import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDesktopArguments, routeOfLink } from '#main/hosts/electron/opening/arguments.ts';
import { isAppUrl } from '#main/hosts/electron/window/origin.ts';

describe('a link to the desktop app', () => {
  it.each([
    ['farmer://node/7', '/hardware?node=7'],
    ['farmer://node/7/', '/hardware?node=7'],
  ])('opens %s as %s', (link, route) => {
    expect(routeOfLink(link)).toBe(route);
  });

  it.each([
    'farmer://node/',
    'farmer://node/0',
    'farmer://node/-1',
    'farmer://node/1e3',
    'farmer://node/7?x=1',
    'farmer://node/7#/settings',
    'farmer://node/9999999999999999',
    'farmer://NODE/7/../../settings',
    'farmer://settings',
    'http://node/7',
    'farmer:node/7',
  ])('ignores %s', (link) => {
    expect(routeOfLink(link)).toBeNull();
  });
});

describe('the command-line arguments of the desktop app', () => {
  it('are found among those added by the system: the link, files and the hidden switch', () => {
    const words = [
      '--allow-file-access-from-files',
      'farmer://node/3',
      'a.farmer',
      '/tmp/b.JSON',
      '--hidden',
      'c.txt',
      'receipts.zip',
      `81/${'0a'.repeat(32)}`,
      'd.exe',
    ];
    expect(readDesktopArguments(words, '/home/me')).toEqual({
      route: '/hardware?node=3',
      files: [
        resolve('/home/me/a.farmer'),
        '/tmp/b.JSON',
        resolve('/home/me/receipts.zip'),
        resolve(`/home/me/81/${'0a'.repeat(32)}`),
      ],
      isHidden: true,
    });
  });

  it('are not taken for files when they are options (a path may intentionally begin with a dash)', () => {
    expect(readDesktopArguments(['--load=evil.json', '-x.json'], '/').files).toEqual([]);
  });
});

describe('the URLs of our own pages', () => {
  it.each(['app://farmer/', 'app://farmer/index.html#/uptime', 'app://farmer'])('%s does', (url) => {
    expect(isAppUrl(url)).toBe(true);
  });
  it.each([
    'app://farmer.evil/',
    'app://farmer:80/',
    'https://farmer/',
    'app://evil/farmer',
    'file:///app',
    '',
    'data:text/html,x',
  ])('exclude %s', (url) => {
    expect(isAppUrl(url)).toBe(false);
  });
});
