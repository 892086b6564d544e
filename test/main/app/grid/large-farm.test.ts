import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { beforeAll, expect, test } from 'vitest';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
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
/** Far from where a period begins: a clock that is off by hours is in the same one. */
const NOW_S = periodByIndex(periodAt(Math.floor(Date.now() / 1000)).index - 1).startS + 1_000_000;
const WHOLE = { periods: 1, sincePeriod: null, isFresh: true };

const world = emptyWorld();
addFarm(world, 1, 'Freefarm');
for (let nodeId = 1; nodeId <= NODES; nodeId += 1) {
  addNode(world, nodeId, 1);
  addSteadyReports(world, nodeId, NOW_S - 20_000 + nodeId, NOW_S - 60, NOW_S - 30_000);
}
addEvent(world, NODES, ['target', NOW_S - 50, 'Down']);
addEvent(world, NODES, ['state', NOW_S - 40, 'Down']);
// The newest report is as new as the height: the record then ends at one instant, whatever the local clock.
addEvent(world, 1, ['uptime', NOW_S - 40, 29_960]);
indexUntil(world, NOW_S - 40);

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

interface FarmAnswer {
  /** Of every figure of the farm. */
  readonly digest: string;
  readonly states: Readonly<Record<string, number>>;
}

/** The farm after each of some synchronisations. @param beforeEach what happens to the grid before each */
async function farmsOf(
  grid: LoopbackGrid,
  clockS: number,
  beforeEach: readonly (() => void)[],
): Promise<readonly FarmAnswer[]> {
  const directory = makeTemporaryDirectory();
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => clockS * 1000 });
  const answers: FarmAnswer[] = [];
  try {
    const addresses = { ...PUBLISHED_ADDRESSES, proxy: grid.url, graphql: grid.url };
    await connectGrid(app.context, { target: { kind: 'farm', id: 1 }, network: 'test', addresses });
    for (const change of beforeEach) {
      change();
      expect(await syncGrid(app.context, WHOLE)).toMatchObject({ nodes: NODES, problems: [] });
      const { nodes, totals } = await summariseFarm(await app.context.stores(), clockS * 1000);
      // The farmer's own numbers follow the order in which nodes were listed.
      const rows = nodes
        .map(({ id: _own, ...row }) => row)
        .toSorted((a, b) => (a.grid.nodeId ?? 0) - (b.grid.nodeId ?? 0));
      const digest = createHash('sha256').update(packRow({ rows, totals })).digest('hex');
      answers.push({ digest, states: totals.states });
    }
    return answers;
  } finally {
    await app.close();
    directory.remove();
  }
}

const nothing = () => undefined;

async function farmOf(grid: LoopbackGrid, clockS = NOW_S): Promise<FarmAnswer | undefined> {
  return (await farmsOf(grid, clockS, [nothing]))[0];
}

/** What the farm comes to where nothing goes wrong. */
let undisturbed: FarmAnswer | undefined;
beforeAll(async () => {
  const grid = await startLoopbackGrid(world);
  undisturbed = await farmOf(grid);
  await grid.close();
});

// Catches a fault that drops a node, doubles one, or changes a figure of a large farm.
test('gets the same result for a farm of 1,000 nodes despite every fault', async () => {
  const faulty = await startLoopbackGrid(world);
  try {
    faulty.faults.push(...FAULTS.map(([, fault]) => fault));
    expect(await farmOf(faulty)).toEqual(undisturbed);
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
    expect(await farmOf(faulty)).toEqual(undisturbed);
  } finally {
    await faulty.close();
  }
});

// Catches a farm that is "down" because its indexer is behind, and figures that depend on how it caught up.
test('reports a farm of 1,000 nodes as unknown, never down, while the indexer lags, and catches up afterwards', async () => {
  const untilS = NOW_S - 8000;
  const earlier = <Row extends { readonly timestamp: string }>(rows: readonly Row[]) =>
    rows.filter(({ timestamp }) => Number(timestamp) <= untilS);
  const late = {
    ...world,
    uptimeEvents: earlier(world.uptimeEvents),
    powerTargetReports: earlier(world.powerTargetReports),
    powerStateReports: earlier(world.powerStateReports),
  };
  indexUntil(late, untilS);
  const lagging = await startLoopbackGrid(late);
  try {
    const [behind, caughtUp] = await farmsOf(lagging, NOW_S, [nothing, () => Object.assign(late, world)]);
    expect(behind?.states).toMatchObject({ unknown: NODES, down: 0, up: 0 });
    expect(caughtUp).toEqual(undisturbed);
  } finally {
    await lagging.close();
  }
}, 600_000);

// Catches a local clock that decides what the chain recorded.
test('gets the same result with a clock that is an hour off, and unknown with one that is days ahead', async () => {
  const grid = await startLoopbackGrid(world);
  try {
    expect(undisturbed?.states).toMatchObject({ up: NODES - 1, standby: 1 });
    expect(await farmOf(grid, NOW_S - 3600)).toEqual(undisturbed);
    expect(await farmOf(grid, NOW_S + 3600)).toEqual(undisturbed);
    expect((await farmOf(grid, NOW_S + 259_200))?.states).toMatchObject({ unknown: NODES, down: 0 });
  } finally {
    await grid.close();
  }
}, 600_000);
