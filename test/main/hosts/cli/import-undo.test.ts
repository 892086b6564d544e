import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const CASES = join(import.meta.dirname, '../../../fixtures/imports');
const START = 1_764_541_960;

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
});
afterEach(() => directory.remove());

const farmer = (...words: readonly string[]) => runFarmer([...words, '--json'], join(directory.path, 'data'));

function file(name: string, text: string): string {
  writeFileSync(join(directory.path, name), text);
  return join(directory.path, name);
}

interface ListedNode {
  readonly id: number;
  readonly grid_node_id: number;
  readonly connection_price_musd: number;
  readonly virtual: boolean | null;
  readonly resources: { readonly cru: number } | null;
  readonly policy: number;
  readonly may_sleep: boolean | null;
  readonly grid: Readonly<Record<string, unknown>> | null;
}

async function nodes(): Promise<readonly ListedNode[]> {
  return (jsonOf(await farmer('nodes')) as { nodes: ListedNode[] }).nodes;
}

const reports = (from: number, to: number) =>
  `nodeID,timestamp,uptime\n${Array.from({ length: to - from }, (_, k) => `7,${START + (from + k) * 2400},${90_000 + (from + k) * 2400}`).join('\n')}\n`;

const listed = (cru: number, updatedAt: number) =>
  file(`${cru}.json`, JSON.stringify([{ nodeId: 7, updatedAt, total_resources: { cru, mru: 8, sru: 16, hru: 0 } }]));

const count = async () => (jsonOf(await farmer('uptime', 'export')) as unknown[]).length;

const events = (name: string, from: number) => file(name, reports(from, from + 5));
const undo = (id: number) => farmer('imports', 'undo', String(id));
const number = async () => (await nodes())[0]?.grid_node_id;

describe('farmer imports', () => {
  // Catches an undo that takes rows which another import brought too, or leaves some that only this one did.
  test('undo removes what only this import added, with the node that it added', async () => {
    await farmer('uptime', 'import', file('a.csv', reports(0, 30)));
    await farmer('uptime', 'import', file('b.csv', reports(20, 40)));
    await farmer('uptime', 'import', file('a.csv', reports(0, 30)));
    expect(jsonOf(await farmer('imports'))).toEqual({
      imports: [
        { id: 2, at: expect.any(Number), kind: 'uptime', file: join(directory.path, 'b.csv'), rows: 10 },
        { id: 1, at: expect.any(Number), kind: 'uptime', file: join(directory.path, 'a.csv'), rows: 30 },
      ],
    });
    expect(jsonOf(await farmer('imports', 'undo', '1'))).toEqual({ undone: 1, rows: 20 });
    expect(await count()).toBe(20);
    expect(await nodes()).toHaveLength(1);
    expect(jsonOf(await farmer('imports', 'undo', '2'))).toEqual({ undone: 2, rows: 20 });
    expect(await nodes()).toEqual([]);
    const gone = await farmer('imports', 'undo', '2');
    expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no import 2.') });
  });

  // Catches receipts that no undo reaches, and a price that stays when the receipt behind it is gone.
  test('undo removes the receipts of one import, and the fields that only they set on their node', async () => {
    const receipts = join(CASES, '../receipts');
    await farmer('receipts', 'import', join(receipts, 'r15-cert-scaled.json'));
    await farmer('receipts', 'import', join(receipts, 'r12b-paid-first.json'));
    await farmer('receipts', 'import', join(receipts, 'r12b-paid-first.json'));
    const imports = jsonOf(await farmer('imports')) as { imports: { id: number; kind: string; rows: number }[] };
    expect(imports.imports).toMatchObject([
      { id: 2, kind: 'receipts', rows: 2 },
      { id: 1, kind: 'receipts', rows: 1 },
    ]);
    expect(jsonOf(await farmer('imports', 'undo', '2'))).toEqual({ undone: 2, rows: 2 });
    expect(await nodes()).toMatchObject([{ grid_node_id: 915 }]);
    expect(jsonOf(await farmer('receipts'))).toMatchObject({ receipts: [{ grid_node_id: 915 }] });
    await farmer(
      'nodes',
      'import',
      file('912.json', JSON.stringify([{ nodeId: 912, total_resources: { cru: 4, mru: 8, sru: 16, hru: 0 } }])),
    );
    const price = async () => (await nodes()).find((node) => node.grid_node_id === 912)?.connection_price_musd;
    const unpaid = await price();
    await farmer('receipts', 'import', join(receipts, 'r12b-paid-first.json'));
    expect(await price()).not.toBe(unpaid);
    const again = (jsonOf(await farmer('imports')) as typeof imports).imports[0];
    expect(jsonOf(await farmer('imports', 'undo', String(again?.id)))).toMatchObject({ rows: 2 });
    expect(await price()).toBe(unpaid);
  });

  // Catches a number of the grid that stays when the rows it was taken from are gone, and one that goes while others name it.
  describe('a grid number that a node got from imported rows', () => {
    beforeEach(async () => {
      await farmer('nodes', 'add', 'Mine', '--cru', '8', '--mru', '32GiB', '--sru', '1TiB', '--hru', '0');
      await farmer('uptime', 'import', events('a.csv', 0), '--node', '1');
    });

    test('is removed with them', async () => {
      expect(await number()).toBe(7);
      await undo(1);
      expect(await number()).toBe(null);
      expect(await nodes()).toMatchObject([{ id: 1, resources: { cru: 8 } }]);
    });

    test.each([
      [1, 2],
      [2, 1],
    ])('stays while another import names it, undone in the order %i, %i', async (first, second) => {
      await farmer('uptime', 'import', events('b.csv', 10), '--node', '1');
      await undo(first);
      expect(await number()).toBe(7);
      await undo(second);
      expect(await number()).toBe(null);
    });

    test('stays while a receipt or the grid names it', async () => {
      await farmer('nodes', 'import', listed(4, 100));
      await undo(1);
      expect(await number()).toBe(7);
      await undo(2);
      expect(await number()).toBe(null);
    });

    test('stays when the farmer has entered another', async () => {
      await farmer('nodes', 'set', '1', '--grid-node', '9');
      await undo(1);
      expect(await number()).toBe(9);
    });
  });

  test('restores a node whichever of its imports is undone first', async () => {
    const cores = async () => (await nodes())[0]?.resources?.cru;
    for (const path of [listed(4, 100), listed(8, 300), listed(6, 200)]) await farmer('nodes', 'import', path);
    expect(await cores()).toBe(8);
    await farmer('imports', 'undo', '2');
    expect(await cores()).toBe(6);
    await farmer('imports', 'undo', '1');
    expect(await cores()).toBe(6);
    await farmer('imports', 'undo', '3');
    expect(await nodes()).toEqual([]);
  });
});

describe('farmer nodes import', () => {
  test('imports several answers in one list, from the proxy and from GraphQL', async () => {
    const list = (JSON.parse(readFileSync(join(CASES, 'n1-gridproxy-list.json'), 'utf8')) as object[]).slice(0, 3);
    const answer = JSON.parse(readFileSync(join(CASES, 'n3-graphql-nodes.json'), 'utf8')) as object;
    const all = [list.slice(0, 1), { data: { nodes: [] } }, answer, list.slice(1)];
    expect(jsonOf(await farmer('nodes', 'import', file('all.json', JSON.stringify(all))))).toMatchObject({
      imported: 4,
      rejected: [],
    });
  });

  test('n1: imports all 100 nodes, including those of policies 0, 3 and 4', async () => {
    const result = await farmer('nodes', 'import', join(CASES, 'n1-gridproxy-list.json'));
    expect(jsonOf(result)).toMatchObject({ imported: 100, rejected: [] });
    expect(new Set((await nodes()).map(({ policy }) => policy))).toEqual(new Set([0, 1, 2, 3, 4]));
    // Nothing is known of their uptime: that is no zero.
    const { stdout } = await runFarmer(['farm'], join(directory.path, 'data'));
    expect(stdout).toMatch(/^Expected +not known$/mu);
    expect(stdout).toMatch(/^At risk +not known$/mu);
  });

  test('n3: imports connection price, virtualized and numbers as text from GraphQL', async () => {
    expect(jsonOf(await farmer('nodes', 'import', join(CASES, 'n3-graphql-nodes.json')))).toMatchObject({
      imported: 1,
      updated: 0,
      rejected: [],
    });
    expect(await nodes()).toMatchObject([
      { grid_node_id: 300, connection_price_musd: 80, virtual: false, resources: { cru: 24, hru: 9_001_778_946_048 } },
    ]);
  });

  test('stores every field of the proxy, in both spellings and both shapes', async () => {
    const resources = { cru: 4, mru: 8, sru: 16, hru: 0 };
    const rich = { status: 'up', power: { state: '', target: '' }, rented: true, gpus: [{ id: 'x' }], extraFee: 5 };
    const list = file(
      'list.json',
      JSON.stringify([
        { nodeId: 1, total_resources: resources, ...rich, dmi: { bios: { vendor: 'AMI' } } },
        { node_id: 2, farm_id: 9, farming_policy_id: 2, certification_type: 'Certified', totalResources: resources },
        { nodeID: 3, resourcesTotal: null },
      ]),
    );
    const single = file('single.json', JSON.stringify({ nodeId: 4, capacity: { total_resources: resources } }));
    expect(jsonOf(await farmer('nodes', 'import', list, single))).toMatchObject({ imported: 4, rejected: [] });
    expect(await nodes()).toMatchObject([
      { grid: { ...rich, dmi: { bios: { vendor: 'AMI' } } } },
      { certification: 'certified', policy: 2, resources: { cru: 4 } },
      { resources: null },
      { resources: { cru: 4 } },
    ]);
  });

  // Catches an answer of GraphQL that is refused for its shape, and one that is nested so deeply that the program fails.
  test.each([
    [
      'a connection with its nodes',
      { data: { nodesConnection: { nodes: [{ nodeID: 5, resourcesTotal: null }] } } },
      [5],
    ],
    ['one node by itself', { data: { nodeById: { nodeID: 5, resourcesTotal: null } } }, [5]],
    [
      'two lists under their own names',
      { data: { a: [{ nodeID: 5, resourcesTotal: null }], b: [{ nodeID: 6, resourcesTotal: null }], c: null } },
      [5, 6],
    ],
    ['a list under data', { data: [{ nodeId: 5, total_resources: null }] }, [5]],
  ])('imports from an answer with %s', async (_name, answer, found) => {
    expect((await farmer('nodes', 'import', file('answer.json', JSON.stringify(answer)))).code).toBe(0);
    expect((await nodes()).map((node) => node.grid_node_id)).toEqual(found);
  });

  test('refuses an endless answer, accepts a certification in any case, and ignores a price of 0', async () => {
    const deep = file('deep.json', `${'{"data":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    expect((await farmer('nodes', 'import', deep)).code).toBe(2);
    const listedNode = { nodeID: 5, certification: 'CERTIFIED', connectionPrice: 0, resourcesTotal: null };
    await farmer('nodes', 'import', file('one.json', JSON.stringify([listedNode])));
    expect(await nodes()).toMatchObject([{ certification: 'certified', connection_price_musd: 80 }]);
  });

  test('exits with 0 for a folder with some refused files, and imports the others', async () => {
    mkdirSync(join(directory.path, 'files'));
    file('files/good.json', JSON.stringify({ nodeId: 4, total_resources: { cru: 1, mru: 1, sru: 1, hru: 1 } }));
    file('files/bad.json', '{"errors":[{"message":"too many\\u001b[2J"}],"data":null}');
    const mixed = await farmer('nodes', 'import', join(directory.path, 'files'));
    expect(mixed.code).toBe(0);
    expect(jsonOf(mixed)).toMatchObject({
      imported: 1,
      rejected: [{ file: expect.stringContaining('bad.json'), reason: expect.stringContaining('too many') }],
    });
    expect((await farmer('nodes', 'import', join(directory.path, 'files/bad.json'))).code).toBe(2);
    expect((await farmer('nodes', 'import', file('none.json', '[{"nodeId":0},{}]'))).code).toBe(2);
  });

  test('k8: imports from a farmerbot configuration which nodes may sleep', async () => {
    await farmer('nodes', 'import', join(CASES, 'nodes-1-and-2.json'));
    const result = await farmer('nodes', 'import', join(CASES, 'k8-farmerbot.yml'));
    expect(result).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('May sleep: node 1. Never sleep: node 2.'),
    });
    expect(jsonOf(await farmer('imports'))).toMatchObject({
      imports: [{ kind: 'farmerbot', rows: 2 }, { kind: 'nodes' }],
    });
  });

  test('applies a farm’s own configuration only to its nodes', async () => {
    const resources = { cru: 4, mru: 8, sru: 16, hru: 0 };
    const entries = [1, 2, 3, 4].map((nodeId) => ({
      nodeId,
      farmId: nodeId === 4 ? 8 : 7,
      total_resources: resources,
    }));
    await farmer('nodes', 'import', file('nodes.json', JSON.stringify(entries)));
    await farmer('nodes', 'import', file('config.yml', 'farm_id: 7\nexcluded_nodes: [3]\nnever_shutdown_nodes: [2]\n'));
    expect((await nodes()).map((node) => node.may_sleep)).toEqual([true, false, false, null]);
    await farmer('imports', 'undo', '2');
    expect((await nodes()).map((node) => node.may_sleep)).toEqual([null, null, null, null]);
    expect((await farmer('nodes', 'import', file('bad.yml', 'farm_id: 7\nincluded_nodes: all\n'))).code).toBe(2);
  });
});
