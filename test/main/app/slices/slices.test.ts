import { describe, expect, it } from 'vitest';
import { HOME, importBids, refusalOf, useApps } from '#test/support/home-node.ts';

const PERIOD_S = 2_630_880;
const { clock, startApp, withHome } = useApps();

describe('a machine that is not eligible', () => {
  // Catches slices of a machine that may not register and that bring 8.94 USD a month.
  it('sells nothing: its prices earn nothing, and no bid fits it', async () => {
    const { nodes, prices, bids } = startApp();
    const node = await nodes.addPlanned({ name: 'Small', resources: { ...HOME, sruBytes: 64 * 2 ** 30 } });
    const { slices, nodes: priced } = await prices.list({ nodeId: node.id });
    expect(priced[0]?.sharePercent).toBe(0);
    expect(slices.every(({ outcome }) => outcome.share === '0')).toBe(true);
    await importBids({ bids }, { id: 'a' });
    expect((await bids.rank()).bids[0]).toMatchObject({ fits: false });
  });
});

describe('a slice plan', () => {
  it('uses the default definition once the PassMark is known, and one that needs none before', async () => {
    const { nodes, slices } = startApp();
    const node = await nodes.addPlanned({ name: 'New', resources: HOME });
    // Not the five slices of the definition that needs no PassMark: they leave 12 GiB unsold.
    expect((await slices.getPlan({ nodeId: node.id })).layout.id).toBe('parts-8');
    const { slices: cut, nodeId } = await withHome();
    expect((await cut.getPlan({ nodeId })).layout).toMatchObject({ id: 'economics-2025', sliceCount: 7 });
  });

  it('falls back to equal parts for a node without a slice by any definition', async () => {
    const { nodes, slices } = startApp();
    const diskless = await nodes.addPlanned({ name: 'Diskless', resources: { ...HOME, sruBytes: 0 } });
    expect((await slices.getPlan({ nodeId: diskless.id })).layout.id).toBe('parts-8');
  });

  it('lists missing costs instead of showing a floor of zero', async () => {
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

  it('lists every layout with its waste, and proves the mixed ones optimal', async () => {
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

  it('cannot change its layout while slices are reserved', async () => {
    const areas = await withHome();
    await importBids(areas, { id: 'b1' });
    await areas.bids.accept({ id: 'b1' });
    const { nodeId } = areas;
    const refusal = await refusalOf(areas.slices.updatePlan({ nodeId, patch: { layout: 'parts-4' } }));
    expect(refusal.code).toBe('CONFLICT');
    await areas.slices.updatePlan({ nodeId, patch: { occupancy: '0.9' } });
    clock.nowMs += 3 * PERIOD_S * 1000;
    await areas.slices.updatePlan({ nodeId, patch: { layout: 'parts-4' } });
    expect((await areas.slices.getPlan({ nodeId })).layout.id).toBe('parts-4');
  });
});

describe('slice prices', () => {
  // Catches a net that is a confident figure out of costs nobody entered.
  it('have no net while a cost is missing, and name it', async () => {
    const { prices, nodeId } = await withHome({ wattsIdle: null, wattsLoaded: null });
    const { slices } = await prices.list({ nodeId });
    expect(slices[0]).toMatchObject({ missing: ['watts'], outcome: { net: null, cost: null } });
  });

  it('apply their suggestions together, report those that are refused, and are undone together', async () => {
    const { prices, nodes, sliceId } = await withHome();
    const small = await nodes.addPlanned({ name: 'Small', resources: { ...HOME, sruBytes: 64 * 2 ** 30 } });
    const unsold = (await prices.list({ nodeId: small.id })).slices.map(({ id }) => id);
    await prices.set({ sliceId, priceMonth: '7' });
    const { set, refused } = await prices.setSuggested({ sliceIds: [sliceId, ...unsold] });
    expect([set, refused.map((entry) => entry.sliceId)]).toEqual([[sliceId], unsold]);
    const { slices } = await prices.undoAll({ sliceIds: set });
    expect(slices[0]).toMatchObject({ priceMonth: '7' });
    expect((await refusalOf(prices.undoAll({ sliceIds: [sliceId, ...unsold] }))).code).toBe('INVALID_INPUT');
    expect((await prices.list({ nodeId: null })).slices[0]).toMatchObject({ priceMonth: '7' });
  });

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

  it('have their bounds in Cloud Credits when set in Cloud Credits', async () => {
    const { prices, sliceId, settings } = await withHome();
    await settings.money.set({ goldUsdPerGram: '128' });
    const price = await prices.set({ sliceId, priceMonth: '60', currency: 'CC' });
    expect(price).toMatchObject({ currency: 'CC', floor: '43.828125', band: { min: '9.375', max: '93.75' } });
  });

  // Catches a floor, a band and a net from a gold price that nobody entered.
  it('have no bounds and no net in Cloud Credits before the gold price is entered', async () => {
    const { prices, sliceId } = await withHome();
    expect((await refusalOf(prices.set({ sliceId, priceMonth: '60', currency: 'CC' }))).message).toContain(
      'gold price',
    );
    const price = await prices.set({ sliceId, priceMonth: '60', currency: 'CC', isForced: true });
    expect(price).toMatchObject({
      priceMonth: '60',
      floor: null,
      band: null,
      standing: 'unknown',
      suggestion: null,
      costMonth: null,
      missing: ['gold-price'],
      outcome: { gross: '210', cost: null, net: null },
    });
    const { nodes, usdPerCc } = await prices.list();
    expect([nodes[0]?.wholeNodeMonthUsd, usdPerCc]).toEqual([null, null]);
    expect((await prices.setSuggested({ sliceIds: [sliceId] })).refused).toMatchObject([{ sliceId }]);
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
    expect(changes.at(-1)).toMatchObject({ by: 'command line', atMs: clock.nowMs });
  });

  it('report an unknown slice', async () => {
    const { prices } = await withHome();
    expect((await refusalOf(prices.set({ sliceId: '1:mycelium', priceMonth: '7' }))).code).toBe('NOT_FOUND');
    expect((await refusalOf(prices.undo({ sliceId: '99:economics-2025' }))).code).toBe('NOT_FOUND');
  });

  it('are offered with the free slices, rounded down amounts, and formulas escaped for spreadsheets', async () => {
    const areas = await withHome();
    await areas.nodes.update({ id: areas.nodeId, patch: { name: '=cmd' } });
    await importBids(areas, { id: 'b1', memory_gib: 8 });
    await areas.bids.accept({ id: 'b1' });
    const { offers, csv } = await areas.prices.listOffers();
    expect(offers[0]).toMatchObject({ count: 7, free: 5, vcpus: '2.28', memoryGib: '4', ssdGib: '142.85' });
    expect(csv).toContain("'=cmd");
  });
});
