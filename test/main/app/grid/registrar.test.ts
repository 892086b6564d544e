import { expect, test } from 'vitest';
import { syncInBackground } from '#main/app/grid/background.ts';
import { readSituations } from '#main/app/notifications/situations.ts';
import { readTftPrice } from '#main/app/settings/tft-price.ts';
import { composeApp } from '#main/compose.ts';
import { reply, times } from '#test/support/grid/faults.ts';
import { useLoopbackGrid } from '#test/support/grid/use-loopback-grid.ts';
import { addNode, addRegistrarFarm, addRegistrarNode } from '#test/support/grid/world.ts';

const NOW_S = Math.floor(Date.now() / 1000);

const loopback = useLoopbackGrid();
const { farmer } = loopback;

const connect = (...target: readonly string[]) =>
  farmer('grid', 'connect', ...target, ...loopback.grid.registrarOptions);

/** A farm of grid 4 with a node that reports, one that is silent, and one that never reported. */
function addFarm(): void {
  addRegistrarFarm(loopback.world, 7, 'Fourth');
  addRegistrarNode(loopback.world, 11, 7, NOW_S - 300);
  addRegistrarNode(loopback.world, 12, 7, NOW_S - 50_000);
  addRegistrarNode(loopback.world, 13, 7, null);
}

interface FarmNode {
  readonly last_seen: number | null;
  readonly uptime: { readonly state: string } | null;
}

/** The nodes of the farm, the one that was seen last first. */
async function farmNodes(): Promise<readonly FarmNode[]> {
  const nodes = ((await farmer('farm')).json['nodes'] ?? []) as readonly FarmNode[];
  return nodes.toSorted((a, b) => (b.last_seen ?? 0) - (a.last_seen ?? 0));
}

const statesOf = (nodes: readonly FarmNode[]) => nodes.map(({ uptime }) => uptime?.state);

test('lists the nodes of a grid 4 farm with their last report and unknown uptime', async () => {
  addFarm();
  expect((await connect('--farm', '7')).json).toMatchObject({
    network: 'v4-main',
    farms: [{ id: 7, name: 'Fourth' }],
    nodes: [{ node_id: 11 }, { node_id: 12 }, { node_id: 13 }],
  });
  expect((await farmer('grid', 'sync')).json).toMatchObject({ nodes: 3, events: 0, height: null, problems: [] });
  const nodes = await farmNodes();
  expect(statesOf(nodes)).toEqual(['up', 'down', 'unknown']);
  expect(nodes.map(({ last_seen: seenS }) => seenS)).toEqual([NOW_S - 300, NOW_S - 50_000, null]);
  expect(nodes).toMatchObject(nodes.map(() => ({ uptime: { permille: null, budget_left_seconds: null } })));
  expect((await farmer('uptime', '--grid-node', '11')).json).toMatchObject({ basis: 'none', permille: { low: 0 } });
  expect(loopback.grid.requests.every(({ path }) => path.startsWith('/v1/'))).toBe(true);
});

test('reads node facts from the registrar without their network interfaces', async () => {
  addFarm();
  await connect('--node', '11');
  const { json } = await farmer('nodes');
  expect(json).toMatchObject({
    nodes: [
      {
        last_report: NOW_S - 300,
        virtual: false,
        grid: {
          sources: ['registrar'],
          as_of: NOW_S - 300,
          serial_number: 'SN-11',
          online: true,
          location: { city: 'Ghent' },
        },
      },
    ],
  });
  expect(loopback.world.registrar.nodes[0]).toHaveProperty('Interfaces');
  expect(JSON.stringify(json)).not.toMatch(/192\.168|00:00:5e/);
});

test('skips one invalid entry, and ends with repeated or smaller pages', async () => {
  addRegistrarFarm(loopback.world, 7, 'Fourth');
  for (let nodeId = 1; nodeId <= 120; nodeId += 1) addRegistrarNode(loopback.world, nodeId, 7, NOW_S - 60);
  loopback.world.registrar.nodes.push({ farm_id: 7, node_id: 'none' });
  loopback.grid.faults.push((request) => {
    // A registrar that gives 10 at most, whatever it is asked for.
    (request as { path: string }).path = request.path.replace('size=50', 'size=10');
    return false;
  });
  await connect('--farm', '7');
  expect((await farmer('grid', 'sync')).json).toMatchObject({
    nodes: 120,
    problems: [{ source: 'registrar', code: 'BAD_ENTRY' }],
  });
});

test('finds a farmer or a node by twin, and refuses an account', async () => {
  addFarm();
  expect((await connect('--twin', '8')).json).toMatchObject({ nodes: [{}, {}, {}] });
  await farmer('grid', 'disconnect', '--forget');
  expect((await connect('--twin', '1011')).json).toMatchObject({ nodes: [{ node_id: 11 }] });
  const account = 'GDPXU4OMJ7GDBL6PEXWXVQRVT3DDYOJQ35BQWCPRKWJ5TXVJZLBIGCG3';
  expect((await connect('--address', account)).json).toMatchObject({ error: { code: 'INVALID_INPUT' } });
  expect(
    (await farmer('grid', 'connect', '--farm', '7', '--network', 'v4-main', '--proxy', 'https://example.org')).json,
  ).toMatchObject({ error: { code: 'INVALID_INPUT' } });
});

test('distinguishes node 11 of grid 3 from node 11 of grid 4', async () => {
  addFarm();
  addNode(loopback.world, 11, 1);
  await loopback.connect('--node', '11');
  expect((await connect('--node', '11')).json).toMatchObject({ error: { code: 'CONFLICT' } });
});

test('keeps known data when the registrar fails, and reports the state as unknown after two hours', async () => {
  addFarm();
  await connect('--farm', '7');
  loopback.grid.faults.push(times(100, '/v1/', reply(500, '{"error":"database error"}')));
  const synced = await farmer('grid', 'sync');
  expect(synced.code).toBe(6);
  expect(synced.json).toMatchObject({ nodes: 3, problems: [{ source: 'registrar', code: 'SERVER_ERROR' }] });
  expect(statesOf(await farmNodes())).toEqual(['up', 'down', 'unknown']);
  const later = composeApp({ host: 'cli', env: {}, dataDir: loopback.dataDir, nowMs: () => (NOW_S + 7300) * 1000 });
  try {
    const stores = await later.context.stores();
    const situations = readSituations(later.context, stores, stores.nodes.list(), {
      tftPrice: readTftPrice(stores),
      ofNode: new Map(),
    });
    expect(situations.map(({ liveness }) => liveness)).toEqual(['unknown', 'unknown', null]);
  } finally {
    await later.close();
  }
});

test('contacts the registrar every five minutes in the background, and nothing else', async () => {
  addFarm();
  await connect('--farm', '7');
  let nowS = NOW_S;
  const app = composeApp({ host: 'cli', env: {}, dataDir: loopback.dataDir, nowMs: () => nowS * 1000 });
  try {
    (await app.context.stores()).settings.update({ grid: { isAutomatic: true } }, nowS * 1000);
    await syncInBackground(app.context);
    const before = loopback.grid.requests.length;
    let rounds = 0;
    for (let minute = 0; minute < 60; minute += 1) {
      nowS += 60;
      if ((await syncInBackground(app.context)) !== null) rounds += 1;
    }
    expect(rounds).toBe(12);
    expect(loopback.grid.requests.length - before).toBe(24);
  } finally {
    await app.close();
  }
});
