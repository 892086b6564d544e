import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sharing } from '#main/app/share/sharing.ts';
import { type Installation, makeInstallation, sharedRows } from '#test/support/installation.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '#test/support/postgres.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const START_S = 1_768_000_000;

const report = ({ handle: { stores } }: Installation, nodeId: number, at: number): void =>
  void stores.imports.addEvents(null, [{ nodeId, event: ['uptime', START_S + at, at], position: null }]);
const nodeOf = ({ handle: { stores } }: Installation): number => stores.nodes.list()[0]?.id ?? 0;
const rename = (one: Installation, nodeId: number, name: string) => {
  const node = one.handle.stores.nodes.get(nodeId);
  if (node) one.handle.stores.nodes.save({ ...node, name }, one.context.nowMs());
};
const triggers = ({ handle: { database } }: Installation) =>
  database
    .statement<{ n: number }>(`SELECT count(*) AS n FROM sqlite_schema WHERE name LIKE 'share_%' AND type = 'trigger'`)
    .get()?.n;

describe.runIf(hasPostgres)('a shared farm after an accident', () => {
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

  // Catches rows that are doubled, or lost for good, when a computer goes on from an old backup.
  it('accepts a computer that was restored from an old backup', async () => {
    const [a, b] = await pair();
    const { id } = a.handle.stores.nodes.add(plannedTitan('Titan'), Date.now());
    report(a, id, 1);
    await a.calls.share.sync();
    const old = makeTemporaryDirectory('farmer-share-old-');
    const copy = join(old.path, 'farmer.sqlite');
    a.handle.database.statement('VACUUM INTO @copy').run({ copy });
    report(a, id, 2);
    a.handle.database.execute(`DELETE FROM uptime_reports WHERE up_s = 1`);
    await a.calls.share.sync();
    await b.calls.share.sync();
    copyFileSync(copy, `${copy}.kept`);
    const restored = computer(old.path);
    report(restored, nodeOf(restored), 3);
    await restored.calls.share.sync();
    await b.calls.share.sync();
    expect(sharedRows(restored)).toEqual(sharedRows(b));
    expect(sharedRows(b)['uptime_reports']?.map((row) => (JSON.parse(row) as unknown[])[2])).toEqual([2, 3]);
    expect(await restored.calls.share.sync()).toEqual({ sent: 0, received: 0 });
  });

  // Catches a server that was put back from its backup and lacks for ever what was confirmed since; what was taken away
  // since and is there again; and a computer that takes the numbers of new sendings for those that it has.
  it('resends what the server lost, and deletes again what was deleted', async () => {
    const [a, b, url] = await pair();
    const { id } = a.handle.stores.nodes.add(plannedTitan('Titan'), Date.now());
    report(a, id, 1);
    for (const one of [a, b]) await one.calls.share.sync();
    const putBack = await postgres.backUp(url);
    const late = computer();
    await late.calls.share.connect({ url, name: 'joined after the backup', farm: null });
    a.handle.database.execute('DELETE FROM uptime_reports WHERE up_s = 1');
    for (const upS of [2, 3]) {
      report(a, id, upS);
      await a.calls.share.sync();
    }
    rename(a, id, 'Renamed');
    report(late, nodeOf(late), 4);
    for (const one of [late, a, b, late]) await one.calls.share.sync();
    await putBack();
    // A heals the server before B looks at it, and sends something new with that.
    report(a, id, 5);
    for (const one of [a, b, late, a, b]) await one.calls.share.sync();
    const fresh = computer();
    await fresh.calls.share.connect({ url, name: 'new', farm: null });
    for (const one of [b, late, fresh]) expect(sharedRows(one)).toEqual(sharedRows(a));
    expect(sharedRows(a)['uptime_reports']?.map((row) => (JSON.parse(row) as unknown[])[2])).toEqual([2, 3, 4, 5]);
    expect(fresh.handle.stores.nodes.list().map(({ name }) => name)).toEqual(['Renamed']);
    for (const one of [a, b, late]) expect(await one.calls.share.sync()).toEqual({ sent: 0, received: 0 });
    const names = (await fresh.calls.share.getStatus()).installations.map(({ name }) => name);
    expect(names.toSorted()).toEqual(['A', 'B', 'joined after the backup', 'new']);
  });

  // Catches changes of the time without sharing, and a second set of nodes, when sharing is switched on again.
  it('continues after it was switched off', async () => {
    const [a, b, url] = await pair();
    const { id } = a.handle.stores.nodes.add(plannedTitan('Titan'), Date.now());
    await a.calls.share.sync();
    await a.calls.share.disconnect();
    report(a, id, 1);
    const node = a.handle.stores.nodes.get(id);
    if (node) a.handle.stores.nodes.save({ ...node, name: 'Renamed' }, Date.now());
    await b.calls.share.sync();
    await a.calls.share.connect({ url, name: null, farm: null });
    await b.calls.share.sync();
    expect(sharedRows(b)).toEqual(sharedRows(a));
    expect(b.handle.stores.nodes.list().map(({ name }) => name)).toEqual(['Renamed']);
  });

  // Catches a server that is killed in the middle, and a beat that was written meanwhile and is never sent.
  it('continues by itself after the server was killed, and shows a heartbeat of another computer', async () => {
    const [a, b] = await pair();
    const loops = [a, b].map(({ context }) => new Sharing(context, { pollMs: 200, firstPauseMs: 50 }));
    try {
      const { stores } = a.handle;
      const { id } = stores.nodes.add(plannedTitan('Titan'), Date.now());
      const span = stores.uptime.addSpan(stores.uptime.addBoot(id, `boot-${randomUUID()}`, START_S * 1000), 0, 'cli');
      await postgres.stop('kill');
      stores.uptime.extendSpan(span, 60_000);
      a.context.events.publish('uptime');
      await expect.poll(async () => (await a.calls.share.getStatus()).problem?.kind).toBe('unreachable');
      expect((await a.calls.share.getStatus()).behind).toBeGreaterThan(0);
      await postgres.start();
      await expect.poll(() => sharedRows(b)['spans']?.join()).toContain('60000');
      await expect.poll(async () => (await a.calls.share.getStatus()).state).toBe('connected');
    } finally {
      for (const loop of loops) await loop.stop();
    }
  });

  // Catches the loser of two changes of one field that is gone without a trace.
  it('keeps the value that lost a conflict in the history', async () => {
    const [a, b, url] = await pair();
    const { id } = a.handle.stores.nodes.add(plannedTitan('Titan'), Date.now());
    await a.calls.share.sync();
    await b.calls.share.sync();
    b.setClock(5 * 3_600_000);
    rename(a, id, 'by A');
    rename(b, nodeOf(b), 'by B');
    for (const one of [b, a, b]) await one.calls.share.sync();
    expect(a.handle.stores.nodes.get(id)?.name).toBe('by B');
    // A saw the version of B: whatever its clock says, its next change stands.
    rename(a, id, 'by A again');
    for (const one of [a, b]) await one.calls.share.sync();
    expect(b.handle.stores.nodes.list()[0]?.name).toBe('by A again');
    const lost = await postgres.run(
      url,
      `SELECT value FROM farmer.choice_history WHERE field = 'name' ORDER BY version`,
    );
    expect(lost).toEqual([{ value: '"Titan"' }, { value: '"by A"' }, { value: '"by B"' }]);
  });

  // Catches triggers that stay when nothing is shared, or that are there before.
  it('records changes only while it is shared', async () => {
    const [a] = await pair();
    expect(triggers(a)).toBeGreaterThan(20);
    await a.calls.share.disconnect();
    expect(triggers(a)).toBe(0);
    expect(triggers(computer())).toBe(0);
  });
});
