import { expect, test } from 'vitest';
import { GRID_NETWORKS } from '#shared/contract/grid/grid.ts';
import { hostsOf } from '#main/grid/networks.ts';
import { plannedErrorOf } from '#test/support/stores.ts';

const NONE = { proxy: null, graphql: null, receipts: null, horizon: null };

test('every published address is HTTPS', () => {
  const urls = GRID_NETWORKS.flatMap((network) => Object.values(hostsOf(network, NONE)).flat());
  expect(urls.every((url) => url.startsWith('https://'))).toBe(true);
  expect(hostsOf('main', NONE).graphql[0]).toBe('https://graphql.grid.tf/graphql');
  expect(hostsOf('test', NONE).receipts).toEqual([]);
});

test('an address is completed with the route of its service', () => {
  const url = 'http://127.0.0.1:8080';
  expect(hostsOf('dev', { proxy: `${url}/`, graphql: url, receipts: url, horizon: `${url}/h/` })).toEqual({
    proxy: [url],
    graphql: [`${url}/graphql`],
    receipts: [`${url}/api/v1`],
    horizon: [`${url}/h`],
  });
  expect(hostsOf('main', { ...NONE, graphql: `${url}/graphql`, receipts: `${url}/api/v1/` })).toMatchObject({
    graphql: [`${url}/graphql`],
    receipts: [`${url}/api/v1`],
  });
});

test.each(['http://localhost:1', 'http://[::1]:1', 'http://127.1.2.3:1', 'https://example.org/x'])(
  '%s may be asked',
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
])('%s is refused', (proxy) => {
  expect(plannedErrorOf(() => hostsOf('main', { ...NONE, proxy })).code).toBe('INVALID_INPUT');
});
