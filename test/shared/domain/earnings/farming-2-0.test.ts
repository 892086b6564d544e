import { describe, expect, it } from 'vitest';
import { farming20Payout, priceSchedule, scheduledPriceUsd } from '#shared/domain/earnings/farming-2-0-calendar.ts';
import { computeFarming20Reward, difficultyFactor } from '#shared/domain/earnings/farming-2-0-reward.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { readGolden } from '#test/support/golden.ts';

interface Vector {
  readonly name: string;
  readonly cru: number;
  readonly mruBytes: number;
  readonly sruBytes: number;
  readonly hruBytes: number;
  readonly tftPriceUsd: string;
  readonly farmedTft: string;
  readonly cpr: string;
  readonly difficultyFactor: string;
  readonly tft: string;
}
const { vectors } = readGolden('farming-2-0-vectors.json') as { readonly vectors: readonly Vector[] };
const D = (text: string | number) => new Decimal(text);

describe('the Farming 2.0 reward', () => {
  it.each(vectors)('$name: is exact to the 34th digit, which a float or early rounding would change', (vector) => {
    const { cru, mruBytes, sruBytes, hruBytes } = vector;
    const reward = computeFarming20Reward({
      resources: { cru, mruBytes, sruBytes, hruBytes },
      certification: 'diy',
      tftPriceUsd: D(vector.tftPriceUsd),
      farmedTft: D(vector.farmedTft),
    });
    expect(toPlain(reward.cpr)).toBe(vector.cpr);
    expect(toPlain(reward.difficultyFactor)).toBe(vector.difficultyFactor);
    expect(toPlain(reward.tft.toSignificantDigits(34))).toBe(vector.tft);
    expect(reward.paidTft.lte(reward.tft)).toBe(true);
    expect(reward.tft.minus(reward.paidTft).lt('1e-7')).toBe(true);
  });

  it.each(['0', '-0.1'])('refuses a TFT price of %s instead of dividing by it', (price) => {
    const input = { resources: { cru: 1, mruBytes: 0, sruBytes: 0, hruBytes: 0 }, certification: 'diy' } as const;
    expect(() => computeFarming20Reward({ ...input, tftPriceUsd: D(price), farmedTft: D(0) })).toThrow('above zero');
  });

  it('refuses a negative amount farmed, which would pay more than the formula', () => {
    expect(() => difficultyFactor(D(-1))).toThrow('zero or more');
  });
});

type Input = Parameters<typeof computeFarming20Reward>[0];

function factorsOf(whatIf: NonNullable<Input['whatIf']>, certification: Input['certification'] = 'diy') {
  const resources = { cru: 1, mruBytes: 0, sruBytes: 0, hruBytes: 0 };
  const { factors } = computeFarming20Reward({ resources, certification, tftPriceUsd: D(1), farmedTft: D(0), whatIf });
  return { uptime: toPlain(factors.uptime), use: toPlain(factors.utilisation), bandwidth: toPlain(factors.bandwidth) };
}

const uptimeAt = (percent: string, certification?: 'certified') =>
  factorsOf({ uptimePercent: D(percent) }, certification).uptime;
const useAt = (percent: string, monthsSinceStart: number, certification?: 'certified') =>
  factorsOf({ utilisationPercent: D(percent), monthsSinceStart }, certification).use;
const bandwidthAt = (mbps: string, zone: 'emerging' | 'other' | number) =>
  factorsOf({ bandwidthMbps: D(mbps), zone }).bandwidth;

describe('the thresholds in the documents', () => {
  it('are met by an uptime equal to them, with a separate one for certified nodes', () => {
    expect([uptimeAt('99'), uptimeAt('98.99')]).toEqual(['1', '0']);
    expect([uptimeAt('99.8', 'certified'), uptimeAt('99.79', 'certified')]).toEqual(['1', '0']);
  });

  it('require a utilisation above them, except for twelve months and certified nodes', () => {
    expect([useAt('50.01', 12), useAt('50', 12), useAt('25', 12), useAt('0', 11)]).toEqual(['1', '0.5', '0', '1']);
    expect(useAt('0', 99, 'certified')).toBe('1');
  });

  it('require twice or once the bandwidth of the zone, by region', () => {
    expect([
      bandwidthAt('2.1', 'emerging'),
      bandwidthAt('2', 'emerging'),
      bandwidthAt('1', 'emerging'),
      bandwidthAt('20', 'other'),
      bandwidthAt('10', 'other'),
    ]).toEqual(['1', '0.5', '0', '0.5', '0']);
    expect(() => bandwidthAt('1', 21)).toThrow('1 to 20');
  });
});

describe('price and calendar of 2020', () => {
  it('increases by a compounded 2 % per month from May until the end of the year', () => {
    expect(scheduledPriceUsd('2020-04')?.toFixed()).toBe('0.15');
    expect(scheduledPriceUsd('2020-05')?.toFixed()).toBe('0.153');
    expect(scheduledPriceUsd('2020-06')?.toFixed()).toBe('0.15606');
    expect(scheduledPriceUsd('2020-03')).toBeNull();
    expect(scheduledPriceUsd('2021-01')).toBeNull();
    expect(priceSchedule()).toHaveLength(9);
  });

  it('computes on the first and pays four days later, also over the end of a year', () => {
    const { computedAtS, paidAtS } = farming20Payout('2020-12');
    expect(new Date(computedAtS * 1000).toISOString()).toBe('2021-01-01T00:00:00.000Z');
    expect(new Date(paidAtS * 1000).toISOString()).toBe('2021-01-05T00:00:00.000Z');
  });

  it.each(['2020-13', '2020', 'May 2020'])('refuses "%s" as a month', (month) => {
    expect(() => scheduledPriceUsd(month)).toThrow('not a month');
  });
});
