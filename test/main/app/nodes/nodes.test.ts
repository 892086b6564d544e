import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppCalls, createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import type { FarmerError } from '#shared/errors.ts';
import { allInEnglish } from '#shared/message.ts';
import { readGolden } from '#test/support/golden.ts';
import { NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const TITAN = { cru: 8, mruBytes: 34_359_738_368, sruBytes: 1_073_741_824_000, hruBytes: 0 };

let directory: TemporaryDirectory;
let app: ComposedApp;
let nodes: AppCalls['nodes'];
let topics: string[];

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOON_MS });
  nodes = createCalls(app.context).nodes;
  topics = [];
  app.context.events.subscribe((topic) => topics.push(topic));
});

afterEach(async () => {
  await app.close();
  directory.remove();
});

async function refusalOf(work: Promise<unknown>): Promise<FarmerError> {
  const error = toFarmerError(await work.catch((thrown: unknown) => thrown));
  if (error === null) {
    throw new Error('It was not refused.');
  }
  return error;
}

const importSample = () => nodes.importNodes({ text: JSON.stringify(readGolden('gridproxy_node_1_sample.json')) });

describe('planned nodes', () => {
  // Catches defaults that differ from the rules: DIY, policy 1, 80 mUSD.
  it('require only a name and resources', async () => {
    const added = await nodes.addPlanned({ name: '  Titan ', resources: TITAN });
    expect(added).toMatchObject({
      kind: 'planned',
      name: 'Titan',
      resources: TITAN,
      certification: 'diy',
      farmingPolicyId: 1,
      connectionPriceMusd: 80,
      isDemo: false,
    });
    expect(await nodes.get({ id: added.id })).toEqual(added);
    expect(topics).toEqual(['nodes']);
  });

  // Catches impossible machines that get into the farm and from there into every total.
  it.each([
    ['a negative size', { ...TITAN, mruBytes: -1 }],
    ['half a byte', { ...TITAN, sruBytes: 1.5 }],
    ['2^63', { ...TITAN, hruBytes: 2 ** 63 }],
    ['not a number', { ...TITAN, cru: Number.NaN }],
    ['two million cores', { ...TITAN, cru: 2_000_000 }],
  ])('are refused with %s', async (_, resources) => {
    const error = await refusalOf(nodes.addPlanned({ name: 'x', resources }));
    expect(error.code).toBe('INVALID_INPUT');
    expect((await nodes.list({ withDeleted: true })).nodes).toEqual([]);
  });
});

describe('changing a node', () => {
  // Catches a patch of one cost that forgets the others.
  it('changes only the given fields', async () => {
    const { id } = await nodes.addPlanned({ name: 'Titan', resources: TITAN });
    await nodes.update({ id, patch: { costs: { wattsIdle: '40', hardwareCostUsd: '900' } } });
    const changed = await nodes.update({ id, patch: { name: 'Renamed', costs: { wattsIdle: '41.5' } } });
    expect(changed).toMatchObject({ name: 'Renamed', certification: 'diy', resources: TITAN });
    expect(changed.costs).toEqual({
      wattsIdle: '41.5',
      wattsLoaded: null,
      electricityUsdPerKwh: null,
      hardwareCostUsd: '900',
      boughtOn: null,
    });
  });

  // Catches an imported node whose hardware cannot be corrected, and one that comes apart where only one amount is given.
  it('accepts other hardware, also for an imported node', async () => {
    const { nodes: imported } = await importSample();
    const { id = 0, resources = null } = imported[0] ?? {};
    expect(await nodes.update({ id, patch: { resources: { cru: 3 } } })).toMatchObject({
      resources: { ...resources, cru: 3 },
    });
  });

  // Catches an unknown number told as an internal fault.
  it.each(['get', 'remove', 'undoRemove'] as const)('says that there is no such node: %s', async (call) => {
    expect(await refusalOf(nodes[call]({ id: 99 }))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no node 99.',
    });
  });

  // Catches costs with exponents, signs or words that later break a projection.
  it.each(['-1', '1e5', 'NaN', 'ten', ''])('refuses "%s" as a cost', async (text) => {
    const { id } = await nodes.addPlanned({ name: 'Titan', resources: TITAN });
    expect((await refusalOf(nodes.update({ id, patch: { costs: { wattsIdle: text } } }))).code).toBe('INVALID_INPUT');
  });
});

describe('removing a node', () => {
  // Catches a removal that cannot be undone, and one that is undone twice.
  it('can be undone, and is idempotent', async () => {
    const { id } = await nodes.addPlanned({ name: 'Titan', resources: TITAN });
    expect((await nodes.remove({ id })).deletedAtMs).toBe(NOON_MS);
    await nodes.remove({ id });
    expect((await nodes.list()).nodes).toEqual([]);
    await nodes.undoRemove({ id });
    expect((await nodes.undoRemove({ id })).deletedAtMs).toBeNull();
    expect((await nodes.list()).nodes).toHaveLength(1);
  });
});

describe('importing from the grid proxy', () => {
  // Catches a field of the published sample that is read wrongly, like bytes taken for GiB.
  it('reads the published sample', async () => {
    const { nodes: imported, rejected } = await importSample();
    expect(rejected).toEqual([]);
    expect(imported).toMatchObject([
      {
        kind: 'imported',
        name: 'Node 1',
        certification: 'diy',
        farmingPolicyId: 1,
        resources: { cru: 24, mruBytes: 202_802_933_760, sruBytes: 512_110_190_592, hruBytes: 9_001_778_946_048 },
        location: { country: 'Belgium', city: null },
        grid: { nodeId: 1, farmId: 1, twinId: 9 },
        importSource: 'grid-proxy',
      },
    ]);
  });

  // Catches a second import that doubles the farm or forgets what the farmer typed.
  it('updates an existing node and keeps its name and costs', async () => {
    const first = (await importSample()).nodes[0];
    await nodes.update({ id: first?.id ?? 0, patch: { name: 'Barn', costs: { wattsIdle: '50' } } });
    const again = (await importSample()).nodes[0];
    expect(again).toMatchObject({ id: first?.id, name: 'Barn', costs: { wattsIdle: '50' } });
    expect((await nodes.list()).nodes).toHaveLength(1);
  });

  // Catches one bad node that throws the others away.
  it('imports valid nodes of a list and reports invalid ones by position', async () => {
    const sample = readGolden('gridproxy_node_1_sample.json') as object;
    const text = JSON.stringify([
      { ...sample, nodeId: 7, certificationType: 'Certified' },
      { ...sample, nodeId: 0 },
      { ...sample, nodeId: 8, total_resources: { cru: 1, mru: -5, sru: 1, hru: 1 } },
      { ...sample, nodeId: 9, farmingPolicyId: 4_294_967_296 },
      { capacity: { total_resources: { cru: 4, mru: 8, sru: 16, hru: 0 } }, nodeId: 10 },
      'not a node',
    ]);
    const { nodes: imported, rejected } = await nodes.importNodes({ text });
    expect(imported.map((node) => [node.grid.nodeId, node.certification])).toEqual([
      [7, 'certified'],
      [10, 'diy'],
    ]);
    expect(rejected.map((one) => one.position)).toEqual([2, 3, 4, 6]);
    expect(allInEnglish(rejected)[2]?.reason).toContain('farmingPolicyId');
  });

  // Catches a web page, or nothing, that is imported as a farm of nothing.
  it.each(['<html>', '{', ''])('refuses what is not JSON: "%s"', async (text) => {
    expect((await refusalOf(nodes.importNodes({ text }))).code).toBe('INVALID_INPUT');
  });
});
