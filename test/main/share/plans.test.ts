import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHARE_MIGRATIONS } from '#main/share/migrations.ts';
import { pullSql, pushSql } from '#main/share/shared-sql.ts';
import { type Installation, makeInstallation } from '#test/support/installation.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '#test/support/postgres.ts';

const START_S = 1_767_225_600;
const DAY_S = 86_400;
const NODES = 800;
/** Reports of three months, in the order of their time as recorders write them. */
const REPORTS_A_NODE = 200;
const INTERVAL_S = 38_400;

/** The indexes that a plan reads. */
const indexesOf = (plan: string) => [
  ...new Set([...plan.matchAll(/(?:using|Index Scan on) (\w+)/g)].map(([, name]) => name)),
];

describe.runIf(hasPostgres)('the query plans of a shared database', () => {
  let postgres: TestPostgres;
  let url: string;
  let farm: string;
  let own: string;
  const open: Installation[] = [];

  /** How PostgreSQL answers, with the statistics that it has. */
  async function planOf(sql: string): Promise<string> {
    const rows = await postgres.run(url, `EXPLAIN (COSTS off) ${sql}`);
    return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
  }

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase();
    const installation = makeInstallation();
    open.push(installation);
    await installation.calls.share.connect({ url, name: 'A', farm: null });
    const state = installation.handle.stores.share.state();
    [farm, own] = [`'${state?.farmId}'::uuid`, `'${state?.installationId}'::uuid`];
    await postgres.run(
      url,
      `SELECT farmer.make_months('uptime_reports', ARRAY(SELECT ${START_S} + month * 31 * ${DAY_S} FROM generate_series(0, 2) AS month));
       INSERT INTO farmer.uptime_reports (farm_id, installation_id, sending, node, at_s, up_s)
       SELECT ${farm}, ${own}, 100 + i, 'grid:' || node, ${START_S} + i * ${INTERVAL_S} + node, i * ${INTERVAL_S}
       FROM generate_series(0, ${REPORTS_A_NODE - 1}) AS i, generate_series(1, ${NODES}) AS node`,
    );
    await postgres.run(url, 'VACUUM ANALYZE farmer.uptime_reports');
  });
  afterAll(async () => {
    for (const installation of open) installation.close();
    await postgres.close();
  });

  // Catches a dashboard that reads a whole month, or all months, for one node.
  it('find a node and month by the key of one partition', async () => {
    const plan = await planOf(
      `SELECT * FROM farmer.uptime_reports WHERE farm_id = ${farm} AND node = 'grid:7' AND at_s BETWEEN ${START_S} AND ${START_S + DAY_S}`,
    );
    expect(indexesOf(plan)).toEqual(['uptime_reports_2026_01_pkey']);
    expect(plan).not.toMatch(/2026_0[234]|elsewhen|Seq Scan/);
  });

  // Catches a question about the whole farm on one day that reads the key of all nodes of the month.
  it('find a day of all nodes by time when rows were inserted in the order of time', async () => {
    const day = `SELECT * FROM farmer.uptime_reports WHERE farm_id = ${farm} AND at_s BETWEEN ${START_S} AND ${START_S + DAY_S}`;
    const plan = await planOf(day);
    expect(indexesOf(plan)).toEqual(['uptime_reports_2026_01_at_s_idx']);
    expect(plan).not.toMatch(/2026_0[234]|elsewhen|Seq Scan/);
  });

  // Catches a synchronisation that reads what it has taken in before.
  it('find new rows, and the rows for a joining computer, by batch number', async () => {
    for (const [after, upTo] of [
      [298, 302],
      [200, 202],
    ]) {
      const sql = pullSql
        .replaceAll('$1', farm)
        .replaceAll('$2', own)
        .replaceAll('$3', String(after))
        .replaceAll('$4', String(upTo));
      const plan = await planOf(sql);
      const ofReports = plan.split('\n').filter((line) => /uptime_reports_2026/.test(line));
      expect(ofReports.filter((line) => line.includes('Seq Scan'))).toEqual([]);
      expect(ofReports.join('\n')).toContain('_sending_idx');
    }
  });

  // Catches an upload that reads the table for each row that it takes away or finds again.
  it('find rows that were deleted, or are held by others, by their key', async () => {
    const sql = pushSql.facts.get('uptime_reports');
    const keys = `'[{"node":"grid:7","at_s":${START_S + 7},"up_s":0}]'`;
    for (const text of [sql?.remove, sql?.heldByOthers]) {
      const plan = await planOf(
        String(text).replaceAll('$1', farm).replaceAll('$2', own).replaceAll('$3', '9').replaceAll('$4', keys),
      );
      expect(plan).toContain('uptime_reports_2026_01_pkey');
      expect(plan).not.toMatch(/Seq Scan on uptime_reports_2026/);
    }
  });

  // Catches a database of before that stays as it was, or that a second start changes again.
  it('are the same in a database created by an earlier version', async () => {
    const old = await postgres.createDatabase();
    const [first] = SHARE_MIGRATIONS;
    await postgres.run(old, `${first?.sql}; INSERT INTO farmer.migrations (version) VALUES (1)`);
    for (let start = 0; start < 2; start += 1) {
      const installation = makeInstallation();
      open.push(installation);
      expect((await installation.calls.share.connect({ url: old, name: null, farm: null })).state).toBe('connected');
    }
    const indexes = `SELECT indexname FROM pg_indexes WHERE schemaname = 'farmer' AND indexname LIKE '%\\_by\\_time' ORDER BY 1`;
    expect(await postgres.run(old, indexes)).toEqual(await postgres.run(url, indexes));
    expect(await postgres.run(old, indexes)).toHaveLength(3);
  });

  // Catches a database with TimescaleDB that counts as one of another program; and tables whose parts any member may read.
  it.skipIf(process.env['FARMER_TEST_PG'] !== undefined)(
    'work with plain partitions next to TimescaleDB, whose own tables are ignored',
    async () => {
      // The extension cannot be had here: this one has its name and its kind of tables.
      const [place] = await postgres.run(url, `SELECT setting FROM pg_config WHERE name = 'SHAREDIR'`);
      const extension = join(String(place?.['setting']), 'extension', 'timescaledb');
      writeFileSync(`${extension}.control`, "default_version = '2.14.2'\nrelocatable = false\n");
      writeFileSync(
        `${extension}--2.14.2.sql`,
        'CREATE SCHEMA _timescaledb_catalog; CREATE TABLE _timescaledb_catalog.hypertable (id integer);',
      );
      const beside = await postgres.createDatabase();
      await postgres.run(beside, 'CREATE EXTENSION timescaledb');
      const installation = makeInstallation();
      open.push(installation);
      expect((await installation.calls.share.connect({ url: beside, name: null, farm: null })).state).toBe('connected');
      const kinds = `SELECT relkind::text FROM pg_class WHERE oid = 'farmer.uptime_reports'::regclass`;
      expect(await postgres.run(beside, kinds)).toEqual([{ relkind: 'p' }]);
      const [foreign, other] = [await postgres.createDatabase(), makeInstallation()];
      open.push(other);
      await postgres.run(foreign, 'CREATE EXTENSION timescaledb; CREATE TABLE orders (id integer)');
      await expect(other.calls.share.connect({ url: foreign, name: null, farm: null })).rejects.toThrow(
        'another program',
      );
    },
  );
});
