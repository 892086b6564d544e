import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { standingOf } from '#shared/domain/uptime/standing.ts';
import { gridProxyFarm } from '#test/support/farm-of.ts';
import { importReports } from '#test/support/import-reports.ts';
import { NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { allInEnglish } from '#shared/message.ts';

const TITAN = { cru: 8, mruBytes: 34_359_738_368, sruBytes: 1_073_741_824_000, hruBytes: 0 };

let directory: TemporaryDirectory;
let app: ComposedApp;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOON_MS });
});

afterEach(async () => {
  await app.close();
  directory.remove();
});

const areas = async () => {
  const [nodes, eligibility, uptime, receipts, demo, slices] = [
    createCalls(app.context).nodes,
    createCalls(app.context).hardware.eligibility,
    createCalls(app.context).uptime,
    createCalls(app.context).uptime.receipts,
    createCalls(app.context).data.demo,
    createCalls(app.context).slices,
  ];
  return { nodes, eligibility, uptime, receipts, demo, slices };
};

/** What stands in the row of a node, out of the answer of the call about that node alone. */
function expectedFigures(kind: string, summary: UptimeSummary) {
  if (kind === 'planned') {
    return null;
  }
  const { targetPermille, basis, budget, money, permille, creditedS, quietSinceS } = summary;
  const nothing = { permille: null, creditedS: null, budgetLeftS: null, expectedTft: null, atRiskTft: null };
  return basis === 'none'
    ? { state: 'unknown', standing: 'not-watched', targetPermille, quietSinceS, ...nothing }
    : {
        state: summary.stretches.at(-1)?.state,
        standing: standingOf(summary),
        targetPermille,
        quietSinceS,
        permille,
        creditedS,
        budgetLeftS: budget.leftS,
        expectedTft: money?.expectedTft ?? null,
        atRiskTft: money?.atRiskTft ?? null,
      };
}

const described = (connectionPriceMusd: number) =>
  ({ kind: 'machine', label: 'T', resources: TITAN, connectionPriceMusd }) as const;

function addUp(amounts: readonly (string | undefined)[]): string {
  return toPlain(amounts.reduce((sum, amount) => sum.plus(amount ?? 0), new Decimal(0)));
}

describe('the farm', () => {
  // Catches a second formula: the row of a node must be what its own screens say, to the last digit.
  it('has the same values for every demo node as the calls about that node', async () => {
    const { nodes, eligibility, uptime, receipts, demo } = await areas();
    await demo.fill();
    const farm = await nodes.summariseFarm();
    expect(farm.nodes.length).toBeGreaterThanOrEqual(3);
    for (const row of farm.nodes) {
      const assessment = await eligibility.checkNode({ nodeId: row.id });
      expect(row.verdict).toBe(assessment.eligibility.verdict);
      expect(assessment.capacity).toMatchObject(row.capacity ?? {});
      expect(row.reward).toEqual(assessment.reward);
      const { receipt } = await receipts.getLatest({ nodeId: row.id });
      expect(row.lastReceipt?.tft).toBe(receipt?.tft);
      expect(row.lastReceipt?.periodIndex).toBe(receipt?.period.index);
      const summary = await uptime.getSummary({ nodeId: row.id });
      expect(row.uptime).toEqual(expectedFigures(row.kind, summary));
    }
    expect(farm.nodes.some(({ uptime: figures }) => figures?.state === 'up')).toBe(true);
    expect(farm.nodes.some(({ lastReceipt }) => lastReceipt !== null)).toBe(true);
    const owned = farm.nodes.filter(({ kind }) => kind !== 'planned');
    expect(farm.totals.nodes).toBe(owned.length);
    expect(farm.totals.cu.sum).toBe(addUp(owned.map(({ capacity }) => capacity?.cu)));
    expect(farm.totals.rewardTft.sum).toBe(addUp(owned.map(({ reward }) => reward?.tft)));
    expect(farm.totals.expectedTft.high).toBe(addUp(owned.map(({ uptime: figures }) => figures?.expectedTft?.high)));
  });

  // Catches machines that are not bought yet in the income of the farm.
  it('keeps planned machines apart', async () => {
    const { nodes } = await areas();
    await nodes.importNodes({ text: gridProxyFarm(1) });
    await nodes.addPlanned({ name: 'Titan', resources: TITAN });
    const { totals, planned } = await nodes.summariseFarm();
    expect(totals).toMatchObject({ nodes: 1, cu: { sum: '7.75', missing: 0 }, expectedTft: { missing: 1 } });
    expect(planned).toMatchObject({ nodes: 1, rewardTft: { sum: '282.5', missing: 0 }, needAttention: 0 });
  });

  // Catches a node whose period pays nothing among those on their target.
  it('ranks a violation before everything that can still be corrected', async () => {
    const { nodes, uptime } = await areas();
    await nodes.importNodes({ text: gridProxyFarm(1) });
    const [node] = (await nodes.list({})).nodes;
    const atS = NOON_MS / 1000;
    const reports = [
      [atS - 5000, 1000],
      [atS - 2600, 90_000],
      [atS - 60, 92_540],
    ];
    const text = `node,timestamp,uptime\n${reports.map((report) => `${node?.grid.nodeId},${report.join(',')}`).join('\n')}\n`;
    await importReports(await app.context.stores(), { text, nowMs: NOON_MS, nodeId: node?.id ?? 0 });
    expect((await uptime.getSummary({ nodeId: node?.id ?? 0 })).violation).toBe('UptimeTooHigh');
    const { nodes: rows, totals } = await nodes.summariseFarm();
    expect(rows).toMatchObject([
      { concern: 'violation', uptime: { standing: 'violation', expectedTft: { high: '0' } } },
    ]);
    expect(totals).toMatchObject({ needAttention: 1, standings: { violation: 1 } });
  });

  // Catches a removed node that still earns, and an empty farm that fails.
  it('is empty without nodes', async () => {
    const { nodes } = await areas();
    const added = await nodes.addPlanned({ name: 'Titan', resources: TITAN });
    await nodes.remove({ id: added.id });
    const { nodes: rows, totals } = await nodes.summariseFarm();
    expect(rows).toEqual([]);
    expect(totals).toMatchObject({ nodes: 0, rewardTft: { sum: '0', missing: 0 }, lastPaid: null });
  });

  // Catches a node that cannot join without a word of why.
  it('names the failed check of a refused node', async () => {
    const { nodes } = await areas();
    await nodes.importNodes({ text: gridProxyFarm(5) });
    const { nodes: rows, totals } = await nodes.summariseFarm();
    expect(rows[4]).toMatchObject({ verdict: 'not-eligible', concern: 'not-eligible' });
    expect(allInEnglish(rows[4]?.refusal)).toMatchObject({ title: 'SSD', measured: '60 GiB (64 GB)' });
    expect(rows[0]).toMatchObject({ verdict: 'eligible', concern: 'not-watched', refusal: null });
    // What cannot join earns nothing, in its row and in the total.
    expect(rows[4]?.reward).toMatchObject({ tft: '0', musd: 0 });
    const sum = rows.slice(0, 4).reduce((total, { reward }) => total.plus(reward?.tft ?? 0), new Decimal(0));
    expect(totals.rewardTft).toEqual({ sum: toPlain(sum), missing: 0 });
  });
});

describe('the PassMark of a node', () => {
  // Catches a mark that the farmer gave on the slices page and the checklist still cannot tell.
  it('determines the processor check for grid v4', async () => {
    const { nodes, slices, eligibility } = await areas();
    const node = await nodes.addPlanned({ name: 'Titan', resources: TITAN });
    const check = async () => {
      const { eligibility: answer } = await eligibility.checkNode({ nodeId: node.id });
      return answer.checks.find(({ id }) => id === 'cpu-performance');
    };
    const give = (value: number) =>
      slices.updatePlan({
        nodeId: node.id,
        patch: { passmark: { value, basis: 'given', uncertaintyPercent: 0, note: '' } },
      });
    expect(await check()).toMatchObject({ state: 'unknown' });
    await give(6400);
    expect(await check()).toMatchObject({ state: 'pass', measured: { values: { passmark: 6400 } } });
    await give(6399);
    expect(await check()).toMatchObject({ state: 'warn' });
  });
});

describe('the price of a TFT', () => {
  // Catches two limits for one figure: what the reward takes, a node and a described machine must take too.
  it('has the same limits wherever it is entered', async () => {
    const { nodes } = await areas();
    const projections = createCalls(app.context).earnings.projections;
    const most = 4_294_967_295;
    const planned = (connectionPriceMusd: number) =>
      nodes.addPlanned({ name: 'T', resources: TITAN, connectionPriceMusd });
    expect(await planned(most)).toMatchObject({ connectionPriceMusd: most });
    await expect(planned(most + 1)).rejects.toThrow(/connectionPriceMusd|validation/);
    expect(await projections.project({ subject: described(most) })).toBeDefined();
    await expect(projections.project({ subject: described(most + 1) })).rejects.toThrow(
      /connectionPriceMusd|validation/,
    );
  });
});
