import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { reply, times } from '#test/support/grid/faults.ts';
import { payment, receiptsOfNode } from '#test/support/grid/payouts.ts';
import { useLoopbackGrid } from '#test/support/grid/use-loopback-grid.ts';
import { addEvent, addFarm, addNode, addSteadyReports, FARM_ADDRESS, indexUntil } from '#test/support/grid/world.ts';

const NOW_S = Math.floor(Date.now() / 1000);
const PERIOD = periodAt(NOW_S);
/** Early enough for all of the current and the previous period. */
const LONG_AGO_S = PERIOD.startS - 4_000_000;

const CHILD = join(import.meta.dirname, '../../../support/grid-sync-child.ts');

const loopback = useLoopbackGrid();
const { farmer, connect } = loopback;

/** A farm with a node that runs, one that is silent, and one that sleeps, up to an instant. */
function farmUntil(toS: number): void {
  addFarm(loopback.world, 1, 'Freefarm');
  addFarm(loopback.world, 2, 'Other');
  for (const nodeId of [11, 12, 13]) addNode(loopback.world, nodeId, 1);
  addNode(loopback.world, 21, 2);
  addSteadyReports(loopback.world, 11, LONG_AGO_S, toS, LONG_AGO_S - 1000);
  addSteadyReports(loopback.world, 12, LONG_AGO_S + 7, toS - 86_400, LONG_AGO_S - 1000);
  addSteadyReports(loopback.world, 13, LONG_AGO_S + 9, toS - 20_000, LONG_AGO_S - 1000);
  addEvent(loopback.world, 13, ['target', toS - 19_000, 'Down']);
  addEvent(loopback.world, 13, ['state', toS - 18_900, 'Down']);
  indexUntil(loopback.world, toS);
}

async function stateOf(gridNodeId: number): Promise<unknown> {
  const { json } = await farmer('uptime', '--grid-node', String(gridNodeId));
  const { state, quiet_since: quietSince } = json;
  return { state, isQuiet: quietSince !== null };
}

test('connects and synchronises a farm, then answers without the grid', async () => {
  farmUntil(NOW_S - 60);
  expect((await connect('--farm', '1')).json).toEqual({
    network: 'main',
    farms: [{ id: 1, name: 'Freefarm' }],
    nodes: [11, 12, 13].map((nodeId, index) => ({ id: index + 1, node_id: nodeId, name: `Node ${nodeId}` })),
  });
  const { json } = await farmer('grid', 'sync');
  expect(json).toMatchObject({ nodes: 3, receipts: 0, payments: 0, height: loopback.world.height, problems: [] });
  expect(json['events']).toBeGreaterThan(3000);
  loopback.grid.faults.push(() => true);
  const { json: uptime } = await farmer('uptime', '--grid-node', '11');
  expect(uptime).toMatchObject({ basis: 'reports', state: 'up', first_violation: null, down_seconds: 0 });
  const { credited_seconds: credited } = uptime as { credited_seconds: { low: number; high: number } };
  expect(credited.low).toBeGreaterThan(NOW_S - PERIOD.startS - 2400 - 120);
  expect(await stateOf(12)).toEqual({ state: 'down', isQuiet: true });
  expect(await stateOf(13)).toEqual({ state: 'standby', isQuiet: false });
  const { json: farm } = await farmer('farm');
  expect(farm['totals']).toMatchObject({ states: { up: 1, down: 1, standby: 1 } });
});

test('imports nothing new and sends few requests on a second synchronisation', async () => {
  farmUntil(NOW_S - 60);
  await connect('--farm', '1');
  await farmer('grid', 'sync');
  loopback.grid.requests.length = 0;
  const { json } = await farmer('grid', 'sync');
  expect(json).toMatchObject({ nodes: 3, events: 0, receipts: 0, payments: 0, problems: [] });
  expect(loopback.grid.requests.length).toBeLessThanOrEqual(8);
  const after = loopback.grid.requests.flatMap(({ body }) => /"after":"(\d+)/.exec(body)?.[1] ?? []);
  expect(Math.min(...after.map(Number))).toBeGreaterThanOrEqual(loopback.world.height - 700);
});

test('imports newer events, and a new node with its history', async () => {
  farmUntil(NOW_S - 7260);
  await connect('--farm', '1');
  await farmer('grid', 'sync');
  addNode(loopback.world, 14, 1);
  addSteadyReports(loopback.world, 14, PERIOD.startS + 100, NOW_S - 60, PERIOD.startS - 1000);
  addSteadyReports(loopback.world, 11, NOW_S - 7000, NOW_S - 60, LONG_AGO_S - 1000);
  indexUntil(loopback.world, NOW_S - 30);
  expect((await farmer('grid', 'sync')).json).toMatchObject({ nodes: 4, problems: [] });
  expect(await stateOf(11)).toEqual({ state: 'up', isQuiet: false });
  const { json } = await farmer('uptime', '--grid-node', '14');
  const { credited_seconds: credited } = json as { credited_seconds: { low: number } };
  expect(credited.low).toBeGreaterThan(NOW_S - PERIOD.startS - 2400 - 120);
});

test('imports earlier periods on request with the same figures', async () => {
  farmUntil(NOW_S - 60);
  await connect('--farm', '1');
  await farmer('grid', 'sync', '--periods', '1');
  const { json } = await farmer('grid', 'sync', '--periods', '3');
  expect(json['events']).toBeGreaterThan(1000);
  const index = String(PERIOD.index - 1);
  const { json: later } = await farmer('uptime', '--grid-node', '11', '--period', index);
  await farmer('grid', 'disconnect', '--forget');
  await connect('--farm', '1');
  await farmer('grid', 'sync', '--since-period', String(PERIOD.index - 2));
  const { json: atOnce } = await farmer('uptime', '--grid-node', '11', '--period', index);
  expect(later['credited_seconds']).toEqual(atOnce['credited_seconds']);
});

test('reports the state as unknown, never down, while the indexer lags', async () => {
  farmUntil(NOW_S - 3 * 3600);
  await connect('--farm', '1');
  await farmer('grid', 'sync');
  for (const nodeId of [11, 12, 13]) expect(await stateOf(nodeId)).toEqual({ state: 'unknown', isQuiet: false });
  const { json: farm } = await farmer('farm');
  expect(farm['totals']).toMatchObject({ states: { up: 0, down: 0, unknown: 3 } });
});

test.each([
  ['--node', '21', [2], [21]],
  ['--twin', '2', [1], [11, 12, 13]],
  ['--twin', '1021', [2], [21]],
  ['--address', FARM_ADDRESS, [1, 2], [11, 12, 13, 21]],
] as const)('finds the nodes of %s %s', async (option, value, farms, nodes) => {
  farmUntil(NOW_S - 60);
  const { json } = await connect(option, value);
  expect((json['farms'] as readonly { id: number }[]).map(({ id }) => id)).toEqual(farms);
  expect((json['nodes'] as readonly { node_id: number }[]).map(({ node_id: id }) => id)).toEqual(nodes);
});

test('imports the other nodes when one is invalid', async () => {
  farmUntil(NOW_S - 60);
  const [first, ...others] = loopback.world.nodes;
  loopback.world.nodes.splice(0, loopback.world.nodes.length, { ...first, total_resources: { cru: -1 } }, ...others);
  expect((await connect('--farm', '1')).json['nodes']).toHaveLength(2);
  const { json } = await farmer('grid', 'sync');
  expect(json).toMatchObject({ nodes: 2, problems: [{ source: 'proxy', code: 'BAD_ENTRY' }] });
});

test('reports a failing service and continues with the others', async () => {
  farmUntil(NOW_S - 60);
  loopback.world.receipts.set(11, receiptsOfNode(11));
  await connect('--farm', '1');
  loopback.grid.faults.push(times(99, '/graphql', reply(200, '<html>')));
  const { code, json } = await farmer('grid', 'sync');
  expect(code).toBe(0);
  expect(json).toMatchObject({ receipts: 3, problems: [{ source: 'graphql', code: 'NOT_JSON' }] });
  const { json: status } = await farmer('grid', 'status');
  expect(status).toMatchObject({ connected: true });
  const sources = status['sources'] as readonly {
    name: string;
    last_success: unknown;
    last_problem: { code: string } | null;
  }[];
  expect(
    sources.map(({ name, last_success: success, last_problem: problem }) => [
      name,
      success !== null,
      problem?.code ?? null,
    ]),
  ).toEqual([
    ['proxy', true, null],
    ['graphql', false, 'NOT_JSON'],
    ['receipts', true, null],
    ['horizon', true, null],
  ]);
});

test('exits with 6 when no service answers, and keeps the data', async () => {
  farmUntil(NOW_S - 60);
  await connect('--farm', '1');
  await farmer('grid', 'sync');
  loopback.grid.faults.push((_, response) => {
    response.destroy();
    return true;
  });
  const { code, json } = await farmer('grid', 'sync', '--fresh');
  expect(code).toBe(6);
  expect((json['problems'] as readonly { source: string }[]).map(({ source }) => source)).toEqual([
    'proxy',
    'graphql',
    'receipts',
    'horizon',
  ]);
  expect((await farmer('uptime', '--grid-node', '11')).json).toMatchObject({ basis: 'reports' });
});

test('sends nothing before a connection is made, and nothing after it is removed', async () => {
  farmUntil(NOW_S - 60);
  expect((await farmer('grid', 'status')).json).toMatchObject({ connected: false, sources: [] });
  expect((await farmer('grid', 'sync')).code).toBe(2);
  expect(loopback.grid.requests).toEqual([]);
  await connect('--farm', '1');
  expect((await farmer('grid', 'disconnect')).json).toMatchObject({ disconnected: true, forgotten: false });
  loopback.grid.requests.length = 0;
  expect((await farmer('grid', 'sync')).code).toBe(2);
  expect(loopback.grid.requests).toEqual([]);
  expect((await farmer('grid', 'status')).json).toMatchObject({ connected: false });
});

test('removes the data of a forgotten connection except what was also imported from a file', async () => {
  farmUntil(NOW_S - 60);
  await connect('--farm', '1');
  await farmer('grid', 'sync');
  const forgotten = await farmer('grid', 'disconnect', '--forget');
  expect(forgotten.json).toMatchObject({ disconnected: true, forgotten: true });
  expect((await farmer('nodes')).json['nodes']).toEqual([]);
  expect((await farmer('grid', 'status')).json).toMatchObject({ connected: false, sources: [] });
  await connect('--node', '11');
  expect((await farmer('grid', 'sync')).json).toMatchObject({ nodes: 1, problems: [] });
});

test('refuses another network while nodes of this one exist', async () => {
  farmUntil(NOW_S - 60);
  await connect('--farm', '1');
  expect((await connect('--farm', '1', '--network', 'test')).code).toBe(2);
  await farmer('grid', 'disconnect', '--forget');
  expect((await connect('--farm', '1', '--network', 'test')).code).toBe(0);
});

test('refuses to connect an unknown number', async () => {
  farmUntil(NOW_S - 60);
  for (const target of [
    ['--farm', '9'],
    ['--node', '9'],
    ['--twin', '9'],
  ]) {
    const { code, json } = await connect(...target);
    expect([code, json['error']]).toMatchObject([2, { code: 'NOT_FOUND' }]);
  }
  expect((await farmer('grid', 'status')).json).toMatchObject({ connected: false });
});

test.each([
  [['--farm', '1', '--proxy', 'http://example.org']],
  [['--farm', '1', '--proxy', 'http://192.168.1.1']],
  [['--farm', '1', '--node', '1']],
  [[]],
  [['--address', 'GABC']],
])('refuses connect %j before sending anything', async (argv) => {
  expect((await farmer('grid', 'connect', ...argv)).code).toBe(2);
  expect(loopback.grid.requests).toEqual([]);
});

test('waits until the end of a long rate limit', async () => {
  farmUntil(NOW_S - 60);
  await connect('--farm', '1');
  loopback.grid.faults.push(times(1, '/graphql', reply(429, '', { 'retry-after': '3600' })));
  expect((await farmer('grid', 'sync')).json).toMatchObject({
    problems: [{ source: 'graphql', code: 'RATE_LIMITED' }],
  });
  loopback.grid.requests.length = 0;
  expect((await farmer('grid', 'sync')).json).toMatchObject({
    problems: [{ source: 'graphql', code: 'RATE_LIMITED' }],
  });
  expect(loopback.grid.requests.some(({ path }) => path === '/graphql')).toBe(false);
});

test('requests smaller pages when one is too large', async () => {
  farmUntil(NOW_S - 60);
  await connect('--farm', '1');
  const tooMuch = readFileSync(join(import.meta.dirname, '../../../fixtures/grid/graphql/limit_size.json'), 'utf8');
  loopback.grid.faults.push((request, response) => {
    const limit = Number(/"limit":(\d+)/.exec(request.body)?.[1] ?? 0);
    if (!request.body.includes('query Events') || limit < 1000) return false;
    reply(200, tooMuch)(response);
    return true;
  });
  expect((await farmer('grid', 'sync')).json).toMatchObject({ problems: [] });
  expect((await farmer('uptime', '--grid-node', '11')).json).toMatchObject({ down_seconds: 0 });
});

test('misses no rows when the indexer returns fewer than requested', async () => {
  farmUntil(NOW_S - 60);
  await connect('--farm', '1');
  loopback.grid.faults.push((request) => {
    (request as { body: string }).body = request.body.replace(/"limit":\d{3,}/, '"limit":100');
    return false;
  });
  expect((await farmer('grid', 'sync')).json).toMatchObject({ problems: [] });
  expect((await farmer('uptime', '--grid-node', '11')).json).toMatchObject({ down_seconds: 0, first_violation: null });
});

async function payoutStates(): Promise<unknown> {
  const { json } = await farmer('receipts');
  const { receipts, fixups } = json as Record<
    string,
    readonly { hash: string; payout_state: string; payout: unknown }[]
  >;
  return Object.fromEntries(
    [...(receipts ?? []), ...(fixups ?? [])].map((one) => [one.hash.slice(0, 2), one.payout_state]),
  );
}

test('matches receipts and payments by hash, whichever arrives first', async () => {
  farmUntil(NOW_S - 60);
  loopback.world.receipts.set(11, receiptsOfNode(11));
  await connect('--farm', '1');
  expect((await farmer('grid', 'sync')).json).toMatchObject({ receipts: 3, payments: 0, problems: [] });
  // A correction that came now is not late yet; the receipt that it corrects to is paid by it.
  expect(await payoutStates()).toEqual({ aa: 'late', bb: 'computed', cc: 'computed' });
  loopback.world.payments.set(FARM_ADDRESS, [
    payment(1, 'aa'.repeat(32), '162.5000000'),
    payment(2, 'bb'.repeat(32), '282.5000000', FARM_ADDRESS),
    payment(3, 'cc'.repeat(32), '120.0000000'),
  ]);
  expect((await farmer('grid', 'sync')).json).toMatchObject({ payments: 0 });
  expect((await farmer('grid', 'sync', '--fresh')).json).toMatchObject({ receipts: 0, payments: 2, problems: [] });
  expect(await payoutStates()).toEqual({ aa: 'paid', bb: 'paid', cc: 'paid' });
  const { json } = await farmer('receipts');
  expect(json['fixups']).toMatchObject([
    { payout: { at: 1_739_016_000, tft: '120', transaction: '3'.repeat(64), address: FARM_ADDRESS } },
  ]);
  expect((await farmer('grid', 'sync', '--fresh')).json).toMatchObject({ receipts: 0, payments: 0 });
});

test('reads payments page by page back to the known ones', async () => {
  farmUntil(NOW_S - 60);
  const many = Array.from({ length: 450 }, (_, index) => payment(index + 1, 'dd'.repeat(32), '1.0000000'));
  loopback.world.payments.set(FARM_ADDRESS, many);
  await connect('--farm', '1');
  expect((await farmer('grid', 'sync')).json).toMatchObject({ payments: 450 });
  many.push(payment(451, 'ee'.repeat(32), '1.0000000'));
  loopback.grid.requests.length = 0;
  expect((await farmer('grid', 'sync', '--fresh')).json).toMatchObject({ payments: 1 });
  expect(loopback.grid.requests.filter(({ path }) => path.startsWith('/accounts/'))).toHaveLength(1);
});

test('reports a payment that was not looked for as unknown, never as "not paid"', async () => {
  farmUntil(NOW_S - 60);
  loopback.world.receipts.set(11, receiptsOfNode(11));
  await connect('--farm', '1');
  loopback.grid.faults.push(times(9, '/accounts/', reply(503, '')));
  await farmer('grid', 'sync');
  expect(await payoutStates()).toEqual({ aa: 'unknown', bb: 'unknown', cc: 'unknown' });
});

test('resumes without losses after a kill at any request', async () => {
  farmUntil(NOW_S - 60);
  await connect('--farm', '1');
  // Small pages: more moments at which a kill can come.
  loopback.grid.faults.push((request) => {
    (request as { body: string }).body = request.body.replace(/"limit":\d{4,}/, '"limit":500');
    return false;
  });
  let child: ChildProcess | undefined;
  let seen = 0;
  let killAt = 0;
  loopback.grid.faults.push(() => {
    seen += 1;
    if (seen === killAt) child?.kill('SIGKILL');
    return false;
  });
  for (killAt of [3, 6, 10]) {
    seen = 0;
    child = spawn(process.execPath, [CHILD, loopback.dataDir], { stdio: 'ignore' });
    await once(child, 'exit');
    child = undefined;
  }
  expect((await farmer('grid', 'sync')).json).toMatchObject({ problems: [] });
  const figures = await Promise.all([11, 12, 13].map((nodeId) => farmer('uptime', '--grid-node', String(nodeId))));
  const { json: exported } = await farmer('uptime', 'export', '--node', '1');
  await farmer('grid', 'disconnect', '--forget');
  await connect('--farm', '1');
  await farmer('grid', 'sync');
  const atOnce = await Promise.all([11, 12, 13].map((nodeId) => farmer('uptime', '--grid-node', String(nodeId))));
  const credit = (results: typeof figures) =>
    results.map(({ json }) => (json['credited_seconds'] as { low: number }).low);
  expect(credit(figures)).toEqual(credit(atOnce));
  expect((await farmer('uptime', 'export', '--node', '4')).json).toEqual(exported);
});
