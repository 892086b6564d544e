import { alertText } from '#shared/domain/notifications/alert-text.ts';
import { displayCurrency } from '#shared/number-text.ts';
import { inEnglish } from '#shared/message.ts';
import { PUBLISHED_ADDRESSES } from '#shared/contract/grid/grid.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkAlerts } from '#main/app/notifications/check-alerts.ts';
import { createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import type { Stores } from '#main/store/stores.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { plannedTitan } from '#test/support/stores.ts';

const PERIOD = periodByIndex(92);
const START_S = PERIOD.startS + 5 * 86_400;

let directory: TemporaryDirectory;
let app: ComposedApp;
let stores: Stores;
let nowS: number;

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  nowS = START_S;
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowS * 1000 });
  stores = await app.context.stores();
  stores.settings.update({ rates: { tftUsd: '0.02', goldUsdPerGram: '128' } }, nowS * 1000);
  connect();
});
afterEach(async () => {
  await app.close();
  directory.remove();
});

function connect(isOn = true): void {
  const addresses = PUBLISHED_ADDRESSES;
  const importId = stores.grid.connection()?.importId ?? stores.imports.begin('grid', 'main', nowS * 1000);
  const targets = [{ kind: 'farm' as const, id: 1 }];
  stores.grid.saveConnection({ network: 'main', addresses, targets, isOn, importId, height: null, asOfS: null });
}

/** A node of the grid that reports from the start of the period on. */
function addNode(gridNodeId: number, site: string | null = null): number {
  const node = {
    ...plannedTitan(`node ${gridNodeId}`),
    kind: 'imported' as const,
    importSource: 'grid-proxy' as const,
  };
  const { id } = stores.nodes.add({ ...node, site, grid: { nodeId: gridNodeId, farmId: 1, twinId: 7 } }, nowS * 1000);
  stores.grid.follow(id);
  for (let atS = PERIOD.startS; atS <= START_S; atS += 2400) report(id, atS);
  heard([id], nowS);
  return id;
}

function report(id: number, atS: number, upS = atS - PERIOD.startS + 1_000_000): void {
  stores.imports.addEvents(null, [{ nodeId: id, event: ['uptime', atS, upS], position: atS }]);
}

/** Until when the grid's record of some nodes is here. */
function heard(ids: readonly number[], toS: number): void {
  stores.grid.saveCoverage(ids, { fromBlock: 1, fromS: PERIOD.startS - 86_400, toBlock: 2, toS });
}

async function log(kind?: string) {
  const { notifications } = await createCalls(app.context).notifications.list();
  return notifications.filter((entry) => kind === undefined || entry.kind === kind);
}

/** Lets time pass in which the grid is asked and hears nothing. */
async function pass(ids: readonly number[], seconds: number): Promise<void> {
  nowS += seconds;
  heard(ids, nowS);
  await checkAlerts(app.context);
}

describe('a node that stops reporting', () => {
  it('becomes quiet, then down with the amount at risk, and is resolved when it reports again', async () => {
    const id = addNode(11);
    await checkAlerts(app.context);
    expect(await log()).toEqual([]);
    await pass([id], 3100);
    expect(await log()).toMatchObject([{ kind: 'quiet', nodeId: id, delivery: 'now', resolvedAtS: null }]);
    await pass([id], 1800);
    await pass([id], 300);
    const [down, quiet] = await log();
    expect(down).toMatchObject({ kind: 'down', figures: { tftPriceUsd: '0.02' }, resolvedAtS: null });
    expect(Number(down?.figures['atRiskUsd'])).toBeCloseTo(Number(down?.figures['atRiskTft']) * 0.02, 6);
    expect(quiet).toMatchObject({ kind: 'quiet', endsQuietly: true });
    report(id, nowS);
    await pass([id], 60);
    expect(await log('down')).toMatchObject([{ resolvedAtS: nowS, endsQuietly: false }]);
  });

  // Catches "down" of the whole farm because this computer was off, or the indexer lags.
  it('is not reported as down based on an old record', async () => {
    const id = addNode(11);
    nowS += 20_000;
    await checkAlerts(app.context);
    expect(await log()).toEqual([]);
    await pass([id], 60);
    expect((await log()).map(({ kind }) => kind)).toEqual(['down']);
  });

  it('shares one notification per site, which is resolved with the last node', async () => {
    const ids = [11, 12, 13, 14].map((number) => addNode(number, 'Ghent'));
    await pass(ids, 5000);
    const downs = await log('down');
    expect(downs).toMatchObject([{ nodes: ids, nodeId: null, figures: { nodes: 4, site: 'Ghent' } }]);
    expect((await createCalls(app.context).notifications.list()).unread).toBe(1);
    for (const id of ids.slice(1)) report(id, nowS);
    await pass(ids, 60);
    expect(await log('down')).toMatchObject([{ resolvedAtS: null }]);
    for (const id of ids) report(id, nowS);
    await pass(ids, 60);
    expect(await log('down')).toMatchObject([{ resolvedAtS: nowS, endsQuietly: false }]);
  });

  it('resolves silently when it is removed, or is only planned or a demo', async () => {
    const id = addNode(11);
    await pass([id], 5000);
    await createCalls(app.context).nodes.remove({ id });
    await checkAlerts(app.context);
    expect(await log('down')).toMatchObject([{ resolvedAtS: nowS, endsQuietly: true }]);
  });

  it('is ignored once the connection is removed', async () => {
    const id = addNode(11);
    connect(false);
    await pass([id], 5000);
    expect(await log('down')).toEqual([]);
  });
});

const utcMinute = (atS: number) => `${new Date(atS * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What the latest alert of a kind says of the tries; nothing where it says nothing. */
const findingOf = async (kind: string) => {
  const [entry] = await log(kind);
  const body =
    entry === undefined
      ? 'no alert'
      : inEnglish(alertText(entry, { nameOf: () => null, currency: displayCurrency('USD', '1') }).body);
  return /(?:It answered from here at|From here it has not answered since) (\S+ \S+ UTC)|$/.exec(body)?.[0];
};

describe('a node that is probed from this computer', () => {
  const ANSWERED = 'It answered from here at ';
  const SILENT = 'From here it has not answered since ';

  // Catches "check power" of a node that runs, and a finding that nobody made.
  it.each([
    ['answers', [true, true], ANSWERED, 0],
    ['does not answer', [false, false], SILENT, -300],
    ['lost one packet', [false], '', null],
    ['was not tried', [], '', null],
  ] as const)('and %s', async (_, tries, found, sinceS) => {
    const id = addNode(11);
    stores.probes.set(id, '203.0.113.7:443');
    const firstTryS = nowS + 3100 - 300 * (tries.length - 1);
    tries.forEach((isAnswered, index) => stores.probes.note(id, isAnswered, firstTryS + 300 * index));
    await pass([id], 3100);
    expect(await findingOf('quiet')).toBe(sinceS === null ? '' : found + utcMinute(nowS + sinceS));
  });

  it.each([
    ['ended long ago', true, 0],
    ['were switched off', false, 4900],
  ])('and does not report probes that %s', async (_, isTried, afterS) => {
    const id = addNode(11);
    stores.probes.set(id, isTried ? '203.0.113.7:443' : null);
    stores.probes.note(id, true, nowS + afterS);
    await pass([id], 5000);
    expect(await findingOf('down')).toBe('');
  });

  it('is reported individually, without conclusions about its site', async () => {
    const ids = [11, 12, 13].map((number) => addNode(number, 'Ghent'));
    stores.probes.set(ids[0] ?? 0, '203.0.113.7:443');
    stores.probes.note(ids[0] ?? 0, true, nowS + 4900);
    await pass(ids, 5000);
    expect(await findingOf('down')).toBe('');
  });
});

describe('the nodes listed by the grid', () => {
  it('are counted, and each addition or removal is reported once', async () => {
    const first = addNode(11);
    await checkAlerts(app.context);
    expect(await log('nodes-changed')).toEqual([]);
    const second = addNode(12);
    await pass([first, second], 60);
    await pass([first, second], 60);
    expect(await log('nodes-changed')).toMatchObject([
      { figures: { added: 1, gone: 0, total: 2 }, resolvedAtS: nowS - 60 },
    ]);
  });
});

describe('two processes', () => {
  it('report an event once', async () => {
    const ids = [11, 12, 13].map((number) => addNode(number));
    const other = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowS * 1000 });
    nowS += 5000;
    heard(ids, nowS);
    await Promise.all([checkAlerts(app.context), checkAlerts(other.context)]);
    await other.close();
    expect(await log('down')).toHaveLength(1);
  });
});
