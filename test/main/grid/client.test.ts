import { afterEach, expect, test } from 'vitest';
import { createHttpClient } from '#main/grid/http.ts';
import { GridProblem } from '#main/grid/problem.ts';
import { createProxy } from '#main/grid/proxy.ts';
import { createSource, type Waiting } from '#main/grid/source.ts';
import { breakOff, reply, silence, times } from '#test/support/grid/faults.ts';
import { type LoopbackGrid, startLoopbackGrid } from '#test/support/grid/loopback-grid.ts';
import { addFarm, addNode, emptyWorld, type GridWorld } from '#test/support/grid/world.ts';

const LIMITS = { maxBytes: 100_000, timeoutMs: 60_000 };

let grids: LoopbackGrid[] = [];
afterEach(async () => {
  await Promise.all(grids.map((grid) => grid.close()));
  grids = [];
});

async function start(world: GridWorld = emptyWorld()): Promise<LoopbackGrid> {
  const grid = await startLoopbackGrid(world);
  grids.push(grid);
  return grid;
}

/** Time that passes only by waiting. */
function fakeTime() {
  let nowMs = 1_700_000_000_000;
  const waits: number[] = [];
  const waiting: Waiting = {
    nowMs: () => nowMs,
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    random: () => 0.5,
  };
  return { waiting, waits };
}

function sourceOf(urls: readonly string[], limits = LIMITS) {
  const { waiting, waits } = fakeTime();
  return { source: createSource(urls, limits, createHttpClient(), waiting), waits };
}

async function problemOf(work: Promise<unknown>): Promise<string> {
  const outcome = await work.then(
    () => 'no problem',
    (error: unknown) => error,
  );
  return outcome instanceof GridProblem ? outcome.kind : String(outcome);
}

const document = ({ document: found }: { readonly document: unknown }) => found;

test('sends one request at a time to a host, however many are queued', async () => {
  const grid = await start();
  let open = 0;
  let most = 0;
  grid.faults.push((_, response) => {
    open += 1;
    most = Math.max(most, open);
    setImmediate(() => {
      open -= 1;
      response.end('[]');
    });
    return true;
  });
  const { source } = sourceOf([grid.url]);
  await Promise.all(Array.from({ length: 20 }, () => source.request({ path: '/nodes' }, document)));
  expect(most).toBe(1);
});

test('identifies the program, sends no cookie, and accepts JSON', async () => {
  const grid = await start();
  grid.faults.push(times(1, '/', reply(200, '[]', { 'set-cookie': 'id=1' })));
  const { source } = sourceOf([grid.url]);
  await source.request({ path: '/nodes' }, document);
  await source.request({ path: '/nodes' }, document);
  expect(grid.requests.map(({ headers }) => [headers['user-agent'], headers.cookie, headers.accept])).toEqual([
    ['farmer', undefined, 'application/json'],
    ['farmer', undefined, 'application/json'],
  ]);
});

test('waits for Retry-After in seconds or as a date when rate-limited', async () => {
  const grid = await start();
  const date = new Date(1_700_000_010_000).toUTCString();
  grid.faults.push(times(1, '/', reply(429, '{"error":"rate limit exceeded"}', { 'retry-after': '3' })));
  grid.faults.push(times(1, '/', reply(429, '', { 'retry-after': date })));
  const { source, waits } = sourceOf([grid.url]);
  expect(await source.request({ path: '/nodes' }, document)).toEqual([]);
  expect(waits).toEqual([3000, 7000]);
});

test('does not wait for a long pause, and reports its end in the problem', async () => {
  const grid = await start();
  grid.faults.push(times(9, '/', reply(429, '', { 'retry-after': '3600' })));
  const { source, waits } = sourceOf([grid.url]);
  const problem = await source.request({ path: '/nodes' }, document).catch((error: unknown) => error);
  expect(problem).toMatchObject({ kind: 'rate-limited', details: { restUntilMs: 1_700_003_600_000 } });
  expect([waits, grid.requests.length]).toEqual([[], 1]);
});

test('switches to the next host after two failures, and stays there', async () => {
  const [broken, whole] = [await start(), await start()];
  broken.faults.push(times(9, '/', reply(502, 'bad gateway')));
  const { source } = sourceOf([broken.url, whole.url]);
  await source.request({ path: '/nodes' }, document);
  await source.request({ path: '/nodes' }, document);
  expect([broken.requests.length, whole.requests.length, source.url()]).toEqual([2, 2, whole.url]);
});

test('switches to the next host when one is unreachable', async () => {
  const gone = await startLoopbackGrid(emptyWorld());
  await gone.close();
  const whole = await start();
  const { source } = sourceOf([gone.url, whole.url]);
  expect(await source.request({ path: '/nodes' }, document)).toEqual([]);
});

test.each([
  ['an HTML page of a hotel network', reply(200, '<html>Log in</html>'), 'not-json'],
  ['an answer that breaks off', breakOff('[{"nodeId":'), 'broken-off'],
  ['a text that is no UTF-8', (response) => response.end(Buffer.from([0x22, 0xff, 0x22])), 'not-json'],
  ['nesting without end', reply(200, `${'['.repeat(5000)}${']'.repeat(5000)}`), 'unexpected'],
] as readonly [string, Parameters<typeof times>[2], string][])('%s is asked for again', async (_, fault, kind) => {
  const grid = await start();
  grid.faults.push(times(1, '/', fault));
  const { source } = sourceOf([grid.url]);
  expect(await source.request({ path: '/nodes' }, document)).toEqual([]);
  grid.faults.push(times(2, '/', fault));
  expect(await problemOf(source.request({ path: '/nodes' }, document))).toBe(kind);
});

test.each([
  ['a refusal', reply(400, '{"error":"failed to decode params"}'), 'refused'],
  ['a route that is not there, in plain text', reply(404, '404 page not found\n'), 'not-found'],
  ['a node that is not there', reply(404, '{"error":"node not found"}'), 'not-found'],
  ['more than the limit', reply(200, `"${'x'.repeat(100_000)}"`), 'too-large'],
] as readonly [string, Parameters<typeof times>[2], string][])('%s is not asked for again', async (_, fault, kind) => {
  const [grid, other] = [await start(), await start()];
  grid.faults.push(times(1, '/', fault));
  const { source } = sourceOf([grid.url, other.url]);
  expect(await problemOf(source.request({ path: '/nodes' }, document))).toBe(kind);
  expect([grid.requests.length, other.requests.length]).toEqual([1, 0]);
});

test('refuses a redirect without contacting its target', async () => {
  const [grid, other] = [await start(), await start()];
  grid.faults.push(times(2, '/', reply(302, '', { location: `${other.url}/nodes` })));
  const { source } = sourceOf([grid.url]);
  expect(await problemOf(source.request({ path: '/nodes' }, document))).toBe('redirected');
  expect(other.requests).toEqual([]);
});

test('ends in a problem instead of a hang when a service never answers', async () => {
  const grid = await start();
  grid.faults.push(times(9, '/', silence));
  const { source } = sourceOf([grid.url], { ...LIMITS, timeoutMs: 50 });
  expect(await problemOf(source.request({ path: '/nodes' }, document))).toBe('timeout');
});

test('reads every page of a list, also when the proxy returns smaller pages than requested', async () => {
  const world = emptyWorld();
  addFarm(world, 1, 'Freefarm');
  for (let nodeId = 1; nodeId <= 450; nodeId += 1) addNode(world, nodeId, 1);
  const grid = await start(world);
  const proxy = createProxy(sourceOf([grid.url], { maxBytes: 2_000_000, timeoutMs: 60_000 }).source);
  expect(await proxy.nodes({ farmIds: [1] })).toHaveLength(450);
  grid.requests.length = 0;
  grid.faults.push((request, response) => {
    const page = Number(new URL(request.path, grid.url).searchParams.get('page'));
    response.writeHead(200, { Count: '450' });
    response.end(JSON.stringify(world.nodes.slice((page - 1) * 100, page * 100)));
    return true;
  });
  expect(await proxy.nodes({ farmIds: [1] })).toHaveLength(450);
  expect(grid.requests).toHaveLength(5);
});

test('ends on repeated pages, and returns every node once', async () => {
  const world = emptyWorld();
  for (let nodeId = 1; nodeId <= 250; nodeId += 1) addNode(world, nodeId, 1);
  const grid = await start(world);
  grid.faults.push((_, response) => {
    response.writeHead(200, { count: '1000' });
    response.end(JSON.stringify(world.nodes.slice(0, 200).toReversed()));
    return true;
  });
  const proxy = createProxy(sourceOf([grid.url], { maxBytes: 2_000_000, timeoutMs: 60_000 }).source);
  expect(await proxy.nodes({ farmIds: [1] })).toHaveLength(200);
  expect(grid.requests).toHaveLength(2);
});

test('reads farms in both spellings, skips an invalid one, and removes text direction marks from names', async () => {
  const grid = await start();
  const address = 'GDPXU4OMJ7GDBL6PEXWXVQRVT3DDYOJQ35BQWCPRKWJ5TXVJZLBIGCG3';
  grid.faults.push(
    times(
      1,
      '/farms',
      reply(
        200,
        JSON.stringify([
          { farmId: 1, name: 'A\u202Eevil\u0007', twinId: 2, stellarAddress: address, pricingPolicyId: null },
          { farm_id: 2, name: 'B', twin_id: 3, stellar_address: '' },
          { farmID: 'x', name: 'C' },
          { farmId: '4', name: 'D', twinId: null, stellarAddress: null, pricingPolicyId: null },
        ]),
      ),
    ),
  );
  const proxy = createProxy(sourceOf([grid.url]).source);
  expect(await proxy.farms({ twinId: 2 })).toEqual([
    { farmId: 1, name: 'A evil', twinId: 2, stellarAddress: address, pricingPolicyId: null },
    { farmId: 2, name: 'B', twinId: 3, stellarAddress: null, pricingPolicyId: null },
    { farmId: 4, name: 'D', twinId: null, stellarAddress: null, pricingPolicyId: null },
  ]);
});
