import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectGrid } from '#main/app/grid/connect.ts';
import { syncGrid } from '#main/app/grid/running-sync.ts';
import { summariseFarm } from '#main/app/nodes/farm.ts';
import { packRow } from '#main/app/nodes/packed-row.ts';
import { composeApp } from '#main/compose.ts';
import { type LoopbackGrid, startLoopbackGrid } from '#test/support/grid/loopback-grid.ts';
import {
  addEvent,
  addFarm,
  addNode,
  addSteadyReports,
  emptyWorld,
  type GridWorld,
  indexUntil,
} from '#test/support/grid/world.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const CHILD = join(import.meta.dirname, '../../../support/grid-sync-child.ts');
const NOW_S = Math.floor(Date.now() / 1000);
/** So many synchronisations are killed; `FARMER_KILLS=50` for a campaign. */
const KILLS = Number(process.env['FARMER_KILLS'] ?? 4);
const WHOLE = { periods: 1, sincePeriod: null, isFresh: true };

let directory: TemporaryDirectory;
let world: GridWorld;
let grid: LoopbackGrid;
beforeEach(async () => {
  directory = makeTemporaryDirectory();
  world = emptyWorld();
  addFarm(world, 1, 'Freefarm');
  for (let nodeId = 1; nodeId <= 8; nodeId += 1) {
    addNode(world, nodeId, 1);
    addSteadyReports(world, nodeId, NOW_S - 2_000_000 + nodeId, NOW_S - 60, NOW_S - 2_100_000);
  }
  addEvent(world, 8, ['target', NOW_S - 50, 'Down']);
  addEvent(world, 8, ['state', NOW_S - 40, 'Down']);
  indexUntil(world, NOW_S);
  grid = await startLoopbackGrid(world);
});
afterEach(async () => {
  await grid.close();
  directory.remove();
});

const open = (path: string) => composeApp({ host: 'cli', env: {}, dataDir: path, nowMs: () => NOW_S * 1000 });

async function connect(path: string): Promise<void> {
  const app = open(path);
  await connectGrid(app.context, { target: { kind: 'farm', id: 1 }, network: 'main', addresses: grid.addresses });
  await app.close();
}

/** The farm after a synchronisation that is let finish, and how many events are stored. */
async function finished(path: string): Promise<{ readonly farm: string; readonly rows: number }> {
  const app = open(path);
  try {
    const { problems } = await syncGrid(app.context, WHOLE);
    expect(problems).toEqual([]);
    const stores = await app.context.stores();
    const { nodes, totals } = await summariseFarm(stores, app.context.nowMs());
    const [{ rowCount } = { rowCount: 0 }] = stores.imports.list();
    return { farm: packRow({ nodes, totals }), rows: rowCount };
  } finally {
    await app.close();
  }
}

// Catches a page that is kept without how far it reaches, or the other way round, and a lock that stays with the dead.
test(`reaches the same result after ${KILLS} kills at random points as without`, async () => {
  const random = xoroshiro128plus(15);
  await connect(directory.path);
  // Small pages: more moments at which a kill can come.
  grid.faults.push((request) => {
    (request as { body: string }).body = request.body.replace(/"limit":\d{4,}/, '"limit":60');
    return false;
  });
  for (let kill = 0; kill < KILLS; kill += 1) {
    let left = uniformInt(random, 1, 40);
    const child = spawn(process.execPath, [CHILD, directory.path, '--periods', '1', '--fresh'], { stdio: 'ignore' });
    grid.faults.unshift((_, response) => {
      left -= 1;
      if (left === 0) child.kill('SIGKILL');
      // Some are killed while an answer is on its way, some while a page is kept.
      return left === 0 && kill % 2 === 0 ? (response.destroy(), true) : false;
    });
    await once(child, 'exit');
    grid.faults.shift();
  }
  const killed = await finished(directory.path);
  const other = makeTemporaryDirectory();
  try {
    await connect(other.path);
    const atOnce = await finished(other.path);
    expect(killed.farm).toBe(atOnce.farm);
    expect(killed.rows).toBe(atOnce.rows);
  } finally {
    other.remove();
  }
}, 1_200_000);
