import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppCalls } from '#main/app/router.ts';
import type { Stores } from '#main/store/stores.ts';
import { NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import { DAY_S, HOUR_S } from '#shared/units.ts';
import { importReports } from './import-reports.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');

/** A file of `test/fixtures` as text. */
export function fixtureText(path: string): string {
  return readFileSync(join(FIXTURES, path), 'utf8');
}

const BIDS = `id,buyer,vcpus,memory_gib,ssd_gib,gpus,months,price_per_month,currency,min_uptime_percent,certified_only,expires_at
b1,Ann,1,2,25,0,6,12.5,USD,95,false,2030-01-01T00:00Z
b2,"Bo, Ltd",1,2,25,0,3,9,CC,,false,2030-01-01T00:00Z
b3,Cy,1,2,25,0,3,11,USD,,false,2030-01-01T00:00Z
b4,Di,1,2,25,0,3,14,USD,,false,2030-01-01T00:00Z
`;

const file = (path: string) => ({ text: fixtureText(path), file: path.split('/').at(-1) ?? '' });

/** Fills a data directory so that every table has rows, most of them three and more. */
export async function fillEveryTable(calls: AppCalls, stores: Stores, nowMs: number): Promise<void> {
  const nowS = Math.floor(nowMs / 1000);
  await calls.data.demo.fill();
  await calls.nodes.importNodes(file('imports/nodes-1-and-2.json'));
  await calls.nodes.importNodes(file('imports/n3-graphql-nodes.json'));
  await calls.nodes.importNodes(file('imports/k8-farmerbot.yml'));
  for (const name of ['r1-api-node-list', 'r2-api-receipt', 'r6-api-fixup', 'r7-api-retry', 'r18-reminted']) {
    await calls.uptime.receipts.importReceipts(file(`receipts/${name}.json`));
  }
  const nodeId = (await calls.nodes.list({})).nodes[0]?.id ?? 1;
  await importReports(stores, { ...file('imports/u2-graphql-num.json'), nowMs, nodeId });
  await importReports(stores, { ...file('imports/u16-graphql-two-nodes.json'), nowMs });
  for (const hours of [1, 2, 3]) {
    const atS = nowS - hours * DAY_S;
    const text = `timestamp,kind,power\n${atS},target,Up\n${atS + 1},state,Up\n`;
    await importReports(stores, { text, nowMs, nodeId, file: `power-${hours}.csv` });
  }
  await calls.bids.importFile({ text: BIDS });
  const { nodes } = await calls.nodes.list({});
  const bidder = nodes.find(({ kind, resources }) => kind === 'planned' && resources !== null);
  const planned = await calls.nodes.addPlanned({
    name: 'Planned',
    resources: { cru: 8, mruBytes: 2 ** 35, sruBytes: 10 ** 12, hruBytes: 0 },
  });
  for (const id of [nodeId, bidder?.id ?? planned.id, planned.id]) {
    await calls.slices.updatePlan({ nodeId: id, patch: { layout: 'auto' } });
    for (const note of ['one', 'two', 'three']) {
      await calls.uptime.addMaintenance({ nodeId: id, startS: nowS + HOUR_S, lengthS: HOUR_S, note });
    }
    for (const hours of [1, 2, 3]) {
      stores.wakeUps.add(id, { kind: 'drill', requestedAtS: nowS - hours * HOUR_S, asleepSinceS: nowS - 5 * HOUR_S });
      stores.uptime.addClockStep(id, { atMs: nowMs - hours * 60_000, stepMs: 5000 });
    }
  }
  const { slices } = await calls.slices.prices.list({ nodeId: null });
  for (const { id: sliceId } of slices.slice(0, 3)) {
    for (const priceMonth of ['5', '6', '7']) await calls.slices.prices.set({ sliceId, priceMonth, isForced: true });
  }
  for (const id of ['b1', 'b2']) {
    await calls.bids.accept({ id }).catch(() => undefined);
  }
  await calls.bids.decline({ id: 'b3', reason: 'no' });
  for (const name of ['One', 'Two', 'Three']) {
    await calls.earnings.scenarios.save({ name, nodeId: null, scenario: {} });
  }
  for (const id of [7, 8, 9]) {
    const rates = { cuMusd: 1000, suMusd: 1000, nuMusd: 10, ipv4HourMusd: 1 };
    await calls.rules.policies.save({ id, name: `Policy ${id}`, rates, minimumPermille: 950, source: 'x' });
  }
  for (const rate of ['0.01', '0.02', '0.03']) {
    await calls.settings.rates.set({ kind: 'tft-usd', rate });
    await calls.settings.rates.set({ kind: 'gold-usd-per-gram', rate });
    await calls.settings.rates.set({ kind: 'currency-per-usd', rate, currency: 'EUR' });
  }
  await calls.settings.update({ farm: { name: 'Farm' }, theme: 'dark' });
  const thisMachine = stores.nodes.add(
    {
      ...NODE_DEFAULTS,
      kind: 'this-machine',
      name: 'Mine',
      resources: { cru: 8, mruBytes: 2 ** 35, sruBytes: 10 ** 12, hruBytes: 0 },
      isVirtual: false,
      importSource: null,
      isDemo: false,
    },
    nowMs,
  );
  stores.uptime.setHolder({ nodeId: thisMachine.id, host: 'cli', pid: 1, startedAtMs: nowMs, beatIntervalMs: 60_000 });
  for (const index of [1, 2, 3]) {
    const key = `budget-20:${nodeId}:${index}`;
    stores.notifications.raise(
      { key, kind: 'budget-20', severity: 'normal', nodeId, figures: { leftS: 5 } },
      'now',
      nowS - index * DAY_S,
    );
  }
  for (const periodIndex of [99, 100, 101]) {
    const record = await calls.uptime.getSummary({ nodeId, periodIndex });
    stores.uptimeRecords.freeze(nodeId, { periodIndex, rulesId: 'minting-v3', frozenAtMs: nowMs, record });
  }
}
