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
 * `node scripts/share-scale.ts [--nodes 1000] [--days 365] [--dir FOLDER] [--without-upload]`. It needs about 700 bytes of disk
 * a report. Without the upload SQL fills the shared table, in the order of an upload, which takes a tenth of the time.
 */
const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    days: { type: 'string', default: '365' },
    dir: { type: 'string', default: '/tmp/farmer-share-scale' },
    'without-upload': { type: 'boolean', default: false },
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

const installation = makeInstallation(join(values.dir, 'first'));
const { stores, database } = installation.handle;
const ids = Array.from({ length: NODES }, (_, index) => {
  const grid = { nodeId: index + 1, farmId: 1, twinId: null };
  return stores.nodes.add({ ...plannedTitan(`n${index + 1}`), kind: 'imported', grid }, Date.now()).id;
});
said(`| nodes, days, reports | ${NODES}, ${DAYS}, ${total} |\n|---|---|`);
if (!values['without-upload']) {
  const insert = database.statement(`
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${perNode})
    INSERT INTO uptime_reports (node_id, at_s, up_s) SELECT @id, ${START_S} + i * ${INTERVAL_S} + @id % 2400, i * ${INTERVAL_S} FROM n`);
  for (const id of ids) insert.run({ id });
}

const postgres = await startPostgres(['max_wal_size=4GB', 'shared_buffers=256MB']);
const url = await postgres.createDatabase();
const ask = async (sql: string) => postgres.run(url, sql);
const uploaded = await time(() => installation.calls.share.connect({ url, name: 'first', farm: null }));
const state = stores.share.state();
const [farmId = '', installationId = ''] = [state?.farmId, state?.installationId].map((id) => `'${id}'::uuid`);
const pushed = state?.pushed ?? 0;
/** How many reports a sending holds. */
const ROWS_A_SENDING = 50_000;

/** Fills the shared table as an upload of this installation would. */
async function fill(): Promise<void> {
  await ask(
    `SELECT farmer.make_months('uptime_reports', ARRAY(SELECT generate_series(${START_S}, ${START_S + DAYS * 86_400}, 864000)::bigint))`,
  );
  await ask(`
    INSERT INTO farmer.uptime_reports (farm_id, installation_id, sending, node, at_s, up_s)
    SELECT ${farmId}, ${installationId}, ${pushed} + 1 + (node * ${perNode}::bigint + i) / ${ROWS_A_SENDING},
      'grid:' || node + 1, ${START_S} + i * ${INTERVAL_S} + node, i * ${INTERVAL_S}
    FROM generate_series(0, ${NODES - 1}) AS node, generate_series(0, ${perNode - 1}) AS i`);
  const last = pushed + 1 + Math.floor((total - 1) / ROWS_A_SENDING);
  await ask(`UPDATE farmer.installations SET sending = ${last}`);
  stores.share.setPushed(last, pushed);
}

if (values['without-upload']) {
  const filled = await time(fill);
  said(`| the shared table filled by SQL, not by an upload | ${seconds(filled.ms)} |`);
} else {
  said(`| first upload | ${seconds(uploaded.ms)}, ${Math.round(total / (uploaded.ms / 1000))} reports a second |`);
}
const lastSending = stores.share.state()?.pushed ?? 0;
await ask('VACUUM ANALYZE');
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
await askPostgres(
  'a month of one node, as a dashboard asks',
  `SELECT * FROM farmer.uptime_reports WHERE farm_id = ${farmId} AND node = 'grid:7' AND at_s BETWEEN ${START_S} AND ${START_S + 2_600_000}`,
);
const oneDay = `SELECT count(*) FROM farmer.uptime_reports WHERE farm_id = ${farmId} AND at_s BETWEEN ${START_S} AND ${START_S + 86_400}`;
await askPostgres('reports of the whole farm on one day', oneDay);
const newsSince = pullSql
  .replaceAll('$1', farmId)
  .replaceAll('$2', installationId)
  .replaceAll('$3', String(lastSending))
  .replaceAll('$4', String(lastSending + 2));
await askPostgres('what is new since a sending', newsSince);
const twoSendings = newsSince
  .replaceAll(`> ${lastSending}`, `> ${lastSending - 2}`)
  .replaceAll(`<= ${lastSending + 2}`, `<= ${lastSending}`);
await askPostgres('two sendings, as a computer that joins reads them', twoSendings);

const connection = await shareService.open(url);
await syncShare(installation.context, connection);
const idle = await time(() => syncShare(installation.context, connection));
said(`| a synchronisation with nothing new | ${seconds(idle.ms)} |`);
const second = makeInstallation(join(values.dir, 'second'));
const joined = await time(() => second.calls.share.connect({ url, name: 'second', farm: null }));
said(
  `| a second computer joins and takes all in | ${seconds(joined.ms)}, ${Math.round(total / (joined.ms / 1000))} reports a second |`,
);
stores.imports.addEvents(
  null,
  ids.map((nodeId) => ({ nodeId, event: ['uptime', START_S + DAYS * 86_400 + 5000, 5], position: null })),
);
const sent = await time(() => syncShare(installation.context, connection));
const taken = await time(() => second.calls.share.sync());
said(`| a report of every node: sent, taken in elsewhere | ${seconds(sent.ms)}, ${seconds(taken.ms)} |`);
await connection.close();

const joinedDatabase = second.handle.database;
joinedDatabase.execute('PRAGMA wal_checkpoint(TRUNCATE)');
const [rows] = joinedDatabase.statement<{ n: number }>('SELECT count(*) AS n FROM uptime_reports').all();
said(`| SQLite: rows, size | ${rows?.n}, ${mebibytes(statSync(join(values.dir, 'second', 'farmer.sqlite')).size)} |`);

/** A question of SQLite: how long it takes and how it is answered. */
async function askSqlite(name: string, sql: string): Promise<void> {
  const { ms } = await time(() => joinedDatabase.statement(sql).all());
  const plan = joinedDatabase.statement<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
  said(`| SQLite: ${name} | ${seconds(ms)}: ${plan.map(({ detail }) => detail).join('; ')} |`);
}
const someId = second.handle.stores.nodes.list().at(-1)?.id ?? 1;
await askSqlite(
  'a period of one node',
  `SELECT at_s, up_s FROM uptime_reports WHERE node_id = ${someId} AND at_s BETWEEN ${START_S} AND ${START_S + 2_630_880} ORDER BY at_s, up_s`,
);
await askSqlite(
  'the last report of every node',
  'SELECT id, (SELECT max(at_s) FROM uptime_reports WHERE node_id = nodes.id) FROM nodes',
);
const farm = await time(() => second.calls.nodes.summariseFarm({}));
said(`| SQLite: the farm as its page shows it | ${seconds(farm.ms)} |`);

/** How large the indexes of a name are, over all partitions. */
async function sizeOf(like: string): Promise<string> {
  const [found] = await ask(
    `SELECT sum(pg_relation_size(oid)) AS bytes FROM pg_class WHERE relkind = 'i' AND relname LIKE 'uptime_reports%${like}%'`,
  );
  return `${Math.round(Number(found?.['bytes']) / 1024)} KiB`;
}
// Whether a BRIN index would serve: by the time, and in the place of the b-tree by sending.
said(`| b-trees: primary key, by sending | ${await sizeOf('pkey')}, ${await sizeOf('_sending_idx')} |`);
await ask('CREATE INDEX brin_at ON farmer.uptime_reports USING brin (at_s)');
said(`| BRIN by time | ${await sizeOf('at_s_idx')} |`);
await askPostgres('one day, with BRIN by time, rows in the order of an upload', oneDay);
await ask(`
  CREATE TABLE arrived AS SELECT * FROM farmer.uptime_reports_${new Date(START_S * 1000).toISOString().slice(0, 7).replace('-', '_')} ORDER BY at_s;
  CREATE INDEX arrived_brin ON arrived USING brin (at_s)`);
await ask('VACUUM ANALYZE arrived');
await askPostgres(
  'one day, with BRIN by time, rows in the order of their time',
  oneDay.replace('farmer.uptime_reports', 'arrived'),
);
await ask('DROP INDEX farmer.brin_at; DROP INDEX farmer.uptime_reports_by_sending');
await ask('CREATE INDEX brin_sending ON farmer.uptime_reports USING brin (farm_id, installation_id, sending)');
said(`| BRIN by sending | ${await sizeOf('_sending_idx')} |`);
await askPostgres('what is new since a sending, with BRIN by sending', newsSince);
await askPostgres('two sendings, with BRIN by sending', twoSendings);
second.close();
installation.close();
await postgres.close();
rmSync(values.dir, { recursive: true, force: true });
