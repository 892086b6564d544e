import { setImmediate } from 'node:timers/promises';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { dataPaths } from '#main/store/data-directory.ts';
import type { NodeEvent } from '#main/store/data/imported-events.ts';
import { openConnection } from '#main/store/database.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { DAY_S } from '#shared/units.ts';
import { gridProxyFarm } from '#test/support/farm-of.ts';
import { NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { compare, median, report, reportRatio, timeMs } from './measure.ts';

const NODES = 200;
const ROUNDS = 7;
/** A history of this many days, with a crash every third. */
const HISTORY_DAYS = 60;

const directory = makeTemporaryDirectory('farmer-bench-');
const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOON_MS });
const nodes = createCalls(app.context).nodes;
await nodes.importNodes({ text: gridProxyFarm(NODES) });

/** The bare reading of the same nodes from the same file, one statement a node, ten times over. */
const database = openConnection(dataPaths(directory.path).database);
const oneNode = database.statement('SELECT * FROM nodes WHERE id = @id');
const ids = database
  .statement<{ readonly id: number }>('SELECT id FROM nodes')
  .all()
  .map(({ id }) => id);
function readNodes(): void {
  for (let round = 0; round < 10; round += 1) {
    for (const id of ids) oneNode.get({ id });
  }
}

/** Boots of three days each, off for half an hour in between. */
async function addHistories(): Promise<void> {
  const stores = await app.context.stores();
  const startS = NOON_MS / 1000 - HISTORY_DAYS * DAY_S;
  stores.transaction(() => {
    for (const node of stores.nodes.list()) {
      for (let boot = 0; boot * 3 < HISTORY_DAYS; boot += 1) {
        const bootedAtS = startS + boot * 3 * DAY_S;
        const bootId = stores.uptime.addBoot(node.id, `bench-${bootedAtS}`, bootedAtS * 1000);
        const spanId = stores.uptime.addSpan(bootId, 60_000, 'demo');
        stores.uptime.extendSpan(spanId, (3 * DAY_S - 1800) * 1000);
      }
    }
  });
}

const summary = () => compare(ROUNDS, () => nodes.summariseFarm(), readNodes);
const unit = 'x ten bare readings of its nodes';
reportRatio(`the summary of ${NODES} imported nodes`, await summary(), { atMost: 2, unit });
await addHistories();
reportRatio(`with ${HISTORY_DAYS} days recorded of each`, await summary(), { atMost: 16, unit });

/** Reports of the whole period so far, one every forty minutes. */
async function addReports(): Promise<void> {
  const stores = await app.context.stores();
  const { startS } = periodAt(NOON_MS / 1000);
  const events: NodeEvent[] = [];
  for (const node of stores.nodes.list()) {
    for (let atS = startS + 2400; atS < NOON_MS / 1000; atS += 2400) {
      events.push({ nodeId: node.id, event: ['uptime', atS, atS - startS], position: null });
    }
  }
  stores.imports.addEvents(null, events);
}

/** The longest that a small call waited while the farm was summarised, beside the whole of that. */
async function longestWait(): Promise<{ readonly waitMs: number; readonly wholeMs: number }> {
  const farm = { isDone: false };
  const summarised = nodes.summariseFarm().finally(() => (farm.isDone = true));
  const waits: number[] = [];
  const started = performance.now();
  while (!farm.isDone) waits.push(await timeMs(() => setImmediate().then(() => nodes.get({ id: ids[0] ?? 1 }))));
  await summarised;
  return { waitMs: Math.max(...waits), wholeMs: performance.now() - started };
}

await addReports();
const bulk = database.query('SELECT node_id, at_s, up_s FROM uptime_reports ORDER BY node_id, at_s, up_s');
const withReports = await compare(
  ROUNDS,
  () => nodes.summariseFarm(),
  () => bulk.all(),
);
reportRatio('with reports of half a period of each', withReports, { atMost: 3, unit: 'x reading them at once' });
const waits: Awaited<ReturnType<typeof longestWait>>[] = [];
for (let round = 0; round < ROUNDS; round += 1) waits.push(await longestWait());
report({
  name: 'the longest wait of a small call meanwhile',
  value: median(waits.map(({ waitMs, wholeMs }) => waitMs / wholeMs)),
  atMost: 0.2,
  unit: 'x the whole summary',
  detail: `${median(waits.map(({ waitMs }) => waitMs)).toFixed(0)} ms`,
});
database.close();
await app.close();
directory.remove();
