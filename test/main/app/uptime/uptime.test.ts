import type { Period } from '#shared/contract/uptime/periods.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AppCalls, createCalls } from '#main/app/router.ts';
import { ensureOwnNode } from '#main/app/hardware/machine-node.ts';
import { readFrozen } from '#main/app/uptime/uptime.ts';
import { freezeClosedPeriods, watchUptime } from '#main/app/uptime/uptime-watch.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import type { Stores } from '#main/store/stores.ts';
import { uptimeSummarySchema } from '#shared/contract/uptime/uptime.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { importReports } from '#test/support/import-reports.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { allInEnglish } from '#shared/message.ts';

const PERIOD = periodByIndex(92);
const DAY_S = 86_400;
const TITAN = { cru: 8, mruBytes: 34_359_738_368, sruBytes: 1_073_741_824_000, hruBytes: 0 };

let directory: TemporaryDirectory;
let app: ComposedApp;
let stores: Stores;
let uptime: AppCalls['uptime'];
let nodeId: number;
let nowS: number;

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  nowS = PERIOD.startS + 10 * DAY_S;
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowS * 1000 });
  stores = await app.context.stores();
  const node = ensureOwnNode(stores, nowS * 1000);
  stores.nodes.save({ ...node, resources: TITAN, isVirtual: false }, nowS * 1000);
  nodeId = node.id;
  uptime = createCalls(app.context).uptime;
});

afterEach(async () => {
  await app.close();
  directory.remove();
});

/** A boot that was watched from a time to another, in seconds after the period's start. */
function watched(
  key: string,
  bootAt: number,
  toS: number,
  end: 'open' | 'quit' = 'open',
  period: Period = PERIOD,
): void {
  const bootedAtMs = (period.startS + bootAt) * 1000;
  const span = stores.uptime.addSpan(stores.uptime.addBoot(nodeId, key, bootedAtMs), 0, 'cli');
  stores.uptime.endSpan(span, (toS - bootAt) * 1000, end);
}

function reportsCsv(count: number, node: number | string = ''): string {
  const rows = Array.from({ length: count }, (_, k) => `${node},${PERIOD.startS + 100 + k * 2400},${5000 + k * 2400}`);
  return `node,timestamp,uptime\n${rows.join('\n')}\n`;
}

describe('the uptime summary', () => {
  // Catches unreachable time that counts as down, or that leaves the credit as sure as before.
  test('counts up but unreachable as up, and makes the credit a range', async () => {
    watched('a', -10_000, 10 * DAY_S);
    const boot = stores.uptime.findBoot(nodeId, 'a');
    stores.reachability.addSpan(boot?.id ?? 0, (10_000 + DAY_S) * 1000, (10_000 + DAY_S + 7200) * 1000);
    const summary = await uptime.getSummary({});
    expect(summary).toMatchObject({ upS: 10 * DAY_S, downS: 0, unknownS: 0, unreachableS: 7200, outages: [] });
    const startS = PERIOD.startS + DAY_S;
    expect(summary.unreachable).toEqual([{ startS, endS: startS + 7200 }]);
    expect(summary.creditedS.high - summary.creditedS.low).toBe(4 * 2400 - 2460);
    expect(summary.budget.leftS.low).toBeLessThan(summary.budget.leftS.high);
  });

  // Catches a frozen record of an older version that can no longer be read.
  test('reads a period frozen before reachability was recorded as never unreachable', async () => {
    watched('a', -10_000, 10 * DAY_S);
    const { unreachable, unreachableS, ...older } = await uptime.getSummary({});
    expect({ unreachable, unreachableS }).toEqual({ unreachable: [], unreachableS: 0 });
    expect(uptimeSummarySchema.parse(readFrozen(older))).toEqual({ ...older, unreachable: [], unreachableS: 0 });
  });

  test('reports an unobserved node as unknown, with nothing lost', async () => {
    const summary = await uptime.getSummary({});
    expect(summary).toMatchObject({ basis: 'none', upS: 0, downS: 0, unknownS: 10 * DAY_S });
    expect(summary.budget.leftS.high).toBe(131_544);
  });

  test('adds up its states, prices an outage, and pays by the current rules', async () => {
    watched('a', -10_000, 2 * DAY_S);
    watched('b', 2 * DAY_S + 9000, 10 * DAY_S);
    const summary = await uptime.getSummary({});
    expect(summary.upS + summary.downS + summary.unknownS).toBe(10 * DAY_S);
    expect(summary).toMatchObject({ basis: 'recorder', downS: 9000, unknownS: 0, firstPeriod: null });
    expect(summary.outages).toMatchObject([
      { cause: 'crash', isPlanned: false, costTft: expect.stringMatching(/^[1-9]/) },
    ]);
    expect(summary.money).toMatchObject({ fullTft: '282.5', zeroedBy: null });
    expect(summary.money?.expectedTft.low).toBe(summary.money?.expectedTft.high);
  });

  test('marks an outage as planned maintenance without other effects', async () => {
    watched('a', -10_000, 2 * DAY_S);
    watched('b', 2 * DAY_S + 9000, 10 * DAY_S);
    const before = await uptime.getSummary({});
    await uptime.addMaintenance({ startS: PERIOD.startS + 2 * DAY_S - 60, lengthS: 3600, note: 'fan' });
    const after = await uptime.getSummary({});
    expect(after.outages[0]?.isPlanned).toBe(true);
    expect(after.budget).toEqual(before.budget);
  });

  test('expects no reports from an unobserved node', async () => {
    const plan = await uptime.planReboot({ nodeId, startS: nowS + 1000, lengthS: 600 });
    expect(plan.effects).toMatchObject([{ lostS: 600 }]);
    expect(plan.better?.why).not.toBe('after-report');
  });

  test('accepts a "now" that is a minute old', async () => {
    watched('a', -10_000, 10 * DAY_S);
    expect((await uptime.planReboot({ startS: nowS - 60, lengthS: 600 })).verdict).toBe('safe');
    await expect(uptime.planReboot({ startS: nowS - 600, lengthS: 600 })).rejects.toThrow('start now');
  });
});

const importText = (text: string, to: number | null = nodeId) =>
  importReports(stores, { text, nowMs: nowS * 1000, nodeId: to });

/** A row of the tables of power reports; with place 0 it does not say where it is on the chain. */
function powerRow(place: number, kind: 'State' | 'Target', power: string) {
  const id = place === 0 ? {} : { id: `0015744100-00000${place}-a` };
  return { ...id, nodeID: 77, timestamp: PERIOD.startS, [`newPower${kind}`]: power };
}

describe('importing reports', () => {
  test('changes nothing when repeated, and reports invalid rows while keeping the others', async () => {
    const text = `${reportsCsv(50)}x,1,2\n,${PERIOD.startS + 50},9\n`;
    const first = await importText(text);
    expect(first).toMatchObject({ imported: 51, duplicates: 0, rejectedCount: 1 });
    expect(allInEnglish(first.rejected)).toEqual([{ line: 52, reason: 'the node is not a number' }]);
    expect(await importText(text)).toMatchObject({ imported: 0, duplicates: 51, rejectedCount: 1 });
  });

  test('refuses a file with wrong columns as a whole and writes nothing', async () => {
    await expect(importText('time,up\n1,2')).rejects.toThrow('wrong columns');
    expect((await uptime.getSummary({})).basis).toBe('none');
  });

  // Catches the facts of one node that land on another because it was named, or because their file came first.
  test('refuses rows of another node by name, also when only the first rows name the node', async () => {
    const text = `${reportsCsv(3, 77)}78,${PERIOD.startS + 9000},100\n`;
    await expect(importText(text)).rejects.toThrow('The rows name the nodes 77 and 78');
    expect((await uptime.getSummary({})).basis).toBe('none');
    expect(await importText(reportsCsv(3, 77))).toMatchObject({ imported: 3 });
    const result = await importText(text);
    expect(allInEnglish(result)).toMatchObject({
      duplicates: 3,
      rejected: [{ line: 5, reason: 'it belongs to node 78' }],
    });
  });

  test('assigns each row to the node it names, which is added when new', async () => {
    const result = await importText(`${reportsCsv(2, 77)}78,${PERIOD.startS + 9000},100\n`, null);
    expect(result).toMatchObject({ imported: 3, rejectedCount: 0 });
    const counts = [77, 78].map((grid) => {
      const added = stores.nodes.byGridNode(grid)?.id ?? 0;
      return stores.uptimeRecords.events(added, 0, nowS).length;
    });
    expect(counts).toEqual([2, 1]);
  });

  // Catches power events of one second whose order is that of the imports, and not that of the chain.
  test('orders power events of one second as on the chain, whichever file came first', async () => {
    const rows = [
      powerRow(2, 'State', 'Down'),
      powerRow(1, 'Target', 'Down'),
      powerRow(0, 'Target', 'Down'),
      powerRow(0, 'State', 'Down'),
    ];
    for (const one of rows.toReversed()) await importText(JSON.stringify([one]));
    expect(stores.uptimeRecords.events(nodeId, 0, nowS).map(([kind]) => kind)).toEqual(['target', 'state']);
  });

  test('credits reports like the grid, and leaves only the time since the last report open', async () => {
    await importText(reportsCsv(300));
    const summary = await uptime.getSummary({});
    const openS = nowS - (PERIOD.startS + 100 + 299 * 2400);
    expect(summary.basis).toBe('reports');
    expect(summary.creditedS).toEqual({ low: 100 + 299 * 2400, high: 100 + 299 * 2400 + openS });
  });

  // Catches downtime over the start of a period that is taken for time without a record.
  test('counts an outage that began before the period', async () => {
    const bootS = PERIOD.startS + 3000;
    const text = `timestamp,uptime\n${PERIOD.startS - 12_000},90000\n${bootS + 2400},2400\n`;
    await importText(text);
    const summary = await uptime.getSummary({ nodeId });
    expect(summary.outages).toMatchObject([{ startS: PERIOD.startS, endS: bootS, cause: 'crash' }]);
    expect(summary.downS).toBe(3000);
  });

  test('does not count a farmerbot’s sleep as an outage', async () => {
    const t = PERIOD.startS;
    const events = [
      ['uptime', t + 100, 5000],
      ['target', t + 3000, 'Down'],
      ['state', t + 3100, 'Down'],
      ['target', t + 40_000, 'Up'],
      ['state', t + 40_900, 'Up'],
      ['uptime', t + 41_000, 200],
    ];
    await importText(JSON.stringify({ events }));
    const summary = await uptime.getSummary({});
    expect(summary.outages).toEqual([]);
    expect(summary.creditedS.low).toBe(41_000);
    const wakeups = await createCalls(app.context).uptime.wakeUps.list({});
    expect(wakeups).toMatchObject({ strikes: 0, p95S: 800, wakeUps: [{ kind: 'farmerbot', state: 'in-time' }] });
  });

  test.each(['csv', 'json'] as const)('a round trip as %s loses nothing', async (format) => {
    await importText(reportsCsv(20));
    const state = JSON.stringify([{ timestamp: PERIOD.startS + 60_000, kind: 'state', power: 'Down' }]);
    await importText(state);
    const exported = await uptime.exportEvents({ nodeId, format });
    expect(exported.count).toBe(21);
    const other = stores.nodes.add({ ...ensureOwnNode(stores, 0), kind: 'imported', name: 'Copy' }, 0);
    const copied = await importText(exported.text, other.id);
    expect(copied).toMatchObject({ imported: 21, rejectedCount: 0 });
    expect(stores.uptimeRecords.events(other.id, 0, nowS)).toEqual(stores.uptimeRecords.events(nodeId, 0, nowS));
  });

  test('exports the reports that a recorded node would send', async () => {
    watched('a', 0, 10 * DAY_S);
    const { text, count } = await uptime.exportEvents({ format: 'csv' });
    expect(count).toBe((10 * DAY_S) / 2400 + 1);
    expect(text.split('\n')[2]).toBe(`,${PERIOD.startS + 2400},2400`);
  });
});

const frozenPermille = async () => (await uptime.getSummary({ periodIndex: 92 })).permille.low;

describe('closed periods', () => {
  test('are frozen once, 27 hours after the end, under the rules that applied', async () => {
    watched('a', 10, 31 * DAY_S);
    const node = ensureOwnNode(stores, 0);
    nowS = PERIOD.endS + 97_199;
    expect(freezeClosedPeriods(stores, node, nowS * 1000)).toEqual([]);
    nowS = PERIOD.endS + 97_200;
    expect(freezeClosedPeriods(stores, node, nowS * 1000)).toEqual([92]);
    expect(freezeClosedPeriods(stores, node, nowS * 1000)).toEqual([]);
    const before = await frozenPermille();
    watched('late', 5 * DAY_S, 6 * DAY_S);
    expect(await frozenPermille()).toBe(before);
    expect((await uptime.getSummary({ periodIndex: 92 })).frozen).toMatchObject({ rulesId: 'minting-v3' });
  });

  test('stay open while the clock was recently set by a month', () => {
    watched('a', -10_000, 31 * DAY_S);
    nowS = PERIOD.endS + 200_000;
    stores.uptime.addClockStep(nodeId, { atMs: nowS * 1000 - 60_000, stepMs: 30 * DAY_S * 1000 });
    expect(freezeClosedPeriods(stores, ensureOwnNode(stores, 0), nowS * 1000)).toEqual([]);
  });
});

describe('notifications', () => {
  test('warns about the budget once before the limit, and resolves the warning', async () => {
    const notifications = createCalls(app.context).notifications;
    watched('a', -10_000, 2 * DAY_S);
    watched('b', 3.45 * DAY_S, 10 * DAY_S);
    await watchUptime(app.context);
    await watchUptime(app.context);
    expect((await notifications.list()).notifications).toMatchObject([{ kind: 'budget-5', resolvedAtS: null }]);
    nowS = PERIOD.endS + 10;
    await watchUptime(app.context);
    const after = (await notifications.list()).notifications;
    expect(after.find(({ kind }) => kind === 'budget-5')?.resolvedAtS).toBe(nowS);
    expect(after.find(({ kind }) => kind === 'recorder-stopped')?.resolvedAtS).toBeNull();
    expect(await notifications.markAllRead()).toEqual({ marked: after.length });
    expect((await notifications.sendTest()).delivery).toBe('now');
  });
});

// Catches a warning that holds for ever, of a node that the farmer removed.
test('resolves the notifications of a removed node', async () => {
  const notifications = createCalls(app.context).notifications;
  watched('a', -10_000, 2 * DAY_S);
  watched('b', 3.45 * DAY_S, 10 * DAY_S);
  await watchUptime(app.context);
  expect((await notifications.list()).notifications).toMatchObject([{ kind: 'budget-5', resolvedAtS: null }]);
  await createCalls(app.context).nodes.remove({ id: nodeId });
  await watchUptime(app.context);
  expect((await notifications.list()).notifications).toMatchObject([{ kind: 'budget-5', resolvedAtS: nowS }]);
});

/** An instant of the day that the host's zone calls so. */
function atLocal(hour: number, minute: number): number {
  return Math.floor(new Date(nowS * 1000).setHours(hour, minute, 0, 0) / 1000);
}

describe('an unreachable machine', () => {
  test('is reported once after ten minutes, and resolved when a host answers', async () => {
    const notifications = createCalls(app.context).notifications;
    const said = async () => (await notifications.list()).notifications.filter(({ kind }) => kind === 'unreachable');
    nowS = atLocal(12, 0);
    const bootS = nowS - 3600;
    const bootId = stores.uptime.addBoot(nodeId, 'a', bootS * 1000);
    const beats = stores.uptime.addSpan(bootId, 0, 'web');
    const failed = stores.reachability.addSpan(bootId, 3_000_000, 3_060_000);
    const look = async (failing: boolean) => {
      stores.uptime.extendSpan(beats, (nowS - bootS) * 1000);
      if (failing) {
        stores.reachability.extendSpan(failed, (nowS - bootS) * 1000);
      }
      await watchUptime(app.context);
    };
    nowS = bootS + 3590;
    await look(true);
    expect(await said()).toEqual([]);
    nowS += 20;
    await look(true);
    nowS += 300;
    await look(true);
    expect(await said()).toMatchObject([{ delivery: 'now', resolvedAtS: null, figures: { unreachableS: 610 } }]);
    nowS += 300;
    await look(false);
    expect(await said()).toMatchObject([{ resolvedAtS: nowS }]);
  });
});

describe('the digest', () => {
  // Catches a digest that only a desktop can show, and one that comes minutes after what had to wait for it.
  test('is written to the log at eight the next morning by any host', async () => {
    const notifications = createCalls(app.context).notifications;
    const wishes = { isEnabled: true, lowestLevel: 'low', quietHours: null, hasDailyDigest: true } as const;
    stores.settings.update({ notifications: wishes }, nowS * 1000);
    nowS = atLocal(22, 30);
    const bootId = stores.uptime.addBoot(nodeId, 'a', (PERIOD.startS - 60) * 1000);
    const beats = stores.uptime.addSpan(bootId, 0, 'web');
    stores.uptime.endSpan(beats, 5 * DAY_S * 1000, 'open');
    const again = stores.uptime.addBoot(nodeId, 'b', (PERIOD.startS + 5.8 * DAY_S) * 1000);
    const span = stores.uptime.addSpan(again, 0, 'web');
    const beat = () => stores.uptime.extendSpan(span, (nowS - PERIOD.startS - 5.8 * DAY_S) * 1000);
    const log = async () => (await notifications.list()).notifications;
    beat();
    await watchUptime(app.context);
    expect(await log()).toMatchObject([{ kind: 'budget-50', delivery: 'digest' }]);
    nowS += 300;
    beat();
    await watchUptime(app.context);
    expect(await log()).toHaveLength(1);
    nowS = atLocal(8, 1) + DAY_S;
    beat();
    await watchUptime(app.context);
    await watchUptime(app.context);
    const [first, ...others] = await log();
    expect(first).toMatchObject({ kind: 'digest', figures: { 'budget-50': 1 }, resolvedAtS: nowS, readAtS: null });
    expect(others.map(({ kind }) => kind)).toEqual(['budget-50']);
  });

  // Catches a summary of months ago on the day that the digest is switched on again.
  test('contains nothing from before it was switched off', async () => {
    const notifications = createCalls(app.context).notifications;
    const wish = (hasDailyDigest: boolean) => {
      const wishes = { isEnabled: true, lowestLevel: 'low', quietHours: null, hasDailyDigest } as const;
      stores.settings.update({ notifications: wishes }, nowS * 1000);
    };
    wish(true);
    nowS = atLocal(22, 30);
    const figures = { freeBytes: 1 };
    const condition = { key: 'old', kind: 'disk-nearly-full', severity: 'normal', nodeId: null, figures } as const;
    stores.notifications.raise(condition, 'digest', nowS);
    wish(false);
    await watchUptime(app.context);
    wish(true);
    nowS = atLocal(8, 1) + DAY_S;
    await watchUptime(app.context);
    expect((await notifications.list()).notifications.map(({ kind }) => kind)).not.toContain('digest');
  });
});

describe('receipts', () => {
  const receipt = {
    period: { start: PERIOD.startS, end: PERIOD.endS },
    node_id: 77,
    farm_id: 3,
    measured_uptime: 2_630_880,
    tft_connection_price: 80,
    cloud_units: { cu: 7.75, su: 4.0, nu: 0 },
    resource_units: { cru: 8, mru: 32, sru: 1000, hru: 0 },
    reward: { musd: 22_600, tft: 2_825_000_000 },
    node_type: 'DIY',
    resource_rewards: { cu: 2400, su: 1000, nu: 30, ipv4: 5 },
    unknown_field: { kept: [1, 'two'] },
  };

  test('are exported and imported without loss, once, with their node', async () => {
    const receipts = createCalls(app.context).uptime.receipts;
    const text = JSON.stringify({ receipts: [receipt, { ...receipt, reward: null }] });
    expect(allInEnglish(await receipts.importReceipts({ text }))).toMatchObject({
      imported: 1,
      rejected: [{ line: 2, reason: 'reward is missing' }],
    });
    expect(await receipts.importReceipts({ text })).toMatchObject({ imported: 0, duplicates: 1 });
    expect(JSON.parse((await receipts.exportReceipts({})).text)).toEqual([receipt]);
    const [stored] = (await receipts.list({})).receipts;
    expect(stored).toMatchObject({ tft: '282.5', period: { index: 92 }, causes: ['not-recorded'] });
    expect(stores.nodes.byGridNode(77)?.resources).toEqual(TITAN);
  });

  test('name the reason of a difference from the own record', async () => {
    const receipts = createCalls(app.context).uptime.receipts;
    stores.nodes.save({ ...ensureOwnNode(stores, 0), grid: { nodeId: 77, farmId: 3, twinId: null } }, 0);
    watched('a', -10_000, 31 * DAY_S);
    nowS = PERIOD.endS + 100_000;
    const price = { ...receipt, tft_connection_price: 40, reward: { musd: 22_600, tft: 5_650_000_000 } };
    await receipts.importReceipts({ text: JSON.stringify(price) });
    expect((await receipts.getLatest({})).receipt).toMatchObject({
      ownTft: { low: '282.5', high: '282.5' },
      tftDifference: '282.5',
      causes: ['connection-price'],
    });
  });

  test('report a text that is no receipt with its line', async () => {
    const receipts = createCalls(app.context).uptime.receipts;
    await expect(receipts.importReceipts({ text: '[\n{"a":' })).rejects.toThrow('line 2');
  });
});

describe('wake-up drills', () => {
  test('find the boot by themselves', async () => {
    const wakeups = createCalls(app.context).uptime.wakeUps;
    watched('a', -10_000, 9 * DAY_S);
    nowS = PERIOD.startS + 9.5 * DAY_S;
    await wakeups.startDrill({ asleepSinceS: PERIOD.startS + 9 * DAY_S });
    expect((await wakeups.list({})).wakeUps[0]?.state).toBe('waiting');
    watched('b', 9.5 * DAY_S + 1801, 10 * DAY_S);
    nowS = PERIOD.startS + 10 * DAY_S;
    expect(await wakeups.list({})).toMatchObject({
      strikes: 0,
      drillStrikes: 1,
      wakeUps: [{ state: 'late', tookS: 1801 }],
    });
  });
});
