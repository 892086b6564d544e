import { describe, expect, it } from 'vitest';
import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import { Decimal } from '#shared/decimal.ts';
import { allInEnglish } from '#shared/message.ts';
import { HOME, importBids, refusalOf, useApps } from '#test/support/home-node.ts';
import { knownProjection } from '#test/support/known-projection.ts';

/** Nothing expected beyond what is promised. */
const DEFAULT_SCENARIO_V4 = { ...DEFAULT_SCENARIO, rules: 'grid-v4', months: 3 } as const;
const PERIOD_S = 2_630_880;
/** More than all slices of the node cost. */
const DEAR = { price_per_month: 60 };
const { clock, startApp, withHome } = useApps();

describe('bids', () => {
  it('imports valid bids only, and none twice', async () => {
    const areas = await withHome();
    expect(allInEnglish(await importBids(areas, { id: 'a' }, { id: 'b', months: 0 }))).toMatchObject({
      imported: 1,
      rejected: [{ line: 1, reason: expect.stringContaining('months') }],
    });
    expect(await importBids(areas, { id: 'a' }, { id: 'c' })).toMatchObject({ imported: 1 });
  });

  it('reads CSV with quotes, unknown columns and line breaks in cells', async () => {
    const { bids } = await withHome();
    const csv = [
      'id,buyer,vcpus,memory_gib,ssd_gib,gpus,months,price_per_month,currency,region',
      'a,"Ada, ""the first""",1,4,50,0,2,9.5,USD,"EU\nof two lines"',
      'b,Bob,1,4,50,0,2,-1,USD,EU',
      'c,Cy,1,4,50,0,2,9,USD,EU,extra',
    ].join('\n');
    const { imported, rejected } = await bids.importFile({ text: csv });
    expect(imported).toBe(1);
    expect(rejected.map((row) => row.line)).toEqual([4, 5]);
    expect((await refusalOf(bids.importFile({ text: 'id,buyer\nx,y' }))).message).toContain('vcpus');
    expect((await refusalOf(bids.importFile({ text: ' ' }))).message).toContain('empty');
  });

  // Catches a net, an acceptance and a proof from a gold price that nobody entered.
  it('neither ranks, accepts nor counts bids in Cloud Credits before the gold price is entered', async () => {
    const areas = await withHome();
    const { bids, settings } = areas;
    await importBids(areas, { id: 'cc', currency: 'CC', price_per_month: 600 }, { id: 'usd', ...DEAR });
    const { bids: ranked, fitting } = await bids.rank();
    expect(ranked.map(({ bid, fits, code, place }) => [bid.id, fits, code, place === null])).toEqual([
      ['usd', true, null, false],
      ['cc', true, 'gold-price', true],
    ]);
    expect(fitting).toBe(2);
    expect((await refusalOf(bids.accept({ id: 'cc', acceptsLoss: true }))).message).toContain('gold price');
    expect(await bids.findBest()).toMatchObject({
      chosen: [{ bid: { id: 'usd' } }],
      isOptimal: false,
      needGoldPrice: 1,
    });
    await settings.money.set({ goldUsdPerGram: '128' });
    expect(await bids.findBest()).toMatchObject({ isOptimal: true, needGoldPrice: 0 });
    expect((await bids.accept({ id: 'cc', acceptsLoss: true })).reservation.monthUsd).toBe('76.8');
  });

  it('ranks bids by the income after split and cost', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', price_per_month: 9 }, { id: 'b', price_per_month: 20, memory_gib: 12 });
    const { bids, scarce, fitting } = await areas.bids.rank();
    expect([scarce, fitting]).toEqual(['memory', 2]);
    // 80 % of 9 USD less a seventh of 15.708 USD.
    expect(bids[0]).toMatchObject({ bid: { id: 'a' }, fits: true, place: { slices: 1, netMonthUsd: '4.956' } });
    expect(bids[1]).toMatchObject({ bid: { id: 'b' }, place: { slices: 3, netMonthUsd: '9.268' } });
  });

  it('reserves the slices of an accepted bid, so that the next bid for them is rejected', async () => {
    const areas = await withHome();
    await importBids(
      areas,
      { id: 'a', memory_gib: 20, ...DEAR },
      { id: 'b', memory_gib: 12, ...DEAR },
      { id: 'c', memory_gib: 8 },
    );
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

  it('lets only one of two competing processes accept bids for the same slices', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', memory_gib: 16, ...DEAR }, { id: 'b', memory_gib: 16, ...DEAR });
    const other = startApp();
    const outcomes = await Promise.allSettled([areas.bids.accept({ id: 'a' }), other.bids.accept({ id: 'b' })]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { reservations } = await areas.bids.listReservations();
    expect(reservations).toHaveLength(1);
  });

  // Catches a bid that loses money and is accepted by one click.
  it('accepts a bid that loses money only on request, and stores the reason', async () => {
    const areas = await withHome();
    // 80 % of 2 USD less a seventh of 15.708 USD.
    await importBids(areas, { id: 'cheap', price_per_month: 2 });
    const refusal = await refusalOf(areas.bids.accept({ id: 'cheap' }));
    expect([refusal.code, refusal.message]).toEqual([
      'REFUSED',
      expect.stringContaining('costs 0.64 USD a month more'),
    ]);
    expect(refusal.hint).toContain('--accept-loss');
    expect((await areas.bids.listReservations()).reservations).toEqual([]);
    const { bid } = await areas.bids.accept({ id: 'cheap', acceptsLoss: true, reason: 'a first customer' });
    expect(bid).toMatchObject({ state: 'accepted', note: 'a first customer' });
  });

  // Catches "Accept all" that accepts half and names only the failure.
  it('accepts several bids together or not at all', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', memory_gib: 16, ...DEAR }, { id: 'b', memory_gib: 16, ...DEAR }, { id: 'c' });
    const all = (...ids: readonly string[]) => areas.bids.acceptAll({ bids: ids.map((id) => ({ id })) });
    expect((await refusalOf(all('a', 'b'))).code).toBe('CONFLICT');
    expect((await refusalOf(all('a', 'nowhere'))).code).toBe('NOT_FOUND');
    expect((await areas.bids.listReservations()).reservations).toEqual([]);
    expect((await all('a', 'c')).accepted.map(({ bid }) => bid.state)).toEqual(['accepted', 'accepted']);
  });

  it('frees the slices of a reopened bid', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', memory_gib: 28, ...DEAR }, { id: 'b' });
    await areas.bids.accept({ id: 'a' });
    expect(await areas.bids.reopen({ id: 'a' })).toMatchObject({ state: 'open' });
    await areas.bids.accept({ id: 'b' });
  });

  it('lets a bid begin later when the slices are free then, and never in the past', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'a', memory_gib: 28, ...DEAR }, { id: 'b', memory_gib: 28, ...DEAR });
    const { reservation } = await areas.bids.accept({ id: 'a' });
    const startS = reservation.endS;
    expect((await areas.bids.accept({ id: 'b', startS })).reservation).toMatchObject({ startS, slices: 7 });
    expect((await refusalOf(areas.bids.accept({ id: 'b', startS: 1 }))).code).toBe('INVALID_INPUT');
  });

  it('refuses bids that are expired, too large or for certified nodes, each with its reason', async () => {
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
  it('uses the split of the bid’s own node', async () => {
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
  it('rejects bids on a removed node until it is restored', async () => {
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
  it('refuses to remove a node with accepted bids until they are reopened', async () => {
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

  it('counters and declines bids with a reason, and marks those whose buyer must be identified', async () => {
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
  it('lists bids of all states newest first, and applies a limit to the oldest', async () => {
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

  it('finds the best set, which can be accepted unchanged', async () => {
    const areas = await withHome();
    await importBids(
      areas,
      { id: 'whole', memory_gib: 28, price_per_month: 50 },
      ...Array.from({ length: 7 }, (_, index) => ({ id: `s${index}`, price_per_month: 8 })),
    );
    const best = await areas.bids.findBest({ nodeId: null, months: 2 });
    // Seven at 8 USD bring 44.8 a month after the split, one at 50 brings 40; both less 15.708 USD.
    expect(best).toMatchObject({ incomeUsd: '58.184', isOptimal: true, considered: 8 });
    expect(best).toMatchObject({ fromS: clock.nowMs / 1000, freeInMonth: [7, 7] });
    expect(best.chosen.map((entry) => entry.bid.id).toSorted()).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6']);
    for (const { bid, nodeId, kindId } of best.chosen) {
      await areas.bids.accept({ id: bid.id, nodeId, kindId });
    }
    expect((await areas.bids.findBest({ months: 4 })).freeInMonth).toEqual([0, 0, 7, 7]);
    const { grossUsd, farmerUsd } = await areas.bids.revenue({ periods: 3 });
    expect([grossUsd, farmerUsd]).toEqual(['112', '89.6']);
    const { months, assumptions } = knownProjection(
      await areas.projections.project({
        subject: { kind: 'node', nodeId: areas.nodeId },
        scenario: DEFAULT_SCENARIO_V4,
      }),
    );
    const total = (pick: (month: (typeof months)[number]) => string) =>
      months.reduce((sum, month) => sum.plus(pick(month)), new Decimal(0)).toFixed();
    // The bids page and the projection show the same total: one function computes it.
    expect([total((month) => month.gross), total((month) => month.share)]).toEqual([grossUsd, farmerUsd]);
    expect(assumptions).toContainEqual(
      expect.objectContaining({ id: 'booked-revenue', value: grossUsd, unit: 'USD', origin: 'bids' }),
    );
  });

  it('marks simulated bids, which can be removed', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'real' });
    expect(await areas.bids.simulate({ count: 20, seed: 5 })).toEqual({ added: 20 });
    expect(await areas.bids.simulate({ count: 20, seed: 5 })).toEqual({ added: 0 });
    const { bids } = await areas.bids.rank();
    expect(bids.filter(({ bid }) => bid.isSimulated)).toHaveLength(20);
    expect(await areas.bids.clearSimulated()).toEqual({ removed: 20 });
    expect((await areas.bids.rank()).total).toBe(1);
  });

  it('ranks bids without any node instead of failing', async () => {
    const areas = startApp();
    await importBids(areas, { id: 'a' });
    expect((await areas.bids.rank()).bids[0]).toMatchObject({ fits: false, code: 'no-node' });
    expect(await areas.bids.findBest()).toMatchObject({ chosen: [], incomeUsd: '0' });
  });
});
