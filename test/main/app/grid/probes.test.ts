import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { probeDueNodes } from '#main/app/grid/probes.ts';
import { composeApp } from '#main/compose.ts';
import { isReachable } from '#main/grid/probe.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { startLoopbackGrid } from '#test/support/grid/loopback-grid.ts';
import { addFarm, addNode, addSteadyReports, emptyWorld, indexUntil } from '#test/support/grid/world.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const NOW_S = Math.floor(Date.now() / 1000);

let directory: TemporaryDirectory;
let server: Server;
let connections = 0;
beforeEach(async () => {
  directory = makeTemporaryDirectory();
  connections = 0;
  server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
  directory.remove();
});

const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

async function farmer(...argv: readonly string[]) {
  const result = await runFarmer([...argv, '--json'], directory.path);
  return { code: result.code, json: jsonOf(result) as Record<string, unknown> };
}

test('treats an accepted or refused connection as reachable, and an unresolvable name as no evidence', async () => {
  const open = address();
  expect(await isReachable(open)).toBe(true);
  server.close();
  await once(server, 'close');
  expect(await isReachable(open)).toBe(true);
  expect(await isReachable('no-such-host.invalid:443')).toBeNull();
});

test('probes nothing before an address is set, then detects a running node that the grid does not hear', async () => {
  const world = emptyWorld();
  addFarm(world, 1, 'Freefarm');
  addNode(world, 11, 1, { publicConfig: { domain: '', gw4: '127.0.0.2', gw6: '', ipv4: '127.0.0.1/24', ipv6: '' } });
  addSteadyReports(world, 11, NOW_S - 900_000, NOW_S - 40_000, NOW_S - 950_000);
  indexUntil(world, NOW_S - 60);
  const grid = await startLoopbackGrid(world);
  await farmer('grid', 'connect', '--farm', '1', ...grid.options);
  await farmer('grid', 'sync');
  await grid.close();
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path });
  try {
    await probeDueNodes(app.context);
    expect(connections).toBe(0);
    expect((await farmer('grid', 'probes', '--node', '1')).json).toMatchObject({
      probes: [{ node: 1, grid_node_id: 11, address: null, proposed: '127.0.0.1:443', last: null, verdict: 'unknown' }],
    });
    expect((await farmer('grid', 'probes', 'set', '1', 'somewhere')).code).toBe(2);
    await farmer('grid', 'probes', 'set', '1', address());
    await probeDueNodes(app.context);
    // The next try is due in five minutes.
    await probeDueNodes(app.context);
    expect((await farmer('grid', 'probes')).json).toMatchObject({
      probes: [{ last: { answered: true, tries: 1 }, verdict: 'unheard' }],
    });
    await farmer('grid', 'probes', 'off', '1');
    await probeDueNodes(app.context);
    expect((await farmer('grid', 'probes')).json).toEqual({ probes: [] });
    expect(connections).toBe(1);
  } finally {
    await app.close();
  }
});
