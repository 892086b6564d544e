import { syncShare } from '#main/app/share/sync.ts';
import { shareService } from '#main/share/share.ts';
import { makeInstallation } from '#test/support/installation.ts';
import { startPostgres } from '#test/support/postgres.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { compare, report, timeMs } from './measure.ts';

const ROWS = 1_000_000;
const START_S = 1_700_000_000;
const INTERVAL_S = 40;

const postgres = await startPostgres();
const installation = makeInstallation();
const { stores, database } = installation.handle;
const node = stores.nodes.add(plannedTitan('Titan'), Date.now());
database
  .statement(
    `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${ROWS})
     INSERT INTO uptime_reports (node_id, at_s, up_s) SELECT @id, ${START_S} + i * ${INTERVAL_S}, i * ${INTERVAL_S} FROM n`,
  )
  .run({ id: node.id });

/** COPY alone of the same rows into the same table with its indexes and partitions: nothing can be faster. */
async function copyAlone(): Promise<number> {
  const url = await postgres.createDatabase();
  const other = makeInstallation();
  await other.calls.share.connect({ url, name: 'reference', farm: null });
  const state = other.handle.stores.share.state();
  const connection = await shareService.open(url);
  const months = Array.from({ length: 16 }, (_, month) => START_S + month * 2_600_000);
  await connection.query(`SELECT farmer.make_months('uptime_reports', ARRAY[${months.join(',')}])`);
  const lines = Array.from(
    { length: ROWS },
    (_, i) => `${state?.farmId}\t${state?.installationId}\t1\tgrid:1\t${START_S + i * INTERVAL_S}\t${i * INTERVAL_S}\n`,
  ).join('');
  const columns = 'farm_id, installation_id, sending, node, at_s, up_s';
  const ms = await timeMs(() => connection.copyIn(`COPY farmer.uptime_reports (${columns}) FROM STDIN`, lines));
  await connection.close();
  other.close();
  return ms;
}

const referenceMs = await copyAlone();
const url = await postgres.createDatabase();
const uploadMs = await timeMs(() => installation.calls.share.connect({ url, name: 'bench', farm: null }));
report({
  name: 'share: first upload of 1 M events',
  value: uploadMs / referenceMs,
  atMost: 2,
  unit: 'x COPY alone of the same rows into the same table',
  detail: `${Math.round(uploadMs)} ms, COPY ${Math.round(referenceMs)} ms`,
});

const connection = await shareService.open(url);
const idle = await compare(
  50,
  () => syncShare(installation.context, connection),
  () => connection.query('SELECT count(*) FROM farmer.installations'),
);
report({
  name: 'share: a synchronisation with nothing new',
  value: idle.ratio,
  atMost: 12,
  unit: 'x a bare question to the same server',
  detail: `${idle.ms.toFixed(1)} ms`,
});
await connection.close();
installation.close();
await postgres.close();
