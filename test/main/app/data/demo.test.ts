import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppCalls, createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { openConnection } from '#main/store/database.ts';
import { dataPaths } from '#main/store/data-directory.ts';
import { dataTables, quoted } from '#main/store/structure.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let app: ComposedApp;
let demo: AppCalls['data']['demo'];

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOON_MS });
  demo = createCalls(app.context).data.demo;
  const { nodes, settings } = await app.context.stores();
  nodes.add(plannedTitan('real'), NOON_MS);
  settings.update({ farm: { name: 'Meadow' } }, NOON_MS);
});

afterEach(async () => {
  await app.close();
  directory.remove();
});

/** Every row of every table. */
function dump(): Readonly<Record<string, readonly unknown[]>> {
  const database = openConnection(dataPaths(directory.path).database, { mustExist: true });
  const rows = dataTables(database).map(
    (table) => [table.name, database.statement(`SELECT * FROM ${quoted(table.name)}`).all()] as const,
  );
  database.close();
  return Object.fromEntries(rows);
}

describe('demo data', () => {
  // Catches a row of the demo that stays behind, and a real one that goes with it.
  it('is removed without a trace', async () => {
    const before = dump();
    expect(await demo.fill()).toEqual({ isPresent: true, nodeCount: 3 });
    expect(dump()).not.toEqual(before);
    expect(await demo.remove()).toEqual({ isPresent: false, nodeCount: 0 });
    expect(dump()).toEqual(before);
  });

  // Catches a farm that doubles with every click.
  it('is added only once', async () => {
    await demo.fill();
    const once = dump();
    await demo.fill();
    expect(dump()).toEqual(once);
  });

  // Catches demo nodes that can be taken for real ones, and demo figures in the farmer's export.
  it('is marked everywhere and never exported', async () => {
    await demo.fill();
    const { nodes } = await app.context.stores();
    const added = nodes.list().filter((node) => node.isDemo);
    expect(added.every((node) => node.name.endsWith('(demo)'))).toBe(true);
    const exported = await createCalls(app.context).data.exports.read({ table: 'nodes' });
    expect(exported.rows.map((row) => row[2])).toEqual(['real']);
  });

  // Catches an empty place on a screen that the demo should show: change of hardware, outages, receipts.
  it('has a history', async () => {
    await demo.fill();
    const { nodes, hardware, reachability, receipts, uptime } = await app.context.stores();
    const own = nodes.list().find((node) => node.importSource === 'passport');
    const id = own?.id ?? 0;
    expect(own?.resources?.mruBytes).toBe(34_359_738_368);
    expect(hardware.history(id, 9).map((snapshot) => snapshot.resources.mruBytes)).toEqual([
      34_359_738_368, 17_179_869_184,
    ]);
    expect(receipts.list(id)).toHaveLength(2);
    expect(uptime.boots([id], 0, NOON_MS).get(id)).toHaveLength(6);
    const failedS = NOON_MS / 1000 - 864_000;
    expect(reachability.spans(id, { startS: 0, endS: NOON_MS / 1000 })).toEqual([
      { startS: failedS, endS: failedS + 4500 },
    ]);
    for (const periodIndex of [null, periodAt(failedS).index]) {
      const summary = await createCalls(app.context).uptime.getSummary({ nodeId: id, periodIndex });
      expect(summary.permille.high - summary.permille.low).toBeLessThan(5);
      expect(summary.budget.leftS.low).toBeGreaterThan(summary.budget.allowedS / 2);
    }
    const changes = await createCalls(app.context).hardware.readings.listChanges({ nodeId: id, limit: 5 });
    expect(changes.changes[0]?.worth).toMatchObject({ cuBefore: '3.75', cuAfter: '7.75' });
    const listed = await createCalls(app.context).uptime.receipts.list({ nodeId: id });
    expect(listed.receipts).toHaveLength(2);
  });
});
