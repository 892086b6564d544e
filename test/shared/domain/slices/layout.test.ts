import { describe, expect, it } from 'vitest';
import { CPU_MARKS, estimatePassmarkByName } from '#shared/domain/slices/cpu-marks.ts';
import { sliceDefinition } from '#shared/domain/slices/definitions.ts';
import { equalPartLayouts, layoutByDefinition, layoutOfGroups, priceLayout } from '#shared/domain/slices/layout.ts';
import { createMixedLayoutQuestion, readMixedLayout, standardKinds } from '#shared/domain/slices/mixed-layout.ts';
import { DEFAULT_SLICE_PLAN, type PackableNode } from '#shared/contract/slices/slices.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { GIB_BYTES } from '#shared/units.ts';

const { limits } = DEFAULT_SLICE_PLAN;

function node(cores: number, memoryGib: number, ssdGib: number, patch: Partial<PackableNode> = {}): PackableNode {
  return {
    cores,
    memoryBytes: memoryGib * GIB_BYTES,
    ssdBytes: ssdGib * GIB_BYTES,
    passmark: 20_000,
    gpus: 0,
    bandwidthMbit: null,
    ...patch,
  };
}

describe('equal parts', () => {
  it('include the published 1x32, 2x16, 4x8 and 8x4 GiB, and stop above parts below 4 GiB', () => {
    const layouts = equalPartLayouts(node(16, 32, 2000), limits);
    expect(
      layouts.map((layout) => layout.groups.map(({ count, amounts }) => `${count}x${toPlain(amounts.memoryGib)}`)),
    ).toEqual([['1x32'], ['2x16'], ['4x8'], ['8x4']]);
  });

  it('stop above parts without a whole core, and include the whole of any node', () => {
    expect(equalPartLayouts(node(2, 64, 100), limits)).toHaveLength(2);
    expect(equalPartLayouts(node(1, 2, 0), limits)).toHaveLength(1);
  });
});

describe('wasted resources', () => {
  it('include what is in no slice, but not the reserve', () => {
    const layout = layoutByDefinition(sliceDefinition('mycelium'), node(32, 128, 2000));
    expect([layout.unusedShares.cores, layout.unusedShares.memory, layout.unusedShares.ssd].map(toPlain)).toEqual([
      '0.6875',
      '0.6875',
      '0',
    ]);
    expect(layout.wasteShare.toFixed(4)).toBe('0.4583');
    expect(
      priceLayout(layout, { costMonthUsd: new Decimal(24), ownBand: null, isOptimal: null }).wasteMonthUsd.toFixed(2),
    ).toBe('11.00');
    expect(layout.fragmentation.eq(layout.wasteShare)).toBe(true);
  });

  it('exclude a missing SSD', () => {
    expect(toPlain(layoutByDefinition(sliceDefinition('economics-2025'), node(16, 32, 0)).wasteShare)).toBe('0');
  });

  it('are fragmentation only where no further slice could use them', () => {
    const groups = standardKinds()
      .filter(({ kindId }) => kindId === 'S')
      .map((kind) => ({ ...kind, count: 4 }));
    const half = layoutOfGroups('custom', node(8, 32, 400), groups, limits);
    expect(toPlain(half.wasteShare)).toBe('0.5');
    expect(toPlain(half.fragmentation)).toBe('0');
  });

  it('name the resource that prevents one more slice', () => {
    const storage = standardKinds().filter(({ kindId }) => kindId === 'storage');
    const layout = layoutOfGroups(
      'custom',
      node(32, 128, 700),
      storage.map((kind) => ({ ...kind, count: 3 })),
      limits,
    );
    expect(layout.binding).toBe('ssd');
  });

  // Catches a node with room for 29 more slices whose unused part counts as fragmentation because it has no PassMark.
  it('include no fragmentation caused by an unknown PassMark', () => {
    const groups = standardKinds()
      .slice(0, 1)
      .map((kind) => ({ ...kind, count: 3 }));
    const unknown = layoutOfGroups('custom', node(32, 128, 1600, { passmark: null }), groups, limits);
    expect([toPlain(unknown.fragmentation), unknown.wasteShare.isZero()]).toEqual(['0', false]);
  });

  // Catches "stops at PassMark" on a node whose PassMark is unknown.
  it('are never limited by an unknown PassMark', () => {
    const kinds = standardKinds().slice(0, 1);
    const groups = kinds.map((kind) => ({ ...kind, count: 3 }));
    expect(layoutOfGroups('custom', node(4, 64, 4000, { passmark: null }), groups, limits).binding).toBe('cores');
    expect(layoutOfGroups('custom', node(8, 64, 4000, { passmark: 3000 }), groups, limits).binding).toBe('passmark');
  });
});

describe('a layout of given groups', () => {
  it.each([
    ['memory', { count: 9, id: 'S', memory: 32 }],
    ['gpus', { count: 1, id: 'gpu', memory: 64 }],
  ])('rejects slices that need more %s than the node has, and names it', (resource, { count, id, memory }) => {
    const groups = standardKinds()
      .filter(({ kindId }) => kindId === id)
      .map((kind) => ({ ...kind, count }));
    expect(() => layoutOfGroups('custom', node(64, memory, 4000), groups, limits)).toThrow(resource);
  });

  it('has only whole GPUs in the slices of a definition', () => {
    const layout = layoutByDefinition(sliceDefinition('economics-2025'), node(24, 128, 8000, { gpus: 2 }), 2);
    expect(layout.groups[0]?.gpus).toBe(1);
    expect(
      layoutByDefinition(sliceDefinition('economics-2025'), node(24, 128, 8000, { gpus: 2 }), 3).groups[0]?.gpus,
    ).toBe(0);
  });
});

describe('a solution that exceeds a limit within the tolerance of the solver', () => {
  it('loses a slice instead of selling memory that does not exist', () => {
    const question = createMixedLayoutQuestion('count', node(8, 32, 400), standardKinds().slice(0, 1), limits);
    const mixed = readMixedLayout(question, { status: 'optimal', values: [9], upperBound: 9 });
    expect(mixed.layout.sliceCount).toBe(8);
    expect(mixed.isOptimal).toBe(false);
  });
});

describe('the PassMark of a processor name', () => {
  it.each([
    ['Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz', 18_038],
    ['Xeon® E5-2680 v4', 18_038],
    ['AMD Ryzen 7 5800H with Radeon Graphics', 21_371],
    ['AMD EPYC 7763 64-Core Processor', 85_944],
    ['Core™ i7-8700', 13_012],
  ])('matches %s', (name, value) => {
    expect(estimatePassmarkByName(name)).toMatchObject({ value, uncertaintyPercent: 10, basis: 'table' });
  });

  it.each(['Intel Core i7', 'Xeon E5-2680 v9', '', 'i7-8700K'])('does not guess for "%s"', (name) => {
    expect(estimatePassmarkByName(name)).toBeNull();
  });

  it('counts every socket, with a wider uncertainty', () => {
    expect(estimatePassmarkByName('Xeon E5-2620', 2)).toMatchObject({ value: 2 * 5286, uncertaintyPercent: 20 });
  });

  it('is listed once per processor: the first would hide the second', () => {
    expect(new Set(CPU_MARKS.map((entry) => entry.cpu)).size).toBe(CPU_MARKS.length);
  });
});
