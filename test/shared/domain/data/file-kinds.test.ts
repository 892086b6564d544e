import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { kindOfFile } from '#shared/domain/data/file-kinds.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures');

function kindsIn(folder: string): Record<string, unknown> {
  const files = readdirSync(join(FIXTURES, folder), { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .filter(({ name }) => !name.endsWith('.zip'))
      .map(({ name }) => [name, kindOfFile(readFileSync(join(FIXTURES, folder, name), 'utf8').slice(0, 65_536))]),
  );
}

// Catches a file of the grid's tools that the window sends to the wrong import.
test('recognises the output of grid tools by content', () => {
  expect(kindsIn('imports')).toEqual({
    'e5-two-reboots.csv': 'uptime',
    'g1-dead-5-days.csv': 'uptime',
    'h1-2022-two-hourly.csv': 'uptime',
    'h3-2023.csv': 'uptime',
    'k8-farmerbot.yml': 'farmerbot',
    'n1-gridproxy-list.json': 'nodes',
    'n3-graphql-nodes.json': 'nodes',
    'nodes-1-and-2.json': 'nodes',
    'u12-nodeid.csv': 'uptime',
    'u16-graphql-two-nodes.json': 'uptime',
    'u2-graphql-num.json': 'uptime',
    'u3-graphql-conn.json': 'uptime',
    'u7-ms-uptime.csv': 'uptime',
  });
});

test('recognises receipts in every format', () => {
  expect(new Set(Object.values(kindsIn('receipts')))).toEqual(new Set(['receipts']));
});

describe('the start of a file', () => {
  it.each([
    ['a node of the proxy has an uptime too', '[{"id":"1","nodeId":1,"uptime":5,"total_resources":{}}]', 'nodes'],
    ['power reports', '{"data":{"powerStateReports":[{"nodeID":1}]}}', 'uptime'],
    ['rows of an event file', '[["uptime",1700000000,60]]', 'uptime'],
    ['an answer without rows', '{"data":{"uptimeEvents":[]}}', 'uptime'],
    ['bids', '{"format":1,"bids":[]}', 'bids'],
    ['bids of a table', 'id,buyer,vcpus,memory_gib,price_per_month\n', 'bids'],
    ['a passport', '{"kind":"farmer-hardware-passport","format":1,"issuedAt":"2026-01-01T00:00:00Z"}', 'passport'],
    ['a table with semicolons', '"timestamp";"uptime"\n', 'uptime'],
    ['a list of nodes', 'Name;Site;Watts;Price paid\n', 'nodes'],
    ['a backup', 'SQLite format 3\0\x10', 'backup'],
    ['an encrypted backup', 'age-encryption.org/v1\n-> scrypt', 'backup'],
    ['the error of a service', '{"error":"node not found"}', 'service-error'],
    ['nothing', ' \n', 'empty'],
    ['an empty list', '[]', 'empty'],
    ['other JSON', '{"hello":"world"}', null],
    ['a letter', 'Dear farmer, timestamp', null],
    ['a picture', '\u0089PNG\r\n', null],
  ])('determines the kind of %s', (_what, head, kind) => {
    expect(kindOfFile(head)).toBe(kind);
  });
});
