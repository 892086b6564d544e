import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandedPrices } from '#shared/domain/slices/prices/band.ts';
import { DEFAULT_SLICE_DEFINITION, SLICE_DEFINITION_IDS } from '#shared/domain/slices/constants.ts';
import { sliceDefinition } from '#shared/domain/slices/definitions.ts';
import { findNodeModel, NODE_MODELS, type NodeModel } from '#shared/domain/slices/node-models.ts';
import { packNode, slicedMemoryGib } from '#shared/domain/slices/packing.ts';
import type { PackableNode } from '#shared/contract/slices/slices.ts';
import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import { GIB_BYTES } from '#shared/units.ts';

const definitions = SLICE_DEFINITION_IDS.map(sliceDefinition);

type Row = Readonly<Record<string, string>>;

function golden(name: string): readonly Row[] {
  const [header = '', ...lines] = readFileSync(new URL(`../../../golden/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const keys = header.trim().split(',');
  return lines.map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(',')
        .map((cell, index) => [keys[index] ?? '', cell]),
    ),
  );
}

function node(cores: number, memoryGib: number, ssdGib: number, passmark: number | null): PackableNode {
  return {
    cores,
    memoryBytes: Math.round(memoryGib * GIB_BYTES),
    ssdBytes: Math.round(ssdGib * GIB_BYTES),
    passmark,
    gpus: 0,
    bandwidthMbit: null,
  };
}

function nodeOfModel({ cores, memoryGib, ssdGib, passmark, gpus }: NodeModel): PackableNode {
  return { ...node(cores, memoryGib, ssdGib, passmark), gpus };
}

/** The published tables of slices swap the PassMark of these two against their specifications. */
const SWAPPED: Readonly<Record<string, string>> = { 'Mini 1': '3Node Home', '3Node Home': 'Mini 1' };

function published(name: string): NodeModel {
  const model = findNodeModel(name);
  const other = findNodeModel(SWAPPED[name] ?? name);
  if (model === null || other === null) {
    throw new Error(`no model ${name}`);
  }
  return { ...model, passmark: other.passmark };
}

function places(text: string | undefined): number {
  return text?.split('.')[1]?.length ?? 0;
}

/** A value as the table of `text` rounds it. */
function asPublished(value: Decimal, text: string | undefined): string {
  return roundHalfUp(value, places(text)).toFixed(places(text));
}

const economics = sliceDefinition('economics-2025');

describe('the published slice tables', () => {
  it('have every published specification as a model: a wrong core count would change every share', () => {
    for (const row of golden('economics_node_specs_published.csv')) {
      const model = findNodeModel(row['type'] ?? '');
      expect(model).toMatchObject({
        costUsd: row['cost_usd'],
        cores: Number(row['cpu_cores']),
        passmark: Number(row['passmark']),
        memoryGib: Number(row['mem_gb']),
        ssdGib: Number(row['ssd_gb']),
        acceleratorGib: Number(row['ai_gb']),
      });
    }
  });

  it.each(golden('economics_slice_prices_published.csv'))('cuts $model as published', (row) => {
    const model = published(row['model'] ?? '');
    const packing = packNode(economics, nodeOfModel(model), model.maxSlices);
    const prices = bandedPrices(slicedMemoryGib(packing), packing.count, model.ownBand);
    expect(asPublished(packing.perSlice.cores, row['cores'])).toBe(row['cores']);
    expect(asPublished(packing.perSlice.passmark, row['perf_passmark'])).toBe(row['perf_passmark']);
    expect(asPublished(packing.perSlice.ssdGib, row['ssd_gb'])).toBe(row['ssd_gb']);
    expect(asPublished(packing.perSlice.memoryGib, row['mem_gb'])).toBe(row['mem_gb']);
    expect(asPublished(prices.priceMonth.min, row['min_price_month'])).toBe(row['min_price_month']);
    expect(asPublished(prices.priceMonth.max, row['max_price_month'])).toBe(row['max_price_month']);
    expect(asPublished(prices.priceHour.min, row['min_price_hour'])).toBe(row['min_price_hour']);
    expect(asPublished(prices.priceHour.max, row['max_price_hour'])).toBe(row['max_price_hour']);
  });

  it.each(golden('economics_node_income_published.csv'))('gives $model its published income', (row) => {
    const model = published(row['model'] ?? '');
    const packing = packNode(economics, nodeOfModel(model), model.maxSlices);
    const { incomeMonth } = bandedPrices(slicedMemoryGib(packing), packing.count, model.ownBand);
    expect(packing.count).toBe(Number(row['nr_slices']));
    expect(model.maxSlices).toBe(Number(row['max_slices']));
    // "Mini 2" is published rounded: 23 for 23.40.
    expect(incomeMonth.min.toString()).toBe(row['model'] === 'Mini 2' ? '23.4' : row['min_income_month']);
    expect(incomeMonth.max.toString()).toBe(row['max_income_month']);
  });

  it('have the published hardware cost of 60 months for all models but "Mini 1", which is published wrong', () => {
    for (const row of golden('economics_node_income_published.csv')) {
      const perMonth = roundHalfUp(new Decimal(published(row['model'] ?? '').costUsd).div(60), 0);
      expect(perMonth.toString()).toBe(row['model'] === 'Mini 1' ? '6' : row['hw_cost_month_5y']);
    }
  });
});

describe('the published examples of the other two definitions', () => {
  it('divide 64 GiB, 2000 GiB, 24 cores into 15 cloud slices of 4 GiB, 120 GiB and 6.4 virtual cores', () => {
    const packing = packNode(sliceDefinition('cloud-slice-2024'), node(24, 64, 2000, 30_000));
    expect(packing.count).toBe(15);
    expect(packing.perSlice.memoryGib.toString()).toBe('4');
    expect(packing.perSlice.ssdGib.toString()).toBe('120');
    expect(packing.perSlice.cores.toString()).toBe('6.4');
    expect(packing.unused.memoryGib.toString()).toBe('2');
    expect(packing.binding).toBe('memory');
  });

  it.each([
    [32, 128, 2000, 10, 'ssd'],
    [4, 16, 800, 4, 'memory'],
  ] as const)('divide %i vCPU, %i GiB, %i GiB into %i mycelium slices', (cores, memory, ssd, count, binding) => {
    const packing = packNode(sliceDefinition('mycelium'), node(cores, memory, ssd, null));
    expect(packing.count).toBe(count);
    expect(packing.binding).toBe(binding);
    expect(packing.unused.cores.toNumber()).toBe(cores - count);
    expect(packing.unused.memoryGib.toNumber()).toBe(memory - 4 * count);
    expect(packing.unused.ssdGib.toNumber()).toBe(ssd - 200 * count);
  });
});

describe('edge cases of packing', () => {
  it('give no slice, and leave the whole node unused, below the minimum', () => {
    const packing = packNode(economics, node(8, 3, 100, 9000));
    expect(packing.count).toBe(0);
    expect(packing.perSlice.memoryGib.toString()).toBe('0');
    expect(packing.unused.cores.toString()).toBe('8');
    expect(packing.unused.memoryGib.toString()).toBe('0');
    expect(packing.reserve.memoryGib.toString()).toBe('3');
  });

  it.each([
    [7.999, 0],
    [8, 1],
    [11.999, 1],
    [12, 2],
  ])('turn %d GiB into %i slices: the reserve is subtracted first', (memory, count) => {
    expect(packNode(economics, node(8, memory, 100, 90_000)).count).toBe(count);
  });

  it('report a missing PassMark instead of counting it as zero', () => {
    expect(() => packNode(economics, node(8, 32, 100, null))).toThrow(/PassMark/);
  });

  it('reject a node without memory', () => {
    expect(() => packNode(economics, node(8, 0, 100, 1000))).toThrow(/without memory/);
  });

  it.each([-1, 1.5, Number.NaN, 1e9])('refuse %d cores', (cores) => {
    expect(() => packNode(economics, { ...node(1, 8, 1, 1000), cores })).toThrow(/cores/);
  });

  it('reject an unknown definition', () => {
    expect(() => sliceDefinition('economics-2026')).toThrow(/no slice definition/);
    expect(SLICE_DEFINITION_IDS[0]).toBe(DEFAULT_SLICE_DEFINITION);
  });

  it('limit the cloud slice by bandwidth only where that is known', () => {
    const wide = node(24, 64, 2000, 30_000);
    const packing = packNode(sliceDefinition('cloud-slice-2024'), { ...wide, bandwidthMbit: 3 });
    expect([packing.count, packing.binding]).toEqual([3, 'bandwidth']);
  });
});

const anyNode = fc.record({
  cores: fc.integer({ min: 0, max: 512 }),
  memoryBytes: fc.integer({ min: 1, max: 2 ** 43 }),
  ssdBytes: fc.integer({ min: 0, max: 2 ** 46 }),
  passmark: fc.integer({ min: 0, max: 200_000 }),
  gpus: fc.constant(0),
  bandwidthMbit: fc.constant(null),
});

describe('packing of any node', () => {
  it.each(definitions)(
    '$id: adds up slices, unused and reserve to the node, with no slice below the minimum',
    (definition) => {
      fc.assert(
        fc.property(anyNode, (some) => {
          const packing = packNode(definition, some);
          const memory = packing.perSlice.memoryGib.times(packing.count).plus(packing.unused.memoryGib);
          const whole = new Decimal(some.memoryBytes).div(GIB_BYTES);
          expect(memory.plus(packing.reserve.memoryGib).minus(whole).abs().lt('1e-25')).toBe(true);
          expect(packing.unused.memoryGib.isNegative() || packing.unused.ssdGib.isNegative()).toBe(false);
          const { least } = definition;
          const isEnough =
            packing.perSlice.memoryGib.gte(least.memoryGib) &&
            packing.perSlice.cores.gte(least.cores) &&
            packing.perSlice.ssdGib.gte(least.ssdGib) &&
            packing.perSlice.passmark.gte(least.passmark);
          expect(packing.count === 0 || isEnough).toBe(true);
        }),
        { numRuns: 100 },
      );
    },
  );

  it('never gives fewer slices for more resources', () => {
    fc.assert(
      fc.property(anyNode, fc.constantFrom('cores', 'memoryBytes', 'ssdBytes', 'passmark'), (some, key) => {
        for (const definition of definitions) {
          const more = { ...some, [key]: some[key] * 2 };
          expect(packNode(definition, more).count).toBeGreaterThanOrEqual(packNode(definition, some).count);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps every minimum price and income at or below its maximum', () => {
    for (const model of NODE_MODELS) {
      const packing = packNode(economics, nodeOfModel(model), model.maxSlices);
      const prices = bandedPrices(slicedMemoryGib(packing), packing.count, model.ownBand);
      for (const band of [prices.priceMonth, prices.priceHour, prices.incomeMonth]) {
        expect(band.min.lte(band.max)).toBe(true);
      }
    }
  });
});
