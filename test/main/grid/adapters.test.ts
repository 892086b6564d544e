import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, validate } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { createIndexer, type GridIndexer } from '#main/grid/graphql.ts';
import { firstIdOf } from '#shared/domain/grid/event-id.ts';
import { QUERIES } from '#main/grid/graphql-queries.ts';
import { createHorizon, TFT_ISSUER } from '#main/grid/horizon.ts';
import { createHttpClient } from '#main/grid/http.ts';
import { createReceiptsService } from '#main/grid/receipts.ts';
import { createSource, type Source } from '#main/grid/source.ts';
import { reply, times } from '#test/support/grid/faults.ts';
import { servedSchema } from '#test/support/grid/graphql-answers.ts';
import { type LoopbackGrid, startLoopbackGrid } from '#test/support/grid/loopback-grid.ts';
import { addEvent, blockAt, emptyWorld, FARM_ADDRESS, indexUntil } from '#test/support/grid/world.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/grid');
const START_S = 1_764_541_960;
const world = emptyWorld();
for (let count = 0; count < 25; count += 1) {
  addEvent(world, 1, ['uptime', START_S + 2400 * count, 1000 + 2400 * count]);
  addEvent(world, 2, ['uptime', START_S + 100 + 2400 * count, 5000 + 2400 * count]);
}
addEvent(world, 2, ['target', START_S + 30_000, 'Down']);
addEvent(world, 2, ['state', START_S + 30_006, 'Down']);
indexUntil(world, START_S + 70_000);

let grid: LoopbackGrid | undefined;
afterEach(async () => {
  await grid?.close();
  grid = undefined;
});

async function sourceAt(path = ''): Promise<Source> {
  grid = await startLoopbackGrid(world);
  const waiting = { nowMs: () => 0, sleep: async () => undefined, random: () => 0 };
  return createSource([grid.url + path], { maxBytes: 8_388_608, timeoutMs: 60_000 }, createHttpClient(), waiting);
}

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, 'graphql', name), 'utf8');
}

const WHOLE = { gridNodeIds: [1, 2], afterId: '', beforeId: '~', limit: 1000 };

test.each(Object.entries(QUERIES))('sends a query %s that is valid in the published schema', (_, query) => {
  expect(validate(servedSchema, parse(query))).toEqual([]);
});

async function allEvents(indexer: GridIndexer, limit: number): Promise<readonly string[]> {
  const found: string[] = [];
  let afterId = '';
  for (;;) {
    const page = await indexer.events({ ...WHOLE, afterId, limit });
    found.push(...page.events.map(({ id }) => id));
    if (page.reachedId === null) return found;
    afterId = page.reachedId;
  }
}

test('merges events of all three tables in the order of the chain without gaps, whatever the page size', async () => {
  const indexer = createIndexer(await sourceAt('/graphql'));
  const all = await allEvents(indexer, 1000);
  expect(all).toHaveLength(52);
  expect(all).toEqual(all.toSorted());
  expect(await allEvents(indexer, 7)).toEqual(all);
});

test('reads earlier events backwards without gaps', async () => {
  const indexer = createIndexer(await sourceAt('/graphql'));
  const found = new Set<string>();
  let beforeId = '~';
  for (;;) {
    const page = await indexer.earlierEvents({ ...WHOLE, beforeId, limit: 7 });
    for (const { id } of page.events) found.add(id);
    if (page.reachedId === null) break;
    expect(page.reachedId < beforeId).toBe(true);
    beforeId = page.reachedId;
  }
  expect(found.size).toBe(52);
});

test('tolerates reordered and repeated rows', async () => {
  const indexer = createIndexer(await sourceAt('/graphql'));
  const rows = world.uptimeEvents.slice(0, 10);
  const answer = {
    data: { uptimeEvents: [...rows.toReversed(), ...rows], powerTargetReports: [], powerStateReports: [] },
  };
  grid?.faults.push(times(1, '/graphql', reply(200, JSON.stringify(answer))));
  const page = await indexer.events(WHOLE);
  expect(new Set(page.events.map(({ id }) => id)).size).toBe(10);
  expect(page.reachedId).toBe(rows.at(-1)?.id);
});

test('requests a page again that begins before the requested position', async () => {
  const indexer = createIndexer(await sourceAt('/graphql'));
  const stale = {
    data: { uptimeEvents: world.uptimeEvents.slice(0, 3), powerTargetReports: [], powerStateReports: [] },
  };
  grid?.faults.push(times(1, '/graphql', reply(200, JSON.stringify(stale))));
  const page = await indexer.events({ ...WHOLE, afterId: firstIdOf(blockAt(START_S + 50_000)) });
  expect(page.events.map(({ event }) => event[1]).every((atS) => atS >= START_S + 50_000)).toBe(true);
});

test('counts an invalid row and keeps the others', async () => {
  const indexer = createIndexer(await sourceAt('/graphql'));
  const [first, second] = world.uptimeEvents;
  const uptimeEvents = [first, { ...second, uptime: null }, { ...second, uptime: '18446744073709551615' }, { id: 7 }];
  const answer = {
    data: { uptimeEvents, powerTargetReports: [], powerStateReports: [{ ...second, newPowerState: 'Off' }] },
  };
  grid?.faults.push(times(1, '/graphql', reply(200, JSON.stringify(answer))));
  const { events, rejected } = await indexer.events(WHOLE);
  expect([events.length, rejected]).toEqual([2, 3]);
});

test.each([
  ['err_unknown_field.json', 'query-refused'],
  ['limit_size.json', 'too-much'],
])('does not accept the error of %s as an answer', async (file, kind) => {
  const indexer = createIndexer(await sourceAt('/graphql'));
  grid?.faults.push(times(1, '/graphql', reply(200, fixture(file))));
  await expect(indexer.status()).rejects.toMatchObject({ kind });
});

test('reads answers of the published server', async () => {
  const indexer = createIndexer(await sourceAt('/graphql'));
  grid?.faults.push(times(1, '/graphql', reply(200, fixture('uptime_by_id.json'))));
  expect((await indexer.events(WHOLE)).events[0]).toEqual({
    id: '0015744000-000003-cfcd2',
    gridNodeId: 1,
    event: ['uptime', 1_735_602_280, 500_000],
  });
  const newest = JSON.parse(fixture('newest_block.json')) as { readonly data: object };
  const status = { data: { ...newest.data, squidStatus: { height: 16_543_600 } } };
  grid?.faults.push(times(1, '/graphql', reply(200, JSON.stringify(status))));
  expect(await indexer.status()).toEqual({
    height: 16_543_600,
    newest: { block: 16_543_600, atS: 1_740_399_880 },
  });
});

test('finds the block of a time, and the power state before it, by ids', async () => {
  const indexer = createIndexer(await sourceAt('/graphql'));
  expect(await indexer.firstEvent(blockAt(START_S + 6))).toEqual({ block: blockAt(START_S + 100), atS: START_S + 100 });
  expect(await indexer.firstEvent(blockAt(START_S + 90_000))).toBeNull();
  const before = await indexer.powerBefore({
    gridNodeIds: [1, 2],
    beforeId: firstIdOf(blockAt(START_S + 40_000)),
    limit: 100,
  });
  expect(before.events.map(({ event }) => event)).toEqual([['state', START_S + 30_006, 'Down']]);
});

test('returns null for a node without receipts, and otherwise the unchanged text', async () => {
  const service = createReceiptsService(await sourceAt('/api/v1'));
  const text = readFileSync(join(FIXTURES, 'receipts/node.json'), 'utf8');
  expect(await service.ofNode(7)).toBeNull();
  grid?.faults.push(times(1, '/api/v1/node/1', reply(200, text)));
  expect(await service.ofNode(1)).toBe(text);
});

const PAYOUT = {
  id: '1234567890',
  paging_token: '1234567890',
  type: 'payment',
  transaction_successful: true,
  source_account: TFT_ISSUER,
  from: TFT_ISSUER,
  to: FARM_ADDRESS,
  asset_type: 'credit_alphanum4',
  asset_code: 'TFT',
  asset_issuer: TFT_ISSUER,
  amount: '282.5000000',
  created_at: '2025-02-08T12:00:00Z',
  transaction_hash: 'f'.repeat(64),
  transaction: { memo_type: 'hash', memo: Buffer.from('bb'.repeat(32), 'hex').toString('base64') },
};

test('counts only payments by the issuer of TFT with a hash as memo as payouts', async () => {
  const horizon = createHorizon(await sourceAt());
  const others = [
    { ...PAYOUT, from: FARM_ADDRESS },
    { ...PAYOUT, transaction_successful: false },
    { ...PAYOUT, asset_code: 'TFTA' },
    { ...PAYOUT, asset_issuer: FARM_ADDRESS },
    { ...PAYOUT, transaction: { memo_type: 'text', memo: 'bb' } },
    { ...PAYOUT, transaction: { ...PAYOUT.transaction, memo: 'short' } },
    { ...PAYOUT, to: TFT_ISSUER },
    { ...PAYOUT, amount: '-1' },
    { ...PAYOUT, type: 'create_account' },
    null,
  ];
  grid?.faults.push(times(1, '/accounts', reply(200, JSON.stringify({ _embedded: { records: [PAYOUT, ...others] } }))));
  const page = await horizon.payments(FARM_ADDRESS, null);
  expect(page.size).toBe(11);
  expect(page.payouts).toEqual([
    {
      operationId: '1234567890',
      transactionHash: 'f'.repeat(64),
      account: FARM_ADDRESS,
      atS: 1_739_016_000,
      tftUnits: 2_825_000_000,
      receiptHash: 'bb'.repeat(32),
    },
  ]);
});

test('returns no payments for an account that was never paid', async () => {
  const horizon = createHorizon(await sourceAt());
  expect((await horizon.payments(FARM_ADDRESS, null)).size).toBe(0);
});
