import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cloudCreditRate,
  cloudCreditUsd,
  computeBurnedTft,
  tftToCloudCredits,
} from '#shared/domain/economy/cloud-credit.ts';
import { capRunOut, difficultyRunOut, FARMING_2_CAP_TFT } from '#shared/domain/economy/minting-cap.ts';
import { computePositionShares } from '#shared/domain/economy/positions.ts';
import { ROADMAP } from '#shared/domain/economy/roadmap.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';

const D = (text: string | number) => new Decimal(text);

describe('supply caps', () => {
  it('reproduce the worked example of the 2024 discussion: 11 months', () => {
    expect(capRunOut(D('940e6'), D('885e6'), D('5e6')).monthsLeft).toBe(11);
  });

  it.each([
    ['1e9', '1e9', '5e6', 0],
    ['1e9', '2e9', '5e6', 0],
    ['1e9', '0', '0', null],
    ['10', '0', '3', 4],
    ['1e9', '0', '1', null],
  ])('with cap %s, %s minted and %s per month: are reached in %s', (cap, minted, rate, months) => {
    expect(capRunOut(D(cap), D(minted), D(rate)).monthsLeft).toBe(months);
  });

  it('end Farming 2.0 when 99.9 % exist, like a month-by-month computation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3990 }), fc.integer({ min: 5, max: 400 }), (mintedM, rateM) => {
        const start = D(mintedM).times('1e6');
        const left = FARMING_2_CAP_TFT.minus(start);
        const part = D(rateM).times('1e6').div(left);
        fc.pre(part.lt(1));
        let rest = left;
        let months = 0;
        while (rest.gte('4e6') && months < 12_000) {
          rest = rest.times(D(1).minus(part));
          months += 1;
        }
        expect(difficultyRunOut(start, D(rateM).times('1e6')).monthsLeft).toBe(months);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the Cloud Credit', () => {
  it('is worth a milligram of gold', () => {
    expect(toPlain(cloudCreditUsd(D(128)))).toBe('0.128');
  });

  it('costs 2 TFT until one TFT is worth more than half of it, then the market rate', () => {
    expect(cloudCreditRate(D(128), D('0.08'))).toMatchObject({ kind: 'market' });
    expect(cloudCreditRate(D(128), D('0.064')).kind).toBe('fixed');
    expect(toPlain(cloudCreditRate(D(128), D('0.128')).tftPerCc)).toBe('1');
    expect(toPlain(cloudCreditRate(D(128), D('0.01')).tftPerCc)).toBe('2');
    expect(toPlain(tftToCloudCredits(D(1000), cloudCreditRate(D(128), D('0.01'))))).toBe('500');
  });

  it('burns a tenth of the revenue', () => {
    expect(toPlain(computeBurnedTft(D(50), D('0.08')))).toBe('62.5');
  });

  it.each(['0', '-1'])('refuses a price of %s', (price) => {
    expect(() => cloudCreditRate(D(price), D(1))).toThrow('above zero');
    expect(() => cloudCreditRate(D(1), D(price))).toThrow('above zero');
  });
});

const position = (id: string, amount: string, sinceS: number) => ({
  id,
  provider: id,
  token: 'TFT',
  amount: D(amount),
  sinceS,
});

describe('liquidity positions', () => {
  it('grow with amount and with holding time', () => {
    const shares = computePositionShares([position('a', '100', 0), position('b', '100', 500)], 1000);
    expect(shares.map((share) => toPlain(share.share))).toEqual(['0.666666666667', '0.333333333333']);
  });

  it('add up to exactly one, and future positions have none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 2000 })), {
          minLength: 1,
          maxLength: 12,
        }),
        (rows) => {
          const positions = rows.map(([amount, since], index) => position(`p${index}`, String(amount), since));
          const shares = computePositionShares(positions, 1000);
          fc.pre(shares.length > 0);
          expect(shares.reduce((sum, share) => sum.plus(share.share), D(0)).toFixed()).toBe('1');
          expect(shares.every((share, index) => (rows[index]?.[1] ?? 0) < 1000 || share.share.isZero())).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('have no share before anything was held', () => {
    expect(computePositionShares([position('a', '1', 10)], 10)).toEqual([]);
  });
});

describe('roadmap', () => {
  it('names every component of the published page with a status and a date', () => {
    const ids: readonly string[] = ROADMAP.map((component) => component.id);
    for (const id of [
      'token-design',
      'slices',
      'kubernetes-cloud',
      'dutch-auction',
      'marketplace',
      'grid-v4',
      'gpu-nodes',
      'applications',
    ]) {
      expect(ids).toContain(id);
    }
    expect(new Set(ids).size).toBe(ids.length);
  });
});
