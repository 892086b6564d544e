import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { type Installation, makeInstallation, sharedRows } from '#test/support/installation.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '#test/support/postgres.ts';
import { plannedTitan } from '#test/support/stores.ts';

const addReport = (one: Installation, nodeId: number, upS: number) =>
  one.handle.stores.imports.addEvents(null, [{ nodeId, event: ['uptime', 1_768_000_000 + upS, upS], position: null }]);

/** What a person reads of each computer. */
const uptimeOf = async (one: Installation) =>
  (await one.calls.share.getStatus()).installations.map(({ name, heardAtMs, wrote }) => ({
    name,
    isHeard: Math.abs(heardAtMs - Date.now()) < 86_400_000,
    uptime: wrote.find(({ area }) => area === 'uptime')?.rows,
    nodes: (wrote.find(({ area }) => area === 'nodes')?.rows ?? 0) > 0,
  }));

describe.runIf(hasPostgres)('two computers with one farm', () => {
  let postgres: TestPostgres;
  const open: Installation[] = [];
  const computer = (directory?: string): Installation => {
    const made = makeInstallation(directory);
    open.push(made);
    return made;
  };
  const pair = async (): Promise<readonly [Installation, Installation, string]> => {
    const [a, b, url] = [computer(), computer(), await postgres.createDatabase()];
    await a.calls.share.connect({ url, name: 'A', farm: null });
    await b.calls.share.connect({ url, name: 'B', farm: null });
    return [a, b, url];
  };
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    for (const installation of open) installation.close();
    await postgres.close();
  });

  // Catches a node, its uptime or its costs that stay on the computer that wrote them.
  it('show the same nodes, uptime, costs and settings', async () => {
    const [a, b] = await pair();
    const { stores } = a.handle;
    const node = stores.nodes.add({ ...plannedTitan('Titan'), site: 'Cellar' }, a.context.nowMs());
    const boot = stores.uptime.addBoot(node.id, 'boot-1', 1_768_000_000_000);
    const span = stores.uptime.addSpan(boot, 1000, 'cli');
    stores.uptime.extendSpan(span, 61_000);
    stores.imports.addEvents(null, [{ nodeId: node.id, event: ['uptime', 1_768_000_100, 100], position: null }]);
    stores.settings.update({ farm: { name: 'North' } }, a.context.nowMs());
    stores.rates.add({ kind: 'tft-usd', currency: null, rate: '0.02', typedAtMs: a.context.nowMs() });
    await a.calls.share.sync();
    await b.calls.share.sync();
    expect(sharedRows(b)).toEqual(sharedRows(a));
    expect(b.handle.stores.nodes.list()).toMatchObject([{ name: 'Titan', site: 'Cellar' }]);
    expect(await b.calls.share.sync()).toEqual({ sent: 0, received: 0 });
    stores.uptime.extendSpan(span, 121_000);
    expect(await a.calls.share.sync()).toEqual({ sent: 1, received: 0 });
    expect(await b.calls.share.sync()).toEqual({ sent: 0, received: 1 });
    expect(sharedRows(b)).toEqual(sharedRows(a));
  });

  // Catches rows that count for the computer that passed them on, and a computer that nobody hears of any more.
  it('show who wrote what, and when each was last seen', async () => {
    const [a, b] = await pair();
    const node = a.handle.stores.nodes.add(plannedTitan('Titan'), a.context.nowMs());
    for (const upS of [1, 2, 3]) addReport(a, node.id, upS);
    await a.calls.share.sync();
    await b.calls.share.sync();
    addReport(b, b.handle.stores.nodes.list()[0]?.id ?? 0, 4);
    for (const one of [b, a, b]) await one.calls.share.sync();
    const both = [
      { name: 'A', isHeard: true, uptime: 3, nodes: true },
      { name: 'B', isHeard: true, uptime: 1, nodes: false },
    ];
    expect(await uptimeOf(a)).toEqual(both);
    expect(await uptimeOf(b)).toEqual(both);
    const heard = async () => (await b.calls.share.getStatus()).installations.map(({ heardAtMs }) => heardAtMs);
    const [before = 0] = await heard();
    await postgres.run(
      a.handle.stores.share.state()?.url ?? '',
      `UPDATE farmer.installations SET heard_at = heard_at + interval '1 hour' WHERE name = 'A'`,
    );
    await b.calls.share.sync();
    expect(((await heard())[0] ?? 0) - before).toBeGreaterThanOrEqual(3_600_000);
  });

  // Catches a first upload that fails for ever because something was written since it was switched on.
  it('can start sharing while one of them is recording', async () => {
    const [a, b, url] = [computer(), computer(), await postgres.createDatabase()];
    const { stores } = a.handle;
    const { id } = stores.nodes.add(plannedTitan('Titan'), a.context.nowMs());
    const report = (upS: number) =>
      stores.imports.addEvents(null, [{ nodeId: id, event: ['uptime', 1_768_000_000 + upS, upS], position: null }]);
    report(1);
    // A host that stays does not synchronise within the call.
    await createCalls({ ...a.context, host: 'web' }).share.connect({ url, name: 'A', farm: null });
    report(2);
    expect((await a.calls.share.getStatus()).state).toBe('behind');
    await a.calls.share.sync();
    await b.calls.share.connect({ url, name: 'B', farm: null });
    expect(sharedRows(b)).toEqual(sharedRows(a));
    expect(sharedRows(b)['uptime_reports']).toHaveLength(2);
  });

  // Catches a connection in the clear to a server that offers nothing else.
  it('share without TLS only when that was chosen', async () => {
    const url = await postgres.createDatabase();
    const status = await computer()
      .calls.share.connect({ url: `${url}?sslmode=verify-full`, name: null, farm: null })
      .then(
        () => 'connected',
        (error: unknown) => String(error),
      );
    expect(status).toContain('No safe connection');
  });
});
