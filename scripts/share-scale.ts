import { mkdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { syncShare } from '#main/app/share/sync.ts';
import { shareService } from '#main/share/share.ts';
import { pullSql } from '#main/share/shared-sql.ts';
import { makeInstallation } from '#test/support/installation.ts';
import { startPostgres } from '#test/support/postgres.ts';
import { plannedTitan } from '#test/support/stores.ts';

/**
 * Measures a farm of many nodes over years, in SQLite and in PostgreSQL: rows, sizes, times and query plans, as Markdown.
 * `node scripts/share-scale.ts [--nodes 1000] [--days 365] [--dir FOLDER]`. It needs about 700 bytes of disk a report.
 */
const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    days: { type: 'string', default: '365' },
    dir: { type: 'string', default: '/tmp/farmer-share-scale' },
  },
});
const [NODES, DAYS] = [Number(values.nodes), Number(values.days)];
/** As nodes report: every 40 minutes. */
const INTERVAL_S = 2400;
const START_S = 1_735_689_600;
const BYTES_A_REPORT = 700;

const perNode = Math.floor((DAYS * 86_400) / INTERVAL_S);
const total = perNode * NODES;
mkdirSync(values.dir, { recursive: true });
const { bavail, bsize } = statfsSync(values.dir);
if (bavail * bsize < total * BYTES_A_REPORT) throw new Error(`${values.dir} has no room for ${total} reports.`);

const said = (line: string): void => console.log(line);
const mebibytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MiB`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 3 : 0)} s`;
async function time<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}

const directory = join(values.dir, 'first');
const installation = makeInstallation(directory);
const { stores, database } = installation.handle;
const ids = Array.from({ length: NODES }, (_, index) => {
  const grid = { nodeId: index + 1, farmId: 1, twinId: null };
  return stores.nodes.add({ ...plannedTitan(`n${index + 1}`), kind: 'imported', grid }, Date.now()).id;
});
const filled = await time(() => {
  const insert = database.statement(`
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${perNode})
    INSERT INTO uptime_reports (node_id, at_s, up_s) SELECT @id, ${START_S} + i * ${INTERVAL_S} + @id % 2400, i * ${INTERVAL_S} FROM n`);
  for (const id of ids) insert.run({ id });
});
database.execute('PRAGMA wal_checkpoint(TRUNCATE)');
said(`| nodes, days, reports | ${NODES}, ${DAYS}, ${total} |\n|---|---|`);
said(`| SQLite: filled in | ${seconds(filled.ms)} |`);
said(`| SQLite: size | ${mebibytes(statSync(join(directory, 'farmer.sqlite')).size)} |`);

/** A question of SQLite: how long it takes and how it is answered. */
async function askSqlite(name: string, sql: string): Promise<void> {
  const { ms } = await time(() => database.statement(sql).all());
  const plan = database.statement<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
  said(`| SQLite: ${name} | ${seconds(ms)}: ${plan.map(({ detail }) => detail).join('; ')} |`);
}
const [someId = 1] = ids.slice(-1);
await askSqlite(
  'a period of one node',
  `SELECT at_s, up_s FROM uptime_reports WHERE node_id = ${someId} AND at_s BETWEEN ${START_S} AND ${START_S + 2_630_880} ORDER BY at_s, up_s`,
);
await askSqlite(
  'the last report of every node',
  'SELECT id, (SELECT max(at_s) FROM uptime_reports WHERE node_id = nodes.id) FROM nodes',
);
const farm = await time(() => installation.calls.nodes.summariseFarm({}));
said(`| SQLite: the farm as its page shows it | ${seconds(farm.ms)} |`);

const postgres = await startPostgres(['max_wal_size=4GB', 'shared_buffers=256MB']);
const url = await postgres.createDatabase();
const ask = async (sql: string) => postgres.run(url, sql);
const uploaded = await time(() => installation.calls.share.connect({ url, name: 'first', farm: null }));
said(`| first upload | ${seconds(uploaded.ms)}, ${Math.round(total / (uploaded.ms / 1000))} reports a second |`);
await ask('ANALYZE');
const sizes = await ask(`
  SELECT sum(c.reltuples)::bigint AS rows, sum(pg_table_size(c.oid)) AS heap, sum(pg_indexes_size(c.oid)) AS indexes, count(*) AS parts
  FROM pg_inherits AS h JOIN pg_class AS c ON c.oid = h.inhrelid WHERE h.inhparent = 'farmer.uptime_reports'::regclass`);
const [size] = sizes;
said(`| PostgreSQL: rows, partitions | ${String(size?.['rows'])}, ${String(size?.['parts'])} |`);
said(
  `| PostgreSQL: rows and indexes | ${mebibytes(Number(size?.['heap']))} and ${mebibytes(Number(size?.['indexes']))} |`,
);

/** A question of PostgreSQL, as it is answered. */
async function askPostgres(name: string, sql: string): Promise<void> {
  const rows = await ask(`EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY on) ${sql}`);
  const plan = rows.map((row) => String(row['QUERY PLAN']).trim());
  const scans = [
    ...new Set(
      plan
        .filter((line) => /Scan/.test(line) && !/never executed/.test(line))
        .map((line) => line.replace(/^-> +/, '').replace(/ \(actual.*$/, '')),
    ),
  ];
  const tooMany = scans.length > 4 ? [`${scans.length} scans, of which`, ...scans.slice(0, 2)] : scans;
  said(
    `| PostgreSQL: ${name} | ${plan.find((line) => line.startsWith('Execution Time')) ?? ''}: ${tooMany.join('; ')} |`,
  );
}
const state = stores.share.state();
const member = [state?.farmId, state?.installationId].map((id) => `'${id}'::uuid`);
const [farmId = '', installationId = ''] = member;
await askPostgres(
  'a month of one node, as a dashboard asks',
  `SELECT * FROM farmer.uptime_reports WHERE farm_id = ${farmId} AND node = 'grid:7' AND at_s BETWEEN ${START_S} AND ${START_S + 2_600_000}`,
);
await askPostgres(
  'reports of the whole farm on one day',
  `SELECT count(*) FROM farmer.uptime_reports WHERE farm_id = ${farmId} AND at_s BETWEEN ${START_S} AND ${START_S + 86_400}`,
);
await askPostgres(
  'what is new since a sending',
  pullSql
    .replaceAll('$1', farmId)
    .replaceAll('$2', installationId)
    .replaceAll('$3', String(state?.pushed))
    .replaceAll('$4', String((state?.pushed ?? 0) + 2)),
);

const connection = await shareService.open(url);
await syncShare(installation.context, connection);
const idle = await time(() => syncShare(installation.context, connection));
said(`| a synchronisation with nothing new | ${seconds(idle.ms)} |`);
const second = makeInstallation(join(values.dir, 'second'));
const joined = await time(() => second.calls.share.connect({ url, name: 'second', farm: null }));
said(`| a second computer joins and takes all in | ${seconds(joined.ms)} |`);
stores.imports.addEvents(
  null,
  ids.map((nodeId) => ({ nodeId, event: ['uptime', START_S + DAYS * 86_400 + 5000, 5], position: null })),
);
const sent = await time(() => syncShare(installation.context, connection));
const taken = await time(() => second.calls.share.sync());
said(`| a report of every node: sent, taken in elsewhere | ${seconds(sent.ms)}, ${seconds(taken.ms)} |`);
await connection.close();
second.close();
installation.close();
await postgres.close();
rmSync(values.dir, { recursive: true, force: true });
