import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, makeInstallation, sharedRows } from '#test/support/installation.ts';
import { hasPostgres, mountSmallDisk, startPostgres, type TestPostgres } from '#test/support/postgres.ts';
import { exitOf, plannedTitan, startChild } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const START_S = 1_768_000_000;
/** More statements than a synchronisation sends, and every how many of them it is killed at. */
const MOST_STATEMENTS = 60;
const STEP = Number(process.env['FARMER_SHARE_KILL_STEP'] ?? 8);
const NOTHING = { sent: 0, received: 0 };

const nodeOf = ({ handle: { stores } }: Installation): number => stores.nodes.list()[0]?.id ?? 0;
const report = (one: Installation, upS: number) =>
  one.handle.stores.imports.addEvents(null, [
    { nodeId: nodeOf(one), event: ['uptime', START_S + upS, upS], position: null },
  ]);
const addReports = ({ handle: { database } }: Installation, id: number, count: number) =>
  database
    .statement(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})
       INSERT INTO uptime_reports (node_id, at_s, up_s) SELECT @id, ${START_S} + i * 40, i * 40 FROM n`,
    )
    .run({ id });
const codeOf = (error: unknown) => {
  const { code, data } = error as { code?: string; data?: { code?: string; details?: { reason?: string } } };
  return data?.details?.reason ?? data?.code ?? code;
};

/** Both hold the same, and nothing is left to exchange. */
const expectSame = async (a: Installation, b: Installation, reports: number) => {
  for (const one of [a, b, a]) await one.calls.share.sync();
  expect(sharedRows(b)).toEqual(sharedRows(a));
  expect(sharedRows(a)['uptime_reports']).toHaveLength(reports);
  for (const one of [a, b]) expect(await one.calls.share.sync()).toEqual(NOTHING);
};

describe.runIf(hasPostgres)('a shared farm with a killed server or a full disk', () => {
  let postgres: TestPostgres;
  const open: Installation[] = [];
  const computer = (directory?: string): Installation => {
    const made = makeInstallation(directory);
    open.push(made);
    return made;
  };
  const pair = async (url: string, directory?: string): Promise<readonly [Installation, Installation]> => {
    const [a, b] = [computer(), computer(directory)];
    await a.calls.share.connect({ url, name: 'A', farm: null });
    a.handle.stores.nodes.add(plannedTitan('Titan'), Date.now());
    await a.calls.share.sync();
    await b.calls.share.connect({ url, name: 'B', farm: null });
    return [a, b];
  };
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    for (const installation of open) installation.close();
    await postgres.close();
  });

  // Catches a sending that is lost, or sent twice as another one, when Farmer is killed before or after any statement.
  it.each(['before', 'after'])('loses and doubles nothing when Farmer is killed %s any statement', async (where) => {
    const [a, b] = await pair(await postgres.createDatabase());
    let count = 0;
    for (let killAt = 1; killAt < MOST_STATEMENTS; killAt += STEP) {
      count += 2;
      report(a, count);
      report(b, count + 1);
      await b.calls.share.sync();
      const code = await exitOf(startChild('share-child.ts', [a.directory, String(killAt), where]));
      if (code === 0) break;
      expect(code).toBeNull();
    }
    // Choices, facts and news were on their way: more than a bare question.
    expect(count).toBeGreaterThan(20 / STEP);
    await expectSame(a, b, count);
  });

  // Catches half of a large upload that is taken for the whole.
  it('loses nothing when the server is killed in the middle of an upload', async () => {
    const [a, b] = await pair(await postgres.createDatabase());
    addReports(a, nodeOf(a), 60_000);
    for (const pauseMs of [50, 400, 1200]) {
      const sync = a.calls.share.sync().then(
        () => 'whole',
        (error: unknown) => codeOf(error),
      );
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await postgres.stop('kill');
      expect(['unreachable', 'failed', 'whole']).toContain(await sync);
      await postgres.start();
    }
    await expectSame(a, b, 60_000);
  });

  // Catches a full disk of the server that is not named, or after which a computer never catches up.
  it('waits while the server’s disk is full, and resumes afterwards', async (context) => {
    const directory = makeTemporaryDirectory('farmer-full-');
    const disk = mountSmallDisk(directory.path, 16_000);
    if (disk === undefined) context.skip('a small disk cannot be mounted here');
    const url = new URL(await postgres.createDatabase());
    await postgres.run(url.href, `CREATE TABLESPACE small LOCATION '${directory.path}'`);
    await postgres.run(url.href, 'CREATE DATABASE full_disk TABLESPACE small');
    url.pathname = '/full_disk';
    const [a, b] = await pair(url.href);
    addReports(a, nodeOf(a), 120_000);
    expect(await a.calls.share.sync().catch(codeOf)).toBe('disk-full');
    expect(await a.calls.share.getStatus()).toMatchObject({ state: 'refused', problem: { kind: 'disk-full' } });
    disk?.grow();
    await expectSame(a, b, 120_000);
    expect((await a.calls.share.getStatus()).state).toBe('connected');
    await postgres.stop();
    disk?.unmount();
    directory.remove();
    await postgres.start();
  });

  // Catches rows that are noted as taken in although there was no room for them.
  it('waits while this computer’s disk is full, and resumes afterwards', async (context) => {
    const directory = makeTemporaryDirectory('farmer-full-');
    const path = join(directory.path, 'disk');
    mkdirSync(path);
    const disk = mountSmallDisk(path, 3000);
    if (disk === undefined) context.skip('a small disk cannot be mounted here');
    const [a, b] = await pair(await postgres.createDatabase(), path);
    addReports(a, nodeOf(a), 150_000);
    await a.calls.share.sync();
    expect(await b.calls.share.sync().catch(codeOf)).toBe('DISK_FULL');
    disk?.grow();
    await expectSame(a, b, 150_000);
    b.close();
    open.splice(open.indexOf(b), 1);
    disk?.unmount();
    directory.remove();
  });
});
