import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OTHER_SPLITS, RULE_SPLITS, ruleSplit, splitExactly, splitToUnits } from '#shared/domain/economy/splits.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { readGolden } from '#test/support/golden.ts';

interface Vector {
  readonly amount: string;
  readonly 'grid-v4': Readonly<Record<string, string>>;
  readonly 'gep-2024': Readonly<Record<string, string>>;
}
const { vectors } = readGolden('split-vectors.json') as { readonly vectors: readonly Vector[] };
const asObject = (shares: readonly { readonly id: string; readonly amount: Decimal }[]) =>
  Object.fromEntries(shares.map((share) => [share.id, toPlain(share.amount)]));
const units = (text: string, places: number) => BigInt(new Decimal(text).toFixed(places).replace('.', ''));
const anyAmount = fc
  .tuple(fc.bigInt(0n, 10n ** 30n), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => new Decimal(`${digits}e-${places}`));

describe('exact split', () => {
  it.each(vectors)('$amount: has parts that are exactly their percentage, without rounding', (vector) => {
    const amount = new Decimal(vector.amount);
    expect(asObject(splitExactly(amount, ruleSplit('grid-v4')))).toEqual(vector['grid-v4']);
    expect(asObject(splitExactly(amount, ruleSplit('gep-2024')))).toEqual(vector['gep-2024']);
  });

  it('adds up for any length, beyond the 40 digits of a decimal', () => {
    fc.assert(
      fc.property(anyAmount, fc.constantFrom(...RULE_SPLITS, ...OTHER_SPLITS), (amount, split) => {
        const sum = splitExactly(amount, split).reduce(
          (total, { amount: part }) => total + units(part.toFixed(), 20),
          0n,
        );
        expect(sum).toBe(units(amount.toFixed(), 20));
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a negative amount instead of splitting a debt', () => {
    expect(() => splitExactly(new Decimal(-1), ruleSplit('grid-v4'))).toThrow('zero or more');
    expect(() => splitToUnits(new Decimal('NaN'), ruleSplit('grid-v4'), 2)).toThrow('zero or more');
  });
});

describe('split into cents', () => {
  it('gives the remaining cent to the largest remainder, not to the last receiver', () => {
    expect(asObject(splitToUnits(new Decimal('0.01'), ruleSplit('gep-2024'), 2))).toEqual({
      farmer: '0.01',
      cooperative: '0',
      validators: '0',
    });
    expect(asObject(splitToUnits(new Decimal('0.07'), ruleSplit('grid-v4'), 2))).toEqual({
      farmer: '0.05',
      burned: '0.01',
      threefold: '0.01',
    });
  });

  it('adds up to the last unit and stays within one unit of the exact part', () => {
    fc.assert(
      fc.property(
        anyAmount,
        fc.constantFrom(...RULE_SPLITS),
        fc.integer({ min: 0, max: 7 }),
        (amount, split, places) => {
          const kept = Math.max(places, amount.decimalPlaces());
          const exact = splitExactly(amount, split);
          const paid = splitToUnits(amount, split, places);
          expect(paid.reduce((sum, part) => sum + units(part.amount.toFixed(), kept), 0n)).toBe(
            units(amount.toFixed(), kept),
          );
          for (const [index, part] of paid.entries()) {
            const off = part.amount.minus(exact[index]?.amount ?? 0).abs();
            expect(off.lt(new Decimal(10).pow(-kept))).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('exists only for splits of 100 percent', () => {
    for (const split of [...RULE_SPLITS, ...OTHER_SPLITS]) {
      expect(split.parts.reduce((sum, part) => sum + part.percent, 0)).toBe(100);
    }
  });
});
