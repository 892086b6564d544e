import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppCalls, createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { inEnglish } from '#shared/message.ts';
import { readGolden } from '#test/support/golden.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const TITAN = { cru: 8, mruBytes: 34_359_738_368, sruBytes: 1_073_741_824_000, hruBytes: 0 };
const SAMPLE = JSON.stringify(readGolden('gridproxy_node_1_sample.json'));

let directory: TemporaryDirectory;
let app: ComposedApp;
let calls: AppCalls;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOON_MS });
  calls = createCalls(app.context);
});

afterEach(async () => {
  await app.close();
  directory.remove();
});

const names = async () => (await calls.nodes.list()).nodes.map(({ name }) => name);
const addOwn = async (resources: typeof TITAN | null) => {
  const { nodes } = await app.context.stores();
  return nodes.add({ ...plannedTitan('Desk'), kind: 'this-machine', resources }, NOON_MS);
};

const tariffOf = async (id: number) => (await calls.nodes.get({ id })).siteTerms?.electricityUsdPerKwh ?? null;

const fillCosts = async () => {
  await calls.nodes.addPlanned({ name: '=Rack, "1"', resources: TITAN, site: 'Barn', labels: ['b', 'a'] });
  const { id } = await calls.nodes.addPlanned({ name: 'Second', resources: TITAN });
  await calls.nodes.update({ id, patch: { costs: { wattsIdle: '61.50', hardwareCostUsd: '0' } } });
  return id;
};

describe('this computer', () => {
  // Catches a desk that leads every list because the program was opened on it.
  it('is in no list before it was read, unless the farmer has described it', async () => {
    await addOwn(null);
    expect(await names()).toEqual([]);
    expect((await calls.nodes.summariseFarm()).totals.nodes).toBe(0);
  });

  // Catches a desk that stays in totals and alerts after it was taken out, and one that cannot come back.
  it('disappears from every list and total when it is not a node, and can be restored', async () => {
    await addOwn(TITAN);
    expect(await names()).toEqual(['Desk']);
    await calls.settings.update({ thisComputer: { isNode: false } });
    expect(await names()).toEqual([]);
    expect((await calls.nodes.summariseFarm()).nodes).toEqual([]);
    expect((await calls.uptime.getSummary({ nodeId: null })).node).toBeNull();
    await calls.settings.update({ thisComputer: { isNode: true } });
    expect(await names()).toEqual(['Desk']);
  });
});

describe('a planned machine that was bought', () => {
  const COSTS = { wattsIdle: '110', wattsLoaded: '270', hardwareCostUsd: '450' };
  const plan = async () => {
    const { id } = await calls.nodes.addPlanned({ name: 'R620', resources: TITAN, site: 'Barn', labels: ['used'] });
    await calls.nodes.update({ id, patch: { costs: COSTS } });
    await calls.slices.updatePlan({ nodeId: id, patch: { occupancy: '0.4' } });
    return id;
  };

  // Catches costs and plans that must be typed again, and a plan that stays beside its node.
  it('passes its costs and plans to the connected node and disappears', async () => {
    const planned = await plan();
    const { nodes } = await calls.nodes.importNodes({ text: SAMPLE });
    const { id = 0, resources = null, grid } = nodes[0] ?? {};
    const matched = await calls.nodes.match({ id: planned, gridNodeId: grid?.nodeId ?? 0 });
    expect(matched).toMatchObject({ id, name: 'R620', kind: 'imported', site: 'Barn', labels: ['used'], resources });
    expect(matched.costs).toMatchObject(COSTS);
    expect((await app.context.stores()).slices.plan(id)?.occupancy).toBe('0.4');
    expect(await names()).toEqual(['R620']);
  });

  // Catches a second node where the plan had its number before the grid listed it.
  it('becomes the node that a later import lists', async () => {
    const planned = await plan();
    await calls.nodes.match({ id: planned, gridNodeId: 1 });
    const { nodes, imported } = await calls.nodes.importNodes({ text: SAMPLE });
    expect(imported).toBe(0);
    expect(nodes[0]).toMatchObject({ id: planned, kind: 'imported', name: 'R620', costs: COSTS });
    expect(nodes[0]?.resources).not.toEqual(TITAN);
  });

  // Catches watts that the farm averages and the projection refuses.
  it('refuses a power draw under load below that when idle, for one or several nodes', async () => {
    const id = await plan();
    const other = (await calls.nodes.addPlanned({ name: 'R740', resources: TITAN })).id;
    const costs = { wattsIdle: '300' };
    await expect(calls.nodes.update({ id, patch: { costs } })).rejects.toThrow('power under load of "R620"');
    await expect(calls.nodes.updateAll({ ids: [other, id], patch: { costs } })).rejects.toThrow('"R620"');
    expect((await calls.nodes.get({ id: other })).costs.wattsIdle).toBeNull();
    await calls.nodes.update({ id, patch: { costs: { ...costs, wattsLoaded: '300' } } });
  });

  // Catches a node of the grid that is taken for a plan and vanishes.
  it('can be matched only while it is planned', async () => {
    const { nodes } = await calls.nodes.importNodes({ text: SAMPLE });
    const refused = await calls.nodes.match({ id: nodes[0]?.id ?? 0, gridNodeId: 7 }).catch((error: unknown) => error);
    expect(toFarmerError(refused)?.code).toBe('CONFLICT');
  });
});

describe('sites', () => {
  // Catches a tariff in euro that is counted as dollars, or one that stands above a node's own.
  it('provide their converted tariff to nodes without one', async () => {
    const { id } = await calls.nodes.addPlanned({ name: 'A', resources: TITAN, site: 'Ghent' });
    await calls.nodes.update({ id, patch: { costs: { wattsIdle: '100' } } });
    await calls.settings.money.set({ tftPriceUsd: '0.02' });
    await calls.nodes.sites.set({ name: 'Ghent', electricityPerKwh: '0.30', currency: 'EUR' });
    expect(await tariffOf(id)).toBeNull();
    expect((await calls.nodes.getMoney({ id })).money).toMatchObject({
      state: 'missing',
      missing: ['tariff'],
      powerUsd: null,
    });
    const { sites } = await calls.nodes.sites.set({ name: 'Ghent', unitsPerUsd: '0.8', timeZone: 'Europe/Brussels' });
    expect(sites).toMatchObject([{ name: 'Ghent', nodeCount: 1, electricityUsdPerKwh: '0.375' }]);
    // 100 W x 730.8 h at 0.375.
    expect((await calls.nodes.getMoney({ id })).money).toMatchObject({ powerUsd: '27.405' });
    await calls.nodes.update({ id, patch: { costs: { electricityUsdPerKwh: '0.1' } } });
    expect((await calls.nodes.getMoney({ id })).money).toMatchObject({ powerUsd: '7.308' });
  });

  // Catches nodes left at a name that is gone.
  it('are renamed and deleted with their nodes', async () => {
    const { id } = await calls.nodes.addPlanned({ name: 'A', resources: TITAN, site: 'Ghent' });
    await calls.nodes.sites.set({ name: 'Ghent', newName: 'Gent', electricityPerKwh: '0.2' });
    expect(await calls.nodes.get({ id })).toMatchObject({ site: 'Gent', siteTerms: { electricityUsdPerKwh: '0.2' } });
    expect(await calls.nodes.sites.remove({ name: 'Gent' })).toEqual({ sites: [] });
    expect((await calls.nodes.get({ id })).site).toBeNull();
  });
});

describe('the table of costs', () => {
  // Catches a round trip that rounds, drops an apostrophe, or takes an empty cell for zero.
  it('changes nothing when it is imported unmodified', async () => {
    await fillCosts();
    const before = await calls.nodes.list();
    const { csv, rows } = await calls.nodes.costs.export();
    expect(rows).toBe(2);
    expect(await calls.nodes.costs.import({ csv })).toEqual({
      added: [],
      updated: [],
      unchanged: 2,
      rejected: [],
    });
    expect(await calls.nodes.list()).toEqual(before);
    const emptied = await calls.nodes.costs.import({ csv: csv.replace('61.50', '') });
    expect(emptied).toMatchObject({ unchanged: 1, rejected: [] });
  });

  // Catches one bad row that stops the others, and a refusal without its place.
  it('reports invalid rows by line and applies the others', async () => {
    const id = await fillCosts();
    const csv = `id,name,watts_idle,site\n${id},Second,-4,\n99,Nobody,5,\n,Second,70,Attic\n,Second,71,\n`;
    const { updated, rejected } = await calls.nodes.costs.import({ csv });
    expect(updated).toEqual([id]);
    expect(rejected.map(({ line, reason }) => [line, inEnglish(reason)])).toEqual([
      [2, 'costs.wattsIdle must not be negative'],
      [3, 'There is no node "99".'],
      [5, '"Second" has a row before this one.'],
    ]);
    expect(await calls.nodes.get({ id })).toMatchObject({ site: 'Attic', costs: { wattsIdle: '70' } });
  });
});

describe('a list of nodes as a table', () => {
  const LIST = [
    'name,node_id,machine,cru,mru,sru,hru,site,watts_idle,price_paid_usd',
    'Old,,Dell PowerEdge R620,,,,,Barn,,250',
    'Own,,,8,32GiB,1000GiB,0,,61.5,',
    ',4711,,,,,,Ghent,90,',
    'Typo,,Dell R999,,,,,,,',
    'Nothing,,,,,,,,5,',
    'Half,,,8,32GiB,,,,,',
    'Own,,,8,32GiB,1000GiB,0,,,',
    ',0,,,,,,Ghent,,',
  ].join('\n');

  // Catches a first list that changes nodes and adds none, and a machine added without what the list gives of it.
  it('adds new nodes and reports the rows that it cannot add', async () => {
    const { added, updated, rejected } = await calls.nodes.costs.import({ csv: LIST });
    expect([added.length, updated]).toEqual([3, []]);
    const { nodes } = await calls.nodes.list();
    expect(
      nodes.map(({ name, kind, grid, site, costs, resources }) => [name, kind, grid.nodeId, site, costs, resources]),
    ).toMatchObject([
      ['Old', 'planned', null, 'Barn', { wattsIdle: expect.any(String), hardwareCostUsd: '250' }, { cru: 32 }],
      ['Own', 'planned', null, null, { wattsIdle: '61.5', hardwareCostUsd: null }, TITAN],
      ['Node 4711', 'imported', 4711, 'Ghent', { wattsIdle: '90' }, null],
    ]);
    expect(rejected.map(({ line, reason }) => [line, inEnglish(reason)])).toEqual([
      [5, 'No common machine is called "Dell R999".'],
      [6, 'There is no node "Nothing": to add it, give its node_id, a machine, or cru, mru, sru and hru.'],
      [7, 'resources.sruBytes is missing'],
      [8, '"Own" has a row before this one.'],
      [9, 'There is no node "0".'],
    ]);
    const { csv } = await calls.nodes.costs.export();
    expect(await calls.nodes.costs.import({ csv })).toMatchObject({ added: [], updated: [], unchanged: 3 });
  });

  // Catches a price under another title that is lost without a word, so that the net of every node stays missing.
  it('accepts the column titles of commands, and reports unknown ones', async () => {
    const csv = 'Name,Machine,Site,Watts,Tariff,Price paid,Owner\nOld,Dell PowerEdge R620,Barn,150,0.31,250,Ann\n';
    const { added, rejected } = await calls.nodes.costs.import({ csv });
    expect(await calls.nodes.get({ id: added[0] ?? 0 })).toMatchObject({
      site: 'Barn',
      costs: { wattsIdle: '150', wattsLoaded: '150', electricityUsdPerKwh: '0.31', hardwareCostUsd: '250' },
    });
    expect(rejected.map(({ line, reason }) => [line, inEnglish(reason)])).toEqual([
      [1, expect.stringMatching(/^These columns are not known and were left out: owner\. Known are id,/)],
    ]);
  });

  // Catches a number that a removed node still holds, and the grid's own list that adds it a second time.
  it('merges with nodes that the grid lists later, and with a removed node', async () => {
    await calls.nodes.costs.import({ csv: 'node_id,watts_idle\n1,80' });
    await calls.nodes.importNodes({ text: SAMPLE });
    const { nodes } = await calls.nodes.list();
    expect(nodes.map(({ costs }) => costs.wattsIdle)).toEqual(['80']);
    await calls.nodes.remove({ id: nodes[0]?.id ?? 0 });
    expect(await calls.nodes.costs.import({ csv: 'node_id,watts_idle\n1,90' })).toMatchObject({ rejected: [] });
    expect(await names()).toHaveLength(1);
  });

  // Catches a dropped list that is not recognised, and an Undo that leaves what it added or changed.
  it('is imported like any file, and can be undone', async () => {
    const id = await fillCosts();
    const before = await calls.nodes.list();
    const csv = 'name,machine,watts_idle\nSecond,,70\nOld,Dell PowerEdge R620,';
    await calls.data.imports.receive({
      id: 'list',
      name: 'list.csv',
      offset: 0,
      base64: Buffer.from(csv).toString('base64'),
    });
    const given = { fileIds: ['list'], nodeId: null };
    expect((await calls.data.imports.preview(given)).groups).toMatchObject([
      { kind: 'nodes', imported: 1, updated: 1, rejected: [] },
    ]);
    const { importIds } = await calls.data.imports.importFiles(given);
    expect((await calls.nodes.get({ id })).costs.wattsIdle).toBe('70');
    expect(await names()).toContain('Old');
    await calls.data.imports.undo({ id: importIds[0] ?? 0 });
    const unchanged = before.nodes.map((node) => ({ ...node, updatedAtMs: expect.any(Number) }));
    expect((await calls.nodes.list()).nodes).toEqual(unchanged);
  });
});

describe('labels', () => {
  // Catches a label for all that takes away what each has.
  it('are added to and removed from several nodes at once', async () => {
    const one = await calls.nodes.addPlanned({ name: 'A', resources: TITAN, labels: ['old'] });
    const two = await calls.nodes.addPlanned({ name: 'B', resources: TITAN });
    await calls.nodes.updateAll({ ids: [one.id, two.id], patch: { addLabels: ['rack 1'], removeLabels: ['gone'] } });
    expect((await calls.nodes.list()).nodes.map(({ labels }) => labels)).toEqual([['old', 'rack 1'], ['rack 1']]);
  });
});
