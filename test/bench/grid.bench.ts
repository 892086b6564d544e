import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connectGrid } from '#main/app/grid/connect.ts';
import { syncGrid } from '#main/app/grid/running-sync.ts';
import { PAGE_ROWS } from '#main/app/grid/sync-events.ts';
import { summariseFarm } from '#main/app/nodes/farm.ts';
import { composeApp } from '#main/compose.ts';
import { PUBLISHED_ADDRESSES } from '#shared/contract/grid/grid.ts';
import { QUERIES } from '#main/grid/graphql-queries.ts';
import { openConnection } from '#main/store/database.ts';
import { firstIdOf } from '#shared/domain/grid/event-id.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { blockAt } from '#test/support/grid/world.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { report, timeMs } from './measure.ts';

const SERVER = join(import.meta.dirname, '../support/grid-server-child.ts');
const NOW_S = Math.floor(Date.now() / 1000);
const WHOLE = { periods: 1, sincePeriod: null, isFresh: false };

/** What is read of a page here: as little as its rows. */
interface BarePage {
  readonly data: {
    readonly uptimeEvents: readonly { id: string; nodeID: number; uptime: string; timestamp: string }[];
  };
}

/** The least that bringing in the same events takes: each page fetched, parsed, and written into one table. */
async function bareSync(url: string, nodes: number, fromS: number, directory: string): Promise<void> {
  const database = openConnection(join(directory, 'bare.db'));
  database.execute('CREATE TABLE reports (id TEXT PRIMARY KEY, node INTEGER, at INTEGER, up INTEGER) WITHOUT ROWID');
  const insert = database.statement('INSERT INTO reports VALUES (@id, @nodeID, @timestamp, @uptime)');
  const variables = {
    gridNodeIds: Array.from({ length: nodes }, (_, index) => index + 1),
    beforeId: '~',
    limit: PAGE_ROWS,
  };
  for (let after = firstIdOf(blockAt(fromS)); ; ) {
    const body = JSON.stringify({ query: QUERIES.events, variables: { ...variables, afterId: after } });
    const response = await fetch(`${url}/graphql`, { method: 'POST', body });
    const rows = ((await response.json()) as BarePage).data.uptimeEvents;
    database.transaction(() => {
      for (const row of rows) insert.run({ ...row, timestamp: Number(row.timestamp), uptime: Number(row.uptime) });
    });
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  database.close();
}

/** Synchronises a farm with a grid in another process, and answers it from the store. */
async function benchFarm(nodes: number, fromS: number): Promise<void> {
  const server = spawn(process.execPath, [SERVER, String(nodes), String(fromS), String(NOW_S)]);
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const url = line.toString().trim();
  const directory = makeTemporaryDirectory('farmer-bench-');
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path });
  try {
    const addresses = { ...PUBLISHED_ADDRESSES, proxy: url, graphql: url, receipts: url, horizon: url };
    await connectGrid(app.context, { target: { kind: 'farm', id: 1 }, network: 'main', addresses });
    let events = 0;
    const bareMs = await timeMs(() => bareSync(url, nodes, fromS, directory.path));
    const bytesBefore = process.memoryUsage().rss;
    const firstMs = await timeMs(async () => {
      ({ events } = await syncGrid(app.context, WHOLE));
    });
    const bytesAfter = process.memoryUsage().rss;
    const againMs = await timeMs(() => syncGrid(app.context, { ...WHOLE, periods: null }));
    const stores = await app.context.stores();
    const farmMs = await timeMs(() => summariseFarm(stores, app.context.nowMs()));
    // The first answer from the store parses what it reads; a page asks again and again.
    await summariseFarm(stores, app.context.nowMs());
    const storedMs = await timeMs(() => summariseFarm(stores, app.context.nowMs()));
    const detail = `${events} events in ${firstMs.toFixed(0)} ms, bare ${bareMs.toFixed(0)} ms, again in ${againMs.toFixed(0)} ms, the farm computed in ${farmMs.toFixed(0)} ms, from the store in ${storedMs.toFixed(0)} ms`;
    report({
      name: `memory after the first synchronisation of ${nodes} nodes`,
      value: bytesAfter / bytesBefore,
      atMost: 1.5,
      unit: 'x that after only fetching, parsing and writing the rows',
      detail: `${(bytesAfter / 1_048_576).toFixed(0)} MiB; ${detail}`,
    });
    // The receipts of a thousand nodes are a thousand requests: no measure of writing.
    if (nodes <= 100)
      report({
        name: `the first synchronisation of ${nodes} nodes`,
        value: firstMs / bareMs,
        atMost: 2,
        unit: 'x fetching, parsing and writing the same rows',
      });
    report({
      name: `the farm of ${nodes} nodes answered from the store`,
      value: storedMs / farmMs,
      atMost: 0.2,
      unit: 'x computing it',
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
