import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { PUBLISHED_ADDRESSES } from '#shared/contract/grid/grid.ts';
import { connectGrid } from '#main/app/grid/connect.ts';
import { syncGrid } from '#main/app/grid/running-sync.ts';
import { summariseFarm } from '#main/app/nodes/farm.ts';
import { packRow } from '#main/app/nodes/packed-row.ts';
import { composeApp } from '#main/compose.ts';
import {
  type Fault,
  type GridRequest,
  type LoopbackGrid,
  startLoopbackGrid,
} from '#test/support/grid/loopback-grid.ts';
import { addEvent, addFarm, addNode, addSteadyReports, emptyWorld, indexUntil } from '#test/support/grid/world.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const NODES = 1000;
const NOW_S = Math.floor(Date.now() / 1000);
const WHOLE = { periods: 1, sincePeriod: null, isFresh: true };

const world = emptyWorld();
addFarm(world, 1, 'Freefarm');
for (let nodeId = 1; nodeId <= NODES; nodeId += 1) {
  addNode(world, nodeId, 1);
  addSteadyReports(world, nodeId, NOW_S - 20_000 + nodeId, NOW_S - 60, NOW_S - 30_000);
}
addEvent(world, NODES, ['target', NOW_S - 50, 'Down']);
addEvent(world, NODES, ['state', NOW_S - 40, 'Down']);
indexUntil(world, NOW_S);

const isAbout = (word: string) => (request: GridRequest) => request.path.includes(word) || request.body.includes(word);

/** Answers the first so many requests that name a word in another way. */
function first(count: number, word: string, answer: (response: ServerResponse) => void): Fault {
  let left = count;
  return (request, response) => {
    if (left === 0 || !isAbout(word)(request)) return false;
    left -= 1;
    answer(response);
    return true;
  };
}

const text =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers);
    response.end(body);
  };

/** What a grid may do to a farm: each of these passes, or is asked for again. */
const FAULTS: readonly (readonly [name: string, Fault])[] = [
  ['a page in HTML', first(1, 'page=1&', text(200, '<html><body>maintenance</body></html>'))],
  [
    'an answer that breaks off',
    first(1, 'page=3&', (response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write('[{"nodeId": 1,');
      setImmediate(() => response.destroy());
    }),
  ],
  ['wrong JSON', first(1, 'Events', text(200, '{"data": {"uptimeEvents": [}'))],
  ['a server error', first(1, 'query Nodes', text(502, '{"error": "bad gateway"}'))],
  ['a limit', first(2, 'page=2&', text(429, '', { 'retry-after': '0' }))],
  [
    'a slow answer',
    (request, response) => {
      if (!isAbout('Events')(request)) return false;
      const end = response.end.bind(response);
      response.end = ((...rest: Parameters<typeof end>) => {
        setTimeout(() => end(...rest), 20);
        return response;
      }) as typeof response.end;
      return false;
    },
  ],
];

async function farmOf(grid: LoopbackGrid): Promise<string> {
  const directory = makeTemporaryDirectory();
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOW_S * 1000 });
  try {
    const addresses = { ...PUBLISHED_ADDRESSES, proxy: grid.url, graphql: grid.url };
    await connectGrid(app.context, { target: { kind: 'farm', id: 1 }, network: 'test', addresses });
    expect(await syncGrid(app.context, WHOLE)).toMatchObject({ nodes: NODES, problems: [] });
    const { nodes, totals } = await summariseFarm(await app.context.stores(), NOW_S * 1000);
    // The farmer's own numbers follow the order in which nodes were listed.
    const rows = nodes
      .map(({ id: _own, ...row }) => row)
      .toSorted((a, b) => (a.grid.nodeId ?? 0) - (b.grid.nodeId ?? 0));
    return createHash('sha256').update(packRow({ rows, totals })).digest('hex');
  } finally {
    await app.close();
    directory.remove();
  }
}

// Catches a fault that drops a node, doubles one, or changes a figure of a large farm.
test('a farm of 1,000 nodes comes to the same through every fault', async () => {
  const clean = await startLoopbackGrid(world);
  const faulty = await startLoopbackGrid(world);
  try {
    const expected = await farmOf(clean);
    faulty.faults.push(...FAULTS.map(([, fault]) => fault));
    expect(await farmOf(faulty)).toBe(expected);
    faulty.faults.length = 0;
    // Pages that come in another order, and with entries of the page before.
    faulty.faults.push((request, response) => {
      const page = /^\/nodes\?.*&page=(\d+)/.exec(request.path)?.[1];
      if (page === undefined) return false;
      const from = Math.max(0, (Number(page) - 1) * 200 - 3);
      text(200, JSON.stringify(world.nodes.slice(from, Number(page) * 200).toReversed()), { count: String(NODES) })(
        response,
      );
      return true;
    });
    expect(await farmOf(faulty)).toBe(expected);
  } finally {
    await clean.close();
    await faulty.close();
  }
});
