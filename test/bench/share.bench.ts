import { Sharing } from '#main/app/share/sharing.ts';
import { syncShare } from '#main/app/share/sync.ts';
import { shareService } from '#main/share/share.ts';
import { type Installation, makeInstallation } from '#test/support/installation.ts';
import { startPostgres } from '#test/support/postgres.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { compare, median, report, timeMs } from './measure.ts';

const ROWS = 1_000_000;
const START_S = 1_700_000_000;
const INTERVAL_S = 40;
const BEATS = 11;
const SETTLE_MS = 250;

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

/** The next time that something of an area changes on a computer. */
function nextChange({ context }: Installation, wanted: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = context.events.subscribe((topic) => {
      if (topic === wanted) {
        stop();
        resolve();
      }
    });
  });
}

/** From a beat on one computer to the page of another one: written, announced, taken in. */
async function beatsElsewhere(): Promise<readonly number[]> {
  const [a, b, farm] = [makeInstallation(), makeInstallation(), await postgres.createDatabase()];
  await a.calls.share.connect({ url: farm, name: 'a', farm: null });
  const { id } = a.handle.stores.nodes.add(plannedTitan('Titan'), Date.now());
  const { uptime } = a.handle.stores;
  const span = uptime.addSpan(uptime.addBoot(id, 'boot', START_S * 1000), 0, 'cli');
  await a.calls.share.sync();
  await b.calls.share.connect({ url: farm, name: 'b', farm: null });
  const loops = [a, b].map(({ context }) => new Sharing(context));
  const times: number[] = [];
  for (let beat = 1; beat <= BEATS; beat += 1) {
    const arrived = nextChange(b, 'uptime');
    times.push(
      await timeMs(() => {
        uptime.extendSpan(span, beat * 60_000);
        a.context.events.publish('uptime');
        return arrived;
      }),
    );
  }
  for (const loop of loops) await loop.stop();
  for (const one of [a, b]) one.close();
  return times;
}

const beats = await beatsElsewhere();
report({
  name: 'share: a beat on one computer, on another one',
  value: median(beats) / SETTLE_MS,
  atMost: 2000 / SETTLE_MS,
  unit: 'x the 250 ms that a change waits for others (2 s)',
  detail: `${Math.round(median(beats))} ms, the slowest ${Math.round(Math.max(...beats))} ms`,
});
installation.close();
await postgres.close();
