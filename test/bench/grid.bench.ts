import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connectGrid } from '#main/app/grid/connect.ts';
import { syncGrid } from '#main/app/grid/sync.ts';
import { summariseFarm } from '#main/app/nodes/farm.ts';
import { composeApp } from '#main/compose.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { report, timeMs } from './measure.ts';

const SERVER = join(import.meta.dirname, '../support/grid-server-child.ts');
const NOW_S = Math.floor(Date.now() / 1000);
const WHOLE = { periods: 1, sincePeriod: null, isFresh: false };

/** Synchronises a farm with a grid in another process, and answers it from the store. */
async function benchFarm(nodes: number, fromS: number): Promise<void> {
  const server = spawn(process.execPath, [SERVER, String(nodes), String(fromS), String(NOW_S)]);
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const url = line.toString().trim();
  const directory = makeTemporaryDirectory('farmer-bench-');
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path });
  try {
    const addresses = { proxy: url, graphql: url, receipts: url, horizon: url };
    await connectGrid(app.context, { target: { kind: 'farm', id: 1 }, network: 'main', addresses });
    let events = 0;
    const firstMs = await timeMs(async () => {
      ({ events } = await syncGrid(app.context, WHOLE));
    });
    const mebibytes = process.memoryUsage().rss / 1_048_576;
    const againMs = await timeMs(() => syncGrid(app.context, { ...WHOLE, periods: null }));
    const stores = await app.context.stores();
    const farmMs = await timeMs(() => summariseFarm(stores, app.context.nowMs()));
    const detail = `${events} events in ${firstMs.toFixed(0)} ms, again in ${againMs.toFixed(0)} ms, the farm in ${farmMs.toFixed(0)} ms`;
    report({
      name: `memory after the first synchronisation of ${nodes} nodes`,
      value: mebibytes,
      atMost: 400,
      unit: 'MiB',
      detail,
    });
    report({
      name: 'a synchronisation with nothing new',
      value: againMs / firstMs,
      atMost: 0.5,
      unit: 'x the first one',
    });
  } finally {
    await app.close();
    directory.remove();
    server.kill();
  }
}

await benchFarm(100, periodAt(NOW_S).startS);
await benchFarm(1000, NOW_S - 86_400);
