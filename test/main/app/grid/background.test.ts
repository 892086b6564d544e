import { afterEach, beforeEach, expect, test } from 'vitest';
import { syncInBackground } from '#main/app/grid/background.ts';
import { connectGrid } from '#main/app/grid/connect.ts';
import { backoffMs } from '#main/app/grid/host-backoff.ts';
import { runningSync, stopSync, syncGrid } from '#main/app/grid/running-sync.ts';
import { gridStatus } from '#main/app/grid/status.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { type LoopbackGrid, startLoopbackGrid } from '#test/support/grid/loopback-grid.ts';
import {
  addFarm,
  addNode,
  addSteadyReports,
  emptyWorld,
  type GridWorld,
  indexUntil,
} from '#test/support/grid/world.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const START_S = Math.floor(Date.now() / 1000);
const NODES = 100;
const WHOLE = { periods: 1, sincePeriod: null, isFresh: false };

let directory: TemporaryDirectory;
let world: GridWorld;
let grid: LoopbackGrid;
let app: ComposedApp;
let nowS: number;

const open = () => composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowS * 1000 });

beforeEach(async () => {
  nowS = START_S;
  directory = makeTemporaryDirectory();
  world = emptyWorld();
  addFarm(world, 1, 'Freefarm');
  for (let nodeId = 1; nodeId <= NODES; nodeId += 1) {
    addNode(world, nodeId, 1);
    addSteadyReports(world, nodeId, nowS - 7200 + nodeId, nowS, nowS - 90_000);
  }
  indexUntil(world, nowS);
  grid = await startLoopbackGrid(world);
  app = open();
  await connectGrid(app.context, { target: { kind: 'farm', id: 1 }, network: 'main', addresses: grid.addresses });
});
afterEach(async () => {
  await app.close();
  await grid.close();
  directory.remove();
});

async function switchOn(): Promise<void> {
  (await app.context.stores()).settings.update({ grid: { isAutomatic: true } }, nowS * 1000);
}

/** Lets the clock go on to an instant, and looks every minute whether something is due. */
async function goOnFor(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    nowS += 60;
    await syncInBackground(app.context);
  }
}

test('sends no background request before it is enabled, nor after the connection is removed', async () => {
  grid.requests.length = 0;
  await goOnFor(90);
  expect(grid.requests).toEqual([]);
  await switchOn();
  const { grid: store } = await app.context.stores();
  const connection = store.connection();
  if (connection !== undefined) store.saveConnection({ ...connection, isOn: false });
  await goOnFor(90);
  expect(grid.requests).toEqual([]);
});

// Catches a question that is asked at every look: services limit what one address may ask.
test('sends at most 40 requests per hour for an idle farm of 100 nodes, one at a time per host', async () => {
  await syncGrid(app.context, WHOLE);
  await switchOn();
  let underWay = 0;
  let most = 0;
  grid.faults.push((_, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.on('close', () => {
      underWay -= 1;
    });
    return false;
  });
  const perHour: number[] = [];
  for (let hour = 0; hour < 26; hour += 1) {
    grid.requests.length = 0;
    indexUntil(world, nowS + 3600);
    await goOnFor(60);
    perHour.push(grid.requests.length);
  }
  console.log(`Requests an hour of a farm of ${NODES} nodes at rest: ${perHour.join(', ')}`);
  expect(Math.max(...perHour)).toBeLessThanOrEqual(40);
  expect(most).toBe(1);
}, 300_000);

test('backs off from a failing host with growing pauses, also after a restart, except on the farmer’s request', async () => {
  await switchOn();
  grid.faults.push((_, response) => {
    response.writeHead(503);
    response.end();
    return true;
  });
  grid.requests.length = 0;
  await goOnFor(1);
  const first = grid.requests.length;
  expect(first).toBeGreaterThan(0);
  await app.close();
  app = open();
  for (let look = 0; look < 10; look += 1) await syncInBackground(app.context);
  expect(grid.requests.length).toBe(first);
  const { sources } = await gridStatus(app.context);
  expect(sources.every(({ nextTryS }) => (nextTryS ?? 0) > nowS)).toBe(true);
  await goOnFor(240);
  expect(grid.requests.length).toBeLessThan(first * 14);
  grid.requests.length = 0;
  await syncGrid(app.context, { ...WHOLE, isFresh: true });
  expect(grid.requests.length).toBeGreaterThan(0);
  grid.faults.length = 0;
  await syncGrid(app.context, { ...WHOLE, isFresh: true });
  expect((await app.context.stores()).gridHosts.list()).toEqual([]);
}, 300_000);

test('doubles the pause of a host from half a minute to an hour', () => {
  expect([1, 2, 3, 7, 8, 50].map((failures) => backoffMs(failures, 0.5))).toEqual([
    30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000,
  ]);
});

test('keeps stored data when a synchronisation is stopped, and resumes from there', async () => {
  let stopped: Promise<boolean> | undefined;
  grid.faults.push((request) => {
    (request as { body: string }).body = request.body.replace(/"limit":\d{3,}/, '"limit":50');
    const { length } = grid.requests.filter(({ body }) => body.includes('query Events'));
    if (length === 3) stopped ??= stopSync(app.context);
    return false;
  });
  const { isStopped, events } = await syncGrid(app.context, WHOLE);
  expect(await stopped).toBe(true);
  expect({ isStopped, run: runningSync(app.context) }).toEqual({ isStopped: true, run: null });
  const { events: rest } = await syncGrid(app.context, WHOLE);
  expect(events + rest).toBeLessThan(NODES * 4 + 1);
  expect(rest).toBeGreaterThan(0);
  expect((await syncGrid(app.context, WHOLE)).events).toBe(0);
});

test('runs two synchronisations of one process in sequence, and refuses a second process', async () => {
  const both = await Promise.all([syncGrid(app.context, WHOLE), syncGrid(app.context, WHOLE)]);
  expect(both.map(({ problems }) => problems)).toEqual([[], []]);
  const turn = (await app.context.stores()).gridHosts.turn();
  expect(turn.tryAcquire()).toBe(true);
  await expect(syncGrid(app.context, WHOLE)).rejects.toMatchObject({ code: 'CONFLICT' });
  turn.release();
});
