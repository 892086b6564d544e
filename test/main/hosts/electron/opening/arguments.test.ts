import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDesktopArguments, routeOfLink } from '#main/hosts/electron/opening/arguments.ts';
import { isAppUrl } from '#main/hosts/electron/window/origin.ts';

describe('a link from elsewhere', () => {
  it.each([
    ['farmer://node/7', '/hardware?node=7'],
    ['farmer://node/7/', '/hardware?node=7'],
  ])('%s opens %s', (link, route) => {
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
  ])('%s leads nowhere', (link) => {
    expect(routeOfLink(link)).toBeNull();
  });
});

describe('the words of a start', () => {
  it('finds the link, the files and the wish to stay hidden among what the system adds', () => {
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

  it('takes no option for a file (a path may begin with a dash on purpose)', () => {
    expect(readDesktopArguments(['--load=evil.json', '-x.json'], '/').files).toEqual([]);
  });
});

describe('what counts as our own page', () => {
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
  ])('%s does not', (url) => {
    expect(isAppUrl(url)).toBe(false);
  });
});
