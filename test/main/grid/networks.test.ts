import { expect, test } from 'vitest';
import { GRID_NETWORKS, PUBLISHED_ADDRESSES as NONE } from '#shared/contract/grid/grid.ts';
import { hostsOf } from '#main/grid/networks.ts';
import { plannedErrorOf } from '#test/support/stores.ts';

test('uses HTTPS for every published address', () => {
  const urls = GRID_NETWORKS.flatMap((network) => Object.values(hostsOf(network, NONE)).flat());
  expect(urls.every((url) => url.startsWith('https://'))).toBe(true);
  expect(hostsOf('main', NONE).graphql[0]).toBe('https://graphql.grid.tf/graphql');
  expect(hostsOf('test', NONE).receipts).toEqual([]);
  expect(hostsOf('v4-main', NONE)).toEqual({
    proxy: [],
    graphql: [],
    receipts: [],
    horizon: [],
    registrar: ['https://registrar.prod4.grid.tf/v1', 'https://registrar.prod4.threefold.me/v1'],
  });
});

test('completes an address with the path of its service', () => {
  const url = 'http://127.0.0.1:8080';
  expect(hostsOf('dev', { ...NONE, proxy: `${url}/`, graphql: url, receipts: url, horizon: `${url}/h/` })).toEqual({
    proxy: [url],
    graphql: [`${url}/graphql`],
    receipts: [`${url}/api/v1`],
    horizon: [`${url}/h`],
    registrar: [],
  });
  expect(hostsOf('main', { ...NONE, graphql: `${url}/graphql`, receipts: `${url}/api/v1/` })).toMatchObject({
    graphql: [`${url}/graphql`],
    receipts: [`${url}/api/v1`],
  });
});

test.each(['http://localhost:1', 'http://[::1]:1', 'http://127.1.2.3:1', 'https://example.org/x'])(
  'accepts the address %s',
  (proxy) => {
    expect(hostsOf('main', { ...NONE, proxy }).proxy).toEqual([proxy]);
  },
);

test.each([
  'http://example.org',
  'http://127.0.0.1.example.org',
  'http://localhost.example.org',
  'http://10.0.0.1',
  'http://0.0.0.0',
  'ftp://127.0.0.1',
  'file:///etc/passwd',
  'https://user:secret@example.org',
  'https://example.org/?q=1',
  'example.org',
  '',
])('refuses the address %s', (proxy) => {
  expect(plannedErrorOf(() => hostsOf('main', { ...NONE, proxy })).code).toBe('INVALID_INPUT');
});

// Catches an address that is silently never asked, and a grid 3 that is asked as grid 4.
test.each([
  ['v4-main', { ...NONE, proxy: 'https://example.org' }],
  ['v4-dev', { ...NONE, graphql: 'https://example.org' }],
  ['main', { ...NONE, registrar: 'https://example.org' }],
] as const)('refuses on network %s the address of a service that it does not have', (network, addresses) => {
  expect(plannedErrorOf(() => hostsOf(network, addresses)).code).toBe('INVALID_INPUT');
});
