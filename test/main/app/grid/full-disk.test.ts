import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectGrid } from '#main/app/grid/connect.ts';
import { syncGrid } from '#main/app/grid/running-sync.ts';
import { summariseFarm } from '#main/app/nodes/farm.ts';
import { packRow } from '#main/app/nodes/packed-row.ts';
import { composeApp } from '#main/compose.ts';
import { openConnection } from '#main/store/database.ts';
import { createStores } from '#main/store/stores.ts';
import { startLoopbackGrid } from '#test/support/grid/loopback-grid.ts';
import { addFarm, addNode, addSteadyReports, emptyWorld, indexUntil } from '#test/support/grid/world.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const NOW_S = Math.floor(Date.now() / 1000);
const WHOLE = { periods: 1, sincePeriod: null, isFresh: true };

// Catches a synchronisation that counts a page as known which found no room, or that leaves a part of one.
test('refuses a synchronisation on a full disk, keeps whole pages, and resumes when there is space', async () => {
  const world = emptyWorld();
  addFarm(world, 1, 'Freefarm');
  for (let nodeId = 1; nodeId <= 6; nodeId += 1) {
    addNode(world, nodeId, 1);
    addSteadyReports(world, nodeId, NOW_S - 2_000_000 + nodeId, NOW_S - 60, NOW_S - 2_100_000);
  }
  indexUntil(world, NOW_S);
  const grid = await startLoopbackGrid(world);
  // Small pages: some find room, and one does not.
  grid.faults.push((request) => {
    (request as { body: string }).body = request.body.replace(/"limit":\d{4,}/, '"limit":200');
    return false;
  });
  const refused: unknown[] = [];
  const figures = async (isFilled: boolean) => {
    const directory = makeTemporaryDirectory();
    const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOW_S * 1000 });
    try {
      await connectGrid(app.context, { target: { kind: 'farm', id: 1 }, network: 'main', addresses: grid.addresses });
      const database = openConnection(join(directory.path, 'farmer.sqlite'));
      const stores = createStores(database);
      const context = { ...app.context, stores: async () => stores };
      if (isFilled) {
        for (const room of [3, 8, 15]) {
          database.pragma(`max_page_count = ${Number(database.pragma('page_count')) + room}`);
          await syncGrid(context, WHOLE).catch((error: unknown) => refused.push((error as { code: unknown }).code));
        }
        database.pragma('max_page_count = 1000000');
      }
      expect(await syncGrid(context, WHOLE)).toMatchObject({ problems: [] });
      const { nodes, totals } = await summariseFarm(stores, NOW_S * 1000);
      database.close();
      return packRow({ nodes, totals });
    } finally {
      await app.close();
      directory.remove();
    }
  };
  try {
    expect(await figures(true)).toBe(await figures(false));
    expect(refused).toEqual(['DISK_FULL', 'DISK_FULL', 'DISK_FULL']);
  } finally {
    await grid.close();
  }
});
