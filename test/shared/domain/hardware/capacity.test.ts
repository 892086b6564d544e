import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundHalfUp, toPlain } from '#shared/decimal.ts';
import { capacityMillionthsV3, computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { UNITS_VERSIONS } from '#shared/domain/hardware/capacity-units.ts';
import { NO_RESOURCES, type Resources } from '#shared/domain/hardware/resources.ts';
import { addResources } from '#shared/domain/hardware/upgrades.ts';
import { anyResources } from '#test/support/arbitrary-resources.ts';
import { readGolden } from '#test/support/golden.ts';

interface Vector extends Resources {
  readonly name: string;
  readonly cu: string;
  readonly su: string;
  readonly cpr: string;
  readonly binding?: string;
}
const golden = readGolden('capacity-vectors.json') as {
  readonly v3: readonly Vector[];
  readonly v2: readonly Vector[];
};
const resourcesOf = ({ cru, mruBytes, sruBytes, hruBytes }: Vector): Resources => ({
  cru,
  mruBytes,
  sruBytes,
  hruBytes,
});
const GIB = 2 ** 30;
const UNITS = fc.constantFrom(...UNITS_VERSIONS);

describe('capacity vectors', () => {
  it.each(golden.v3)(
    'v3, $name: is exact in the last millionth, which another order of floors would change',
    (vector) => {
      const { cu, su, cpr, binding } = computeCapacity(resourcesOf(vector), 'v3');
      expect({ cu: toPlain(cu), su: toPlain(su), cpr: toPlain(cpr), binding }).toEqual({
        cu: vector.cu,
        su: vector.su,
        cpr: vector.cpr,
        binding: vector.binding,
      });
    },
  );

  it.each(golden.v2)('v2, $name: has no v3 divisor and no SSD term in the CU', (vector) => {
    const { cu, su, cpr } = computeCapacity(resourcesOf(vector), 'v2');
    const rounded = [cu, su, cpr].map((unit) => toPlain(roundHalfUp(unit, 4)));
    expect(rounded).toEqual([vector.cu, vector.su, vector.cpr]);
  });
});

describe('the capacity of every machine', () => {
  it('never has lower CU or SU with more hardware', () => {
    fc.assert(
      fc.property(anyResources, anyResources, UNITS, (machine, more, units) => {
        const [before, after] = [computeCapacity(machine, units), computeCapacity(addResources(machine, more), units)];
        expect([after.cu.gte(before.cu), after.su.gte(before.su), after.cpr.gte(before.cpr)]).toEqual([
          true,
          true,
          true,
        ]);
      }),
    );
  });

  it('has lower CU when the limiting resource is reduced', () => {
    const keys = { cores: 'cru', memory: 'mruBytes', ssd: 'sruBytes' } as const;
    fc.assert(
      fc.property(anyResources, UNITS, (machine, units) => {
        const { cu, binding } = computeCapacity(machine, units);
        fc.pre(cu.gt(0));
        const key = keys[binding];
        const halved = computeCapacity({ ...machine, [key]: Math.floor(machine[key] / 2) }, units);
        const without = computeCapacity({ ...machine, [key]: 0 }, units);
        expect([halved.cu.lt(cu), without.cu.isZero()]).toEqual([true, true]);
      }),
    );
  });

  it('has the same CU when a resource that does not limit is increased', () => {
    const keys = { cores: 'cru', memory: 'mruBytes', ssd: 'sruBytes' } as const;
    fc.assert(
      fc.property(anyResources, (machine) => {
        const { cu, binding } = computeCapacity(machine, 'v3');
        const others = Object.entries(keys).filter(([resource]) => resource !== binding);
        for (const [, key] of others) {
          expect(toPlain(computeCapacity({ ...machine, [key]: machine[key] * 2 }, 'v3').cu)).toBe(toPlain(cu));
        }
      }),
    );
  });

  it.each(UNITS_VERSIONS)(
    'is zero without resources (%s), and never negative because of the host’s reserve',
    (units) => {
      const { cu, su, cpr } = computeCapacity(NO_RESOURCES, units);
      expect([cu, su, cpr].map(toPlain)).toEqual(['0', '0', '0']);
    },
  );

  it('is the same in any order in which parts are added', () => {
    const parts = fc.array(anyResources, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, UNITS, (list, units) => {
        const build = (order: readonly Resources[]) => computeCapacity(order.reduce(addResources, NO_RESOURCES), units);
        const [forward, backward] = [build(list), build(list.toReversed())];
        expect([toPlain(forward.cpr), forward.binding]).toEqual([toPlain(backward.cpr), backward.binding]);
      }),
    );
  });

  it('counts v3 in whole millionths, at most one below the exact rational and never above it', () => {
    fc.assert(
      fc.property(anyResources, ({ cru, mruBytes, sruBytes, hruBytes }) => {
        const { cu, su } = capacityMillionthsV3({ cru, mruBytes, sruBytes, hruBytes });
        const beyondHost = mruBytes < GIB ? 0n : BigInt(mruBytes - GIB);
        const unit = BigInt(GIB);
        const exactCuTimes100 = [BigInt(cru) * 200n * unit, beyondHost * 25n, BigInt(sruBytes) * 2n].reduce((a, b) =>
          a < b ? a : b,
        );
        const suTimes6000 = BigInt(hruBytes) * 5n + BigInt(sruBytes) * 24n;
        const cuGap = exactCuTimes100 * 1_000_000n - cu * 100n * unit;
        const suGap = suTimes6000 * 1_000_000n - su * 6000n * unit;
        expect([cuGap >= 0n, cuGap < 100n * unit]).toEqual([true, true]);
        expect([suGap >= 0n, suGap < 6000n * (unit + 2n)]).toEqual([true, true]);
      }),
    );
  });
});

describe('impossible amounts', () => {
  it.each([
    ['negative', { ...NO_RESOURCES, cru: -1 }],
    ['NaN', { ...NO_RESOURCES, mruBytes: Number.NaN }],
    ['2^63', { ...NO_RESOURCES, sruBytes: 2 ** 63 }],
    ['infinite', { ...NO_RESOURCES, hruBytes: Number.POSITIVE_INFINITY }],
    ['a fraction', { ...NO_RESOURCES, cru: 1.5 }],
    ['a million and one cores', { ...NO_RESOURCES, cru: 1_000_001 }],
  ])('are refused: %s', (_name, resources) => {
    for (const units of UNITS_VERSIONS) {
      expect(() => computeCapacity(resources, units)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    }
  });
});
