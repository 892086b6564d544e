import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliResult, jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

/** Files as the grid's tools give them, each with the right answer. Every node, farm and wallet is made up. */
const CASES = join(import.meta.dirname, '../../../fixtures/imports');

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
});
afterEach(() => directory.remove());

const farmer = (...words: readonly string[]) => runFarmer([...words, '--json'], directory.path);
const importCase = (name: string, ...more: readonly string[]) => farmer('uptime', 'import', join(CASES, name), ...more);

async function nodes() {
  const { nodes: found } = jsonOf(await farmer('nodes')) as { nodes: { id: number; grid_node_id: number }[] };
  return found;
}

async function timesOf(gridNode: number): Promise<readonly number[]> {
  const id = (await nodes()).find((node) => node.grid_node_id === gridNode)?.id;
  const exported = jsonOf(await farmer('uptime', 'export', '--node', String(id))) as { timestamp: number }[];
  return exported.map(({ timestamp }) => timestamp);
}

function rejections(result: CliResult) {
  return (jsonOf(result) as { rejected: { line: number; reason: string }[] }).rejected;
}

test.each([
  ['u2-graphql-num.json', 980],
  ['u3-graphql-conn.json', 980],
  ['u12-nodeid.csv', 5],
])('%s: assigns every row to the node in its nodeID', async (name, rows) => {
  expect(jsonOf(await importCase(name))).toMatchObject({ imported: rows, duplicates: 0, rejected: [] });
  expect((await nodes()).map(({ grid_node_id }) => grid_node_id)).toEqual([1]);
  expect((await timesOf(1))[0]).toBe(1_793_480_440);
  expect(jsonOf(await importCase(name))).toMatchObject({ imported: 0, duplicates: rows });
});

test.each([1, 2])('u16: refuses by name the rows of the other node than %i', async (named) => {
  await farmer('nodes', 'import', join(CASES, 'nodes-1-and-2.json'));
  const id = (await nodes()).find((node) => node.grid_node_id === named)?.id;
  const result = await importCase('u16-graphql-two-nodes.json', '--node', String(id));
  expect(jsonOf(result)).toMatchObject({ imported: 100, rejected_count: 100 });
  expect(rejections(result)[0]?.reason).toBe(`it belongs to node ${3 - named}`);
  expect(await timesOf(named)).toHaveLength(100);
  expect(await timesOf(3 - named)).toHaveLength(0);
});

test('u7: refuses an uptime in milliseconds, whose boot would lie before the first period', async () => {
  const result = await importCase('u7-ms-uptime.csv');
  expect(jsonOf(result)).toMatchObject({ imported: 0, rejected_count: 5 });
  expect(rejections(result)[0]?.reason).toContain('a boot before the first minting period');
  expect(await nodes()).toEqual([]);
});

// Catches a row that is put on one of two nodes, and a number that no node of the chain can have.
test('refuses a row that names two nodes, or an impossible one', async () => {
  const file = join(directory.path, 'rows.csv');
  writeFileSync(
    file,
    'node,nodeID,timestamp,uptime\n2,1,1793480440,500\n4294967296,,1793480440,500\n3,3,1793480440,500\n',
  );
  const result = await farmer('uptime', 'import', file);
  expect(rejections(result).map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'it names two nodes'],
    [3, 'the node is not a number'],
  ]);
  expect((await nodes()).map((node) => node.grid_node_id)).toEqual([3]);
});
