import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import { migrate } from '#main/store/migrate.ts';
import { openConnection } from '#main/store/database.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { type Installation, makeInstallation } from '#test/support/installation.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '#test/support/postgres.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { sampleBid } from '#test/shared/domain/bids/sample-bids.ts';

const HOUR_MS = 3_600_000;
const START_S = 1_768_000_000;
const PERIOD = { startS: START_S - 60, endS: START_S + 3600 };

/** What a person sees of prices, rates and money, whose numbers of rows differ from one computer to the next. */
async function shown({ directory }: Installation): Promise<unknown> {
  const figures = await Promise.all(
    [['price', 'show'], ['money', 'show'], ['farm']].map(async (command) =>
      jsonOf(await runFarmer([...command, '--json'], directory)),
    ),
  );
  return JSON.parse(JSON.stringify(figures, (key, value: unknown) => (['id', 'node'].includes(key) ? null : value)));
}

const price = ({ handle: { stores }, context }: Installation, nodeId: number, kind: string, month: string) =>
  stores.prices.add(nodeId, kind, {
    kind: 'set',
    from: null,
    to: { priceMonth: month, currency: 'USD' },
    atMs: context.nowMs(),
    by: 'farmer',
    reason: null,
  });
const enterTftPrice = ({ calls }: Installation, tftPriceUsd: string) => calls.settings.money.set({ tftPriceUsd });
const exchange = async (...installations: readonly Installation[]) => {
  for (const { calls } of [...installations, ...installations]) await calls.share.sync();
};

/** Writes bids, and with the first two of them whatever else is listed. */
function write(one: Installation, nodeId: number, names: readonly string[]): void {
  const { stores } = one.handle;
  const nowMs = one.context.nowMs();
  stores.bids.addAll(
    names.map((name) => ({ ...sampleBid({ id: name }), extra: {} })),
    { isDemo: false, nowMs },
  );
  for (const [index, name] of names.slice(0, 2).entries()) {
    const place = { nodeId, kindId: 'basic', slices: 1, startS: 1, endS: 2, monthUsd: '5' };
    stores.bids.accept({ bidId: name, ...place }, name, nowMs);
    stores.uptimeRecords.addMaintenance(
      nodeId,
      { startS: START_S, endS: START_S + 60 * (2 - index), note: name },
      nowMs,
    );
    stores.receipts.add({
      kind: 'retry',
      nodeId: null,
      periodIndex: 90,
      verification: 'unverifiable',
      contentJson: '{}',
      hash: name.repeat(32),
      contentSha256: name.repeat(32),
      importedAtMs: nowMs,
    });
  }
  stores.wakeUps.add(nodeId, {
    kind: names.length > 2 ? 'drill' : 'farmerbot',
    requestedAtS: START_S,
    asleepSinceS: null,
  });
}

/** What lists of a node show, without the numbers of rows. */
const listed = ({ handle: { stores } }: Installation, node: number) => ({
  bids: stores.bids.list(['open', 'accepted']).map((bid) => bid.id),
  reservations: stores.bids.reservations().map(({ bidId }) => bidId),
  maintenance: stores.uptime.maintenance(node, PERIOD).map(({ note }) => note),
  wakeUps: stores.wakeUps.list(node, 0, START_S * 2).map(({ kind }) => kind),
  receipts: stores.receipts.listKind('retry').map(({ hash }) => hash),
});

describe.runIf(hasPostgres)('the current value of a shared history', () => {
  let postgres: TestPostgres;
  const open: Installation[] = [];
  const pair = async () => {
    const [a, b, url] = [makeInstallation(), makeInstallation(), await postgres.createDatabase()];
    open.push(a, b);
    await a.calls.share.connect({ url, name: 'A', farm: null });
    const { id } = a.handle.stores.nodes.add(plannedTitan('Titan'), a.context.nowMs());
    await a.calls.share.sync();
    await b.calls.share.connect({ url, name: 'B', farm: null });
    return { a, b, id, otherId: b.handle.stores.nodes.list()[0]?.id ?? 0, url };
  };
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    for (const installation of open) installation.close();
    await postgres.close();
  });

  // Catches a price or a rate that is read in the order of arrival: each computer then shows that of the other.
  it('is the same in every command of two computers that wrote independently', async () => {
    const { a, b, id, otherId } = await pair();
    const kind = (
      jsonOf(await runFarmer(['price', 'show', '--json'], a.directory)) as { slices: { id: string }[] }
    ).slices[0]?.id.split(':')[1];
    a.setClock(HOUR_MS);
    price(a, id, kind ?? '', '31');
    await enterTftPrice(a, '0.031');
    price(b, otherId, kind ?? '', '41');
    await enterTftPrice(b, '0.041');
    await exchange(a, b);
    expect(await shown(b)).toEqual(await shown(a));
    expect(JSON.stringify(await shown(a))).toContain('"price_month":"31"');
    expect(JSON.stringify(await shown(a))).toContain('"usd":"0.031"');
    // B saw the price of A, whose clock is ahead: what B sets after that stands.
    price(b, otherId, kind ?? '', '51');
    await enterTftPrice(b, '0.051');
    await exchange(b, a);
    expect(await shown(b)).toEqual(await shown(a));
    expect(JSON.stringify(await shown(a))).toContain('"price_month":"51"');
    expect(JSON.stringify(await shown(a))).toContain('"usd":"0.051"');
  });

  // Catches lists in the order of row numbers, which is that of arrival: two people then speak of different "first" bids.
  it('lists bids, reservations, maintenance, wake-ups and receipts in the same order on every computer', async () => {
    const { a, b, id, otherId } = await pair();
    // B writes later, and of times before those of A.
    write(a, id, ['a3', 'a1', 'a2']);
    b.setClock(-HOUR_MS);
    write(b, otherId, ['b2', 'b1']);
    b.setClock(0);
    await exchange(a, b);
    expect(listed(b, otherId)).toEqual(listed(a, id));
    expect(listed(a, id).bids).toEqual(['a3', 'a2', 'a1', 'b2', 'b1']);
    expect(listed(a, id).reservations).toEqual(['b1', 'b2', 'a1', 'a3']);
  });

  // Catches facts that change their writer when a computer that holds them connects again: an undo would not reach them.
  it('leaves each fact with the installation that wrote it', async () => {
    const { a, b, id, otherId, url } = await pair();
    const report = (one: Installation, nodeId: number, upS: number) =>
      one.handle.stores.imports.addEvents(null, [{ nodeId, event: ['uptime', START_S + upS, upS], position: null }]);
    report(a, id, 1);
    const { uptime } = a.handle.stores;
    const span = uptime.addSpan(uptime.addBoot(id, 'boot of A', START_S * 1000), 0, 'cli');
    await exchange(a, b);
    await b.calls.share.disconnect();
    report(b, otherId, 2);
    uptime.endSpan(span, 60_000, 'shutdown');
    await a.calls.share.sync();
    await b.calls.share.connect({ url, name: null, farm: null });
    await exchange(b, a);
    const writers = await postgres.run(
      url,
      `SELECT up_s::int AS up, name FROM farmer.uptime_reports JOIN farmer.installations AS i ON i.id = installation_id
       UNION ALL SELECT 0, name FROM farmer.spans JOIN farmer.installations AS i ON i.id = installation_id ORDER BY up`,
    );
    expect(writers).toEqual([
      { up: 0, name: 'A' },
      { up: 1, name: 'A' },
      { up: 2, name: 'B' },
    ]);
    // Only A closes a period that its recorder kept: B may not have all of it yet.
    expect([...uptime.recordedNodes()]).toEqual([id]);
    expect([...b.handle.stores.uptime.recordedNodes()]).toEqual([]);
    a.handle.database.execute('DELETE FROM uptime_reports WHERE up_s = 1');
    await exchange(a, b);
    expect(b.handle.database.statement('SELECT up_s FROM uptime_reports').all()).toEqual([{ up_s: 2 }]);
    expect(b.handle.database.statement('SELECT ended FROM spans').all()).toEqual([{ ended: 'shutdown' }]);
  });
});

// Catches a price of before that is current no more after the update, because a clock was set back while it was typed.
it('keeps the order of histories from earlier versions', () => {
  const directory = makeTemporaryDirectory();
  const database = openConnection(`${directory.path}/farmer.sqlite`);
  const options = { backupDirectory: directory.path, nowMs: 1 };
  migrate(database, { ...options, migrations: MIGRATIONS.filter(({ version }) => version < 100) });
  for (const [currency, rate, atMs] of [
    ['EUR', '1', 500],
    ['EUR', '2', 100],
    ['GBP', '3', 100],
    ['EUR', '4', 900],
    ['EUR', '5', 900],
  ] as const) {
    database
      .statement(`INSERT INTO rates (kind, currency, rate, typed_at_ms) VALUES ('currency', @currency, @rate, @atMs)`)
      .run({ currency, rate, atMs });
  }
  migrate(database, { ...options, migrations: MIGRATIONS });
  const rows = database
    .statement<{ rate: string; at: number }>('SELECT rate, typed_at_ms AS at FROM rates ORDER BY currency, typed_at_ms')
    .all();
  expect(rows.map(({ rate, at }) => [rate, at])).toEqual([
    ['1', 500],
    ['2', 501],
    ['4', 900],
    ['5', 901],
    ['3', 100],
  ]);
  database.close();
  directory.remove();
});
