import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { Decimal } from '#shared/decimal.ts';
import type { FarmerError } from '#shared/errors.ts';
import { allInEnglish } from '#shared/message.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

/** Nothing expected beyond what is promised. */
const DEFAULT_SCENARIO_V4 = { ...DEFAULT_SCENARIO, rules: 'grid-v4', months: 3 } as const;
const PERIOD_S = 2_630_880;
const HOME = { cru: 16, mruBytes: 32 * GIB_BYTES, sruBytes: 1000 * GIB_BYTES, hruBytes: 0 };

let directory: TemporaryDirectory;
let nowMs = 0;
const apps: ComposedApp[] = [];

/** One process on the data directory; a second one is another. */
function startApp(): ComposedApp {
  const app = composeApp({
    host: 'cli',
    env: { FARMER_DATA_DIR: directory.path },
    nowMs: () => nowMs,
  });
  apps.push(app);
  return app;
}

async function areasOf({ context }: ComposedApp) {
  const [nodes, slices, prices, bids, settings, projections] = [
    createCalls(context).nodes,
    createCalls(context).slices,
    createCalls(context).slices.prices,
    createCalls(context).bids,
    createCalls(context).settings,
    createCalls(context).earnings.projections,
  ];
  return { nodes, slices, prices, bids, settings, projections };
}

/** A planned 3Node Home with its published PassMark: seven slices of 4 GiB. */
async function withHome(costs = {}) {
  const areas = await areasOf(startApp());
  const node = await areas.nodes.addPlanned({
    name: 'Home',
    resources: HOME,
    costs: {
      wattsIdle: '40',
      wattsLoaded: '40',
      electricityUsdPerKwh: '0.25',
      hardwareCostUsd: '504',
      boughtOn: null,
      ...costs,
    },
  });
  await areas.slices.updatePlan({
    nodeId: node.id,
    patch: { passmark: { value: 22_000, basis: 'given', uncertaintyPercent: 0, note: '' } },
  });
  return { ...areas, nodeId: node.id, sliceId: `${node.id}:economics-2025` };
}

type Areas = Awaited<ReturnType<typeof areasOf>>;

function bidFile(...bids: readonly object[]): string {
  const common = { buyer: 'Ada', vcpus: 1, memory_gib: 4, ssd_gib: 50, gpus: 0, months: 2, currency: 'USD' };
  return JSON.stringify({ format: 1, bids: bids.map((bid) => ({ price_per_month: 9, ...common, ...bid })) });
}

async function importBids({ bids }: Areas, ...given: readonly object[]) {
  return bids.importFile({ text: bidFile(...given) });
}

async function refusalOf(work: Promise<unknown>): Promise<FarmerError> {
  const outcome = await work.then(
    () => new Error('Nothing was refused.'),
    (error: unknown) => error,
  );
  const planned = toFarmerError(outcome);
  if (planned === null) {
    throw outcome;
  }
  return planned;
}

beforeEach(() => {
  directory = makeTemporaryDirectory();
  nowMs = 1_790_000_000_000;
});

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  directory.remove();
});

describe('a plan', () => {
  it('uses the default definition once the PassMark is known, and one that needs none before', async () => {
    const { nodes, slices } = await areasOf(startApp());
    const node = await nodes.addPlanned({ name: 'New', resources: HOME });
    expect((await slices.getPlan({ nodeId: node.id })).layout.id).toBe('mycelium');
    const { slices: cut, nodeId } = await withHome();
    expect((await cut.getPlan({ nodeId })).layout).toMatchObject({ id: 'economics-2025', sliceCount: 7 });
  });

  it('falls back to equal parts for a node without a slice by any definition', async () => {
    const { nodes, slices } = await areasOf(startApp());
    const diskless = await nodes.addPlanned({ name: 'Diskless', resources: { ...HOME, sruBytes: 0 } });
    expect((await slices.getPlan({ nodeId: diskless.id })).layout.id).toBe('parts-8');
  });

  it('names the costs that were not entered instead of presenting a floor of zero', async () => {
    const { slices, nodeId } = await withHome({ wattsIdle: null, wattsLoaded: null, hardwareCostUsd: null });
    expect((await slices.getPlan({ nodeId })).costs).toMatchObject({
      totalUsd: '0',
      missing: ['watts', 'hardware-cost'],
    });
  });

  it('counts power for 730.8 h and hardware over the months of the settings', async () => {
    const { slices, nodeId } = await withHome();
    // 40 W x 730.8 h x 0.25 USD, and 504 USD over 60 months.
    expect((await slices.getPlan({ nodeId })).costs).toMatchObject({
      electricityUsd: '7.308',
      depreciationUsd: '8.4',
      totalUsd: '15.708',
    });
  });

  it('lists every layout with its waste, the mixed ones proven', async () => {
    const { slices, nodeId } = await withHome();
    const { layouts, chosen, needsPassmark } = await slices.listLayouts({ nodeId });
    expect([chosen, needsPassmark]).toEqual(['economics-2025', false]);
    expect(layouts.map((layout) => layout.id)).toEqual([
      'economics-2025',
      'cloud-slice-2024',
      'mycelium',
      'parts-1',
      'parts-2',
      'parts-4',
      'parts-8',
      'mixed-income',
      'mixed-count',
      'mixed-waste',
    ]);
    expect(layouts.slice(-3).every((layout) => layout.isOptimal === true)).toBe(true);
    expect(layouts.find((layout) => layout.id === 'mycelium')).toMatchObject({ sliceCount: 5, binding: 'ssd' });
  });

  it('rejects custom slices that need more than the node has, and keeps the plan', async () => {
    const { slices, nodeId } = await withHome();
    const group = { id: 'big', count: 9, cores: '1', memoryGib: '4', ssdGib: '10', passmark: '0', gpus: 0 };
    const refusal = await refusalOf(slices.updatePlan({ nodeId, patch: { layout: 'custom', customGroups: [group] } }));
    expect(refusal.message).toContain('memory');
    expect((await slices.getPlan({ nodeId })).layout.id).toBe('economics-2025');
  });

  it('cannot change its layout while slices are promised', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'b1' });
    await areas.bids.accept({ id: 'b1' });
    const { nodeId } = areas;
    const refusal = await refusalOf(areas.slices.updatePlan({ nodeId, patch: { layout: 'parts-4' } }));
    expect(refusal.code).toBe('CONFLICT');
    await areas.slices.updatePlan({ nodeId, patch: { occupancy: '0.9' } });
    nowMs += 3 * PERIOD_S * 1000;
    await areas.slices.updatePlan({ nodeId, patch: { layout: 'parts-4' } });
    expect((await areas.slices.getPlan({ nodeId })).layout.id).toBe('parts-4');
  });
});

describe('prices', () => {
  it('have a floor from own cost and the published band', async () => {
    const { prices, nodeId, sliceId } = await withHome();
    const { slices } = await prices.list({ nodeId });
    // 15.708 USD a month, one of seven slices, 80 % kept, half of them sold: 5.61 USD.
    expect(slices[0]).toMatchObject({
      id: sliceId,
      floor: '5.61',
      band: { min: '1.2', max: '12' },
      isSuggested: true,
      priceMonth: '6.73',
      setAtMs: null,
    });
  });

  it('are refused outside their bounds with the reason, and stored with a reason when forced', async () => {
    const { prices, sliceId } = await withHome();
    const below = await refusalOf(prices.set({ sliceId, priceMonth: '5.60' }));
    expect(below.code).toBe('REFUSED');
    expect(below.message).toContain('5.61 USD');
    expect((await refusalOf(prices.set({ sliceId, priceMonth: '12.01' }))).message).toContain('12 USD');
    const forced = await prices.set({ sliceId, priceMonth: '2', isForced: true, reason: 'opening offer' });
    expect(forced).toMatchObject({ priceMonth: '2', standing: 'below-floor', reason: 'opening offer' });
  });

  it('are refused below zero and in an unknown currency even when forced', async () => {
    const { prices, sliceId } = await withHome();
    expect((await refusalOf(prices.set({ sliceId, priceMonth: '-1', isForced: true }))).code).toBe('INVALID_INPUT');
    const euro = prices.set({ sliceId, priceMonth: '6', currency: 'EUR' as 'USD' });
    expect((await refusalOf(euro)).message).toContain('unknown currency');
  });

  it('in Cloud Credits have their bounds in Cloud Credits', async () => {
    const { prices, sliceId } = await withHome();
    const price = await prices.set({ sliceId, priceMonth: '60', currency: 'CC' });
    expect(price).toMatchObject({ currency: 'CC', floor: '43.828125', band: { min: '9.375', max: '93.75' } });
  });

  it('are undone one after another, and every step stays in the history', async () => {
    const { prices, sliceId } = await withHome();
    await prices.set({ sliceId, priceMonth: '7' });
    await prices.set({ sliceId, priceMonth: '8' });
    expect(await prices.undo({ sliceId })).toMatchObject({ priceMonth: '7', isSuggested: false });
    expect(await prices.undo({ sliceId })).toMatchObject({ isSuggested: true });
    expect((await refusalOf(prices.undo({ sliceId }))).code).toBe('INVALID_INPUT');
    const { changes } = await prices.history({ sliceId });
    expect(changes.map((change) => [change.kind, change.to?.priceMonth ?? null])).toEqual([
      ['undo', null],
      ['undo', '7'],
      ['set', '8'],
      ['set', '7'],
    ]);
    expect(changes[0]).toMatchObject({ by: 'command line', atMs: nowMs });
  });

  it('report an unknown slice', async () => {
    const { prices } = await withHome();
    expect((await refusalOf(prices.set({ sliceId: '1:mycelium', priceMonth: '7' }))).code).toBe('NOT_FOUND');
    expect((await refusalOf(prices.undo({ sliceId: '99:economics-2025' }))).code).toBe('NOT_FOUND');
  });

  it('are offered with the free slices, amounts rounded down, and formulas escaped for spreadsheets', async () => {
    const areas = await withHome();
    await areas.nodes.update({ id: areas.nodeId, patch: { name: '=cmd' } });
    await importBids(areas, { id: 'b1', memory_gib: 8 });
    await areas.bids.accept({ id: 'b1' });
    const { offers, csv } = await areas.prices.listOffers();
    expect(offers[0]).toMatchObject({ count: 7, free: 5, vcpus: '2.28', memoryGib: '4', ssdGib: '142.85' });
    expect(csv).toContain("'=cmd");
  });
});

describe('bids', () => {
  it('are imported except for invalid rows, and never twice', async () => {
    const areas = await withHome();
    expect(allInEnglish(await importBids(areas, { id: 'a' }, { id: 'b', months: 0 }))).toMatchObject({
      imported: 1,
      rejected: [{ line: 1, reason: expect.stringContaining('months') }],
    });
    expect(await importBids(areas, { id: 'a' }, { id: 'c' })).toMatchObject({ imported: 1 });
  });

  it('are read from CSV with quotes, unknown columns and line breaks in cells', async () => {
    const { bids } = await withHome();
    const csv = [
      'id,buyer,vcpus,memory_gib,ssd_gib,gpus,months,price_per_month,currency,region',
      'a,"Ada, ""the first""\nof two lines",1,4,50,0,2,9.5,USD,EU',
      'b,Bob,1,4,50,0,2,-1,USD,EU',
      'c,Cy,1,4,50,0,2,9,USD,EU,extra',
    ].join('\n');
    const { imported, rejected } = await bids.importFile({ text: csv });
    expect(imported).toBe(1);
    expect(rejected.map((row) => row.line)).toEqual([4, 5]);
    expect((await refusalOf(bids.importFile({ text: 'id,buyer\nx,y' }))).message).toContain('vcpus');
    expect((await refusalOf(bids.importFile({ text: ' ' }))).message).toContain('empty');
  });

  it('are ranked by the income after split and cost', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', price_per_month: 9 }, { id: 'b', price_per_month: 20, memory_gib: 12 });
    const { bids, scarce, fitting } = await areas.bids.rank();
    expect([scarce, fitting]).toEqual(['memory', 2]);
    // 80 % of 9 USD less a seventh of 15.708 USD.
    expect(bids[0]).toMatchObject({ bid: { id: 'a' }, fits: true, place: { slices: 1, netMonthUsd: '4.956' } });
    expect(bids[1]).toMatchObject({ bid: { id: 'b' }, place: { slices: 3, netMonthUsd: '9.268' } });
  });

  it('reserve their slices, so that the next bid for them is rejected', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', memory_gib: 20 }, { id: 'b', memory_gib: 12 }, { id: 'c', memory_gib: 8 });
    const { reservation } = await areas.bids.accept({ id: 'a' });
    expect(reservation).toMatchObject({ slices: 5, endS: reservation.startS + 2 * PERIOD_S });
    const refusal = await refusalOf(areas.bids.accept({ id: 'b' }));
    expect([refusal.code, refusal.message]).toEqual([
      'CONFLICT',
      expect.stringContaining('needs 3 slices for all its months, and 2 are free'),
    ]);
    await areas.bids.accept({ id: 'c' });
    expect((await refusalOf(areas.bids.accept({ id: 'a' }))).message).toContain('accepted already');
  });

  it('are accepted by one of two processes that compete for the same slices', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', memory_gib: 16 }, { id: 'b', memory_gib: 16 });
    const other = await areasOf(startApp());
    const outcomes = await Promise.allSettled([areas.bids.accept({ id: 'a' }), other.bids.accept({ id: 'b' })]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { reservations } = await areas.bids.listReservations();
    expect(reservations).toHaveLength(1);
  });

  it('free their slices when they are reopened', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', memory_gib: 28 }, { id: 'b' });
    await areas.bids.accept({ id: 'a' });
    expect(await areas.bids.reopen({ id: 'a' })).toMatchObject({ state: 'open' });
    await areas.bids.accept({ id: 'b' });
  });

  it('may begin later when the slices are free then, and never in the past', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', memory_gib: 28 }, { id: 'b', memory_gib: 28 });
    const { reservation } = await areas.bids.accept({ id: 'a' });
    const startS = reservation.endS;
    expect((await areas.bids.accept({ id: 'b', startS })).reservation).toMatchObject({ startS, slices: 7 });
    expect((await refusalOf(areas.bids.accept({ id: 'b', startS: 1 }))).code).toBe('INVALID_INPUT');
  });

  it('are refused when expired, too large or meant for certified nodes, each with its reason', async () => {
    const areas = await withHome();
    const past = '2020-01-01T00:00:00Z';
    await importBids(
      areas,
      { id: 'old', expires_at: past },
      { id: 'big', vcpus: 99 },
      { id: 'cert', certified_only: true },
      { id: 'just', memory_gib: '28.002' },
    );
    expect((await refusalOf(areas.bids.accept({ id: 'old' }))).message).toContain('expired');
    expect((await refusalOf(areas.bids.accept({ id: 'big' }))).message).toContain(
      'needs 99 cores, and the most on offer is 16',
    );
    // Catches a need that is rounded to the very amount that is said to be too little.
    expect((await refusalOf(areas.bids.accept({ id: 'just' }))).message).toContain(
      'needs 28.01 GiB memory, and the most on offer is 28',
    );
    expect((await refusalOf(areas.bids.accept({ id: 'cert' }))).message).toContain('certified');
    expect((await refusalOf(areas.bids.accept({ id: 'none' }))).code).toBe('NOT_FOUND');
  });

  // Catches a split of one node that is applied to another.
  it('earn by the split of their own node', async () => {
    const areas = await withHome();
    const half = await areas.nodes.addPlanned({ name: 'Half', resources: HOME, certification: 'certified' });
    await areas.slices.updatePlan({ nodeId: half.id, patch: { split: 'gep-2024', layout: 'mycelium' } });
    await importBids(
      areas,
      { id: 'home', price_per_month: 10 },
      { id: 'half', price_per_month: 10, certified_only: true },
    );
    const shares = async () => {
      const { bids } = await areas.bids.rank();
      return Object.fromEntries(bids.map(({ bid, place }) => [bid.id, [place?.nodeId, place?.shareMonthUsd]]));
    };
    expect((await shares())['half']).toEqual([half.id, '5']);
    expect((await shares())['home']).toEqual([areas.nodeId, '8']);
    await areas.slices.updatePlan({ nodeId: half.id, patch: { split: 'grid-v4' } });
    expect((await shares())['half']).toEqual([half.id, '8']);
  });

  // Catches slices of a removed node that an open page still sells.
  it('are rejected on a removed node until it is restored', async () => {
    const areas = await withHome();
    const { nodeId } = areas;
    await importBids(areas, { id: 'a' });
    await areas.nodes.remove({ id: nodeId });
    for (const work of [
      areas.bids.accept({ id: 'a', nodeId }),
      areas.bids.rank({ nodeId }),
      areas.slices.updatePlan({ nodeId, patch: { maxSlices: 2 } }),
      areas.prices.list({ nodeId }),
    ]) {
      expect(await refusalOf(work)).toMatchObject({ code: 'CONFLICT', message: '"Home" was removed.' });
    }
    await areas.nodes.undoRemove({ id: nodeId });
    expect((await areas.bids.accept({ id: 'a', nodeId })).reservation).toMatchObject({ nodeId });
  });

  // Catches a reservation that is lost with its node without an error.
  it('keep their node from being removed until they are reopened', async () => {
    const areas = await withHome();
    const { nodeId } = areas;
    await importBids(areas, { id: 'a' });
    await areas.bids.accept({ id: 'a', nodeId });
    expect(await refusalOf(areas.nodes.remove({ id: nodeId }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/^"Home" stays: \d+ of its slices are promised to accepted bids\.$/),
    });
    await areas.bids.reopen({ id: 'a' });
    await areas.nodes.remove({ id: nodeId });
    expect((await areas.nodes.summariseFarm()).nodes).toEqual([]);
  });

  it('are countered, declined with a reason, and marked when the buyer must be identified', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', price_per_month: 501 }, { id: 'b' });
    expect(await areas.bids.counter({ id: 'a', priceMonth: '600', note: 'for two' })).toMatchObject({
      state: 'countered',
      counterPriceMonth: '600',
      needsKyc: true,
    });
    expect(await areas.bids.decline({ id: 'b', reason: 'too short' })).toMatchObject({
      state: 'declined',
      note: 'too short',
      needsKyc: false,
    });
    expect((await refusalOf(areas.bids.decline({ id: 'b', reason: 'again' }))).code).toBe('CONFLICT');
    expect((await areas.bids.list({ states: ['countered', 'declined'] })).bids).toHaveLength(2);
  });

  // Catches a limit that drops the newest bids and keeps the oldest.
  it('are listed newest first, over all states, and a limit keeps the newest', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'first' }, { id: 'second' });
    await importBids(areas, { id: 'third' });
    await areas.bids.decline({ id: 'second', reason: 'too short' });
    const list = async (limit?: number) => {
      const { bids } = await areas.bids.list({ states: ['declined', 'open'], limit });
      return bids.map(({ id }) => id);
    };
    expect(await list()).toEqual(['third', 'second', 'first']);
    expect(await list(2)).toEqual(['third', 'second']);
  });

  it('are solved for the best set, which can be accepted unchanged', async () => {
    const areas = await withHome();
    await importBids(
      areas,
      { id: 'whole', memory_gib: 28, price_per_month: 50 },
      ...Array.from({ length: 7 }, (_, index) => ({ id: `s${index}`, price_per_month: 8 })),
    );
    const best = await areas.bids.findBest({ nodeId: null, months: 2 });
    // Seven at 8 USD bring 44.8 a month after the split, one at 50 brings 40; both less 15.708 USD.
    expect(best).toMatchObject({ incomeUsd: '58.184', isOptimal: true, considered: 8 });
    expect(best).toMatchObject({ fromS: nowMs / 1000, freeInMonth: [7, 7] });
    expect(best.chosen.map((entry) => entry.bid.id).toSorted()).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6']);
    for (const { bid, nodeId, kindId } of best.chosen) {
      await areas.bids.accept({ id: bid.id, nodeId, kindId });
    }
    expect((await areas.bids.findBest({ months: 4 })).freeInMonth).toEqual([0, 0, 7, 7]);
    const { grossUsd, farmerUsd } = await areas.bids.revenue({ periods: 3 });
    expect([grossUsd, farmerUsd]).toEqual(['112', '89.6']);
    const { months, assumptions } = await areas.projections.project({
      subject: { kind: 'node', nodeId: areas.nodeId },
      scenario: DEFAULT_SCENARIO_V4,
    });
    const total = (pick: (month: (typeof months)[number]) => string) =>
      months.reduce((sum, month) => sum.plus(pick(month)), new Decimal(0)).toFixed();
    // The bids page and the projection show the same total: one function computes it.
    expect([total((month) => month.gross), total((month) => month.share)]).toEqual([grossUsd, farmerUsd]);
    expect(assumptions).toContainEqual(
      expect.objectContaining({ id: 'booked-revenue', value: grossUsd, unit: 'USD', origin: 'bids' }),
    );
  });

  // Catches a projection that knows nothing of the prices that were set, or reckons with another occupancy.
  it('a projection without inputs of its own stands on the slices and prices of the node', async () => {
    const { slices, prices, projections, nodeId, sliceId } = await withHome();
    const ask = async (scenario: object = {}) =>
      projections.project({ subject: { kind: 'node', nodeId }, scenario: { ...DEFAULT_SCENARIO_V4, ...scenario } });
    const originsOf = ({ assumptions }: Awaited<ReturnType<typeof ask>>) =>
      Object.fromEntries(assumptions.map(({ id, value, origin }) => [id, `${value} ${origin}`]));
    // A price that is only suggested earns nothing.
    expect(originsOf(await ask())).toMatchObject({ slices: '7 slice-plan', 'slice-price': '0 missing' });
    await slices.updatePlan({ nodeId, patch: { occupancy: '0.8', otherPerMonthUsd: '2' } });
    await prices.set({ sliceId, priceMonth: '8', currency: 'USD' });
    const planned = await ask();
    expect(originsOf(planned)).toMatchObject({
      'slice-price': '8 slice-plan',
      utilisation: '80 slice-plan',
      'other-costs': '2 slice-plan',
    });
    const [shown] = (await prices.list({ nodeId })).slices;
    const month = planned.months[0];
    // 7 x 8 USD x 80 %, and what the prices page says of the same slices.
    expect([month?.gross, month?.share, month?.net]).toEqual(['44.8', '35.84', '18.132']);
    expect(shown?.outcome).toMatchObject({ gross: '44.8', share: '35.84', net: '18.132' });
    const usage = { slices: 2, pricePerSlice: '5', currency: 'USD', utilisation: '1' } as const;
    expect((await ask({ usage })).months[0]?.gross).toBe('10');
  });

  it('are marked when they are simulated, and can be removed', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'real' });
    expect(await areas.bids.simulate({ count: 20, seed: 5 })).toEqual({ added: 20 });
    expect(await areas.bids.simulate({ count: 20, seed: 5 })).toEqual({ added: 0 });
    const { bids } = await areas.bids.rank();
    expect(bids.filter(({ bid }) => bid.isSimulated)).toHaveLength(20);
    expect(await areas.bids.clearSimulated()).toEqual({ removed: 20 });
    expect((await areas.bids.rank()).total).toBe(1);
  });

  it('are ranked without any node instead of failing', async () => {
    const areas = await areasOf(startApp());
    await importBids(areas, { id: 'a' });
    expect((await areas.bids.rank()).bids[0]).toMatchObject({ fits: false, code: 'no-node' });
    expect(await areas.bids.findBest()).toMatchObject({ chosen: [], incomeUsd: '0' });
  });
});
