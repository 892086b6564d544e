import * as fc from 'fast-check';
import type { UpgradeCandidate } from '#shared/contract/earnings/rewards.ts';
import { describe, expect, it } from 'vitest';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { NO_RESOURCES, type Resources } from '#shared/domain/hardware/resources.ts';
import { DEFAULT_REWARD_TERMS } from '#shared/domain/earnings/reward-terms.ts';
import { addResources, COMMON_UPGRADES, nextUsefulStep, rankUpgrades } from '#shared/domain/hardware/upgrades.ts';
import { anyResources } from '#test/support/arbitrary-resources.ts';

const GIB = 2 ** 30;
const AT_8_CENTS = { terms: DEFAULT_REWARD_TERMS, usdPerTft: new Decimal('0.08') };
const TITAN: Resources = { cru: 8, mruBytes: 32 * GIB, sruBytes: 1000 * GIB, hruBytes: 0 };

function candidate(id: string, adds: Partial<Resources>, priceUsd: string | null): UpgradeCandidate {
  return {
    id,
    label: id,
    adds: { ...NO_RESOURCES, ...adds },
    priceUsd: priceUsd === null ? null : new Decimal(priceUsd),
  };
}

describe('ranking upgrades', () => {
  it('puts the larger gain per dollar first, not the larger gain, and unpriced ones last', () => {
    const ranked = rankUpgrades(
      TITAN,
      [
        candidate('unpriced', { mruBytes: 64 * GIB }, null),
        candidate('useless cores', { cru: 16 }, '100'),
        candidate('dear memory', { mruBytes: 32 * GIB }, '400'),
        candidate('cheap memory', { mruBytes: 16 * GIB }, '40'),
      ],
      AT_8_CENTS,
    );
    expect(ranked.map((entry) => entry.candidate.id)).toEqual([
      'cheap memory',
      'dear memory',
      'useless cores',
      'unpriced',
    ]);
  });

  it('states the gain of an addition, the next limit, and its payback', () => {
    const [upgrade] = rankUpgrades(TITAN, [candidate('memory', { mruBytes: 16 * GIB }, '40')], AT_8_CENTS);
    // 4 CU more: 4 x 2.4 USD = 9.6 USD = 120 TFT at 0.08 USD; 40 / 9.6 = 4.17 months.
    expect(
      upgrade && [upgrade.gain.cu, upgrade.gain.usdPerMonth ?? new Decimal(0), upgrade.gain.tftPerMonth].map(toPlain),
    ).toEqual(['4', '9.6', '120']);
    expect(upgrade?.usdPerMonthPerUsd?.toFixed()).toBe('0.24');
    expect([upgrade?.paybackMonths, upgrade?.bindingAfter]).toEqual([5, 'memory']);
  });

  // Catches "paid back in 2 periods" at the registration price, where the farmer's price makes it about 30.
  it('computes the payback at the farmer’s price, and none without a price', () => {
    const memory = [candidate('memory', { mruBytes: 16 * GIB }, '40')];
    const at = (usd: string | null) =>
      rankUpgrades(TITAN, memory, { ...AT_8_CENTS, usdPerTft: usd === null ? null : new Decimal(usd) })[0];
    expect([at('0.005')?.gain.usdPerMonth?.toFixed(), at('0.005')?.paybackMonths]).toEqual(['0.6', 67]);
    expect([at(null)?.gain.usdPerMonth, at(null)?.paybackMonths]).toEqual([null, null]);
    expect(at(null)?.gain.tftPerMonth.toFixed()).toBe('120');
  });

  it('never pays back an addition without a gain, instead of dividing by zero', () => {
    const [upgrade] = rankUpgrades(TITAN, [candidate('cores', { cru: 8 }, '100')], AT_8_CENTS);
    expect([upgrade?.paybackMonths, upgrade?.usdPerMonthPerUsd?.toFixed()]).toEqual([null, '0']);
  });

  it.each(['0', '-5'])('refuses a price of %s', (price) => {
    expect(() => rankUpgrades(TITAN, [candidate('memory', { mruBytes: GIB }, price)], AT_8_CENTS)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });

  it('never lowers the value of a machine by an addition', () => {
    fc.assert(
      fc.property(anyResources, (machine) => {
        for (const { gain } of rankUpgrades(machine, COMMON_UPGRADES, AT_8_CENTS)) {
          expect([gain.cu, gain.su, gain.tftPerMonth].some((amount) => amount.isNegative())).toBe(false);
        }
      }),
    );
  });
});

describe('the next useful step', () => {
  it('is memory for Titan, up to where its cores limit: 16 CU at 65 GiB', () => {
    const step = nextUsefulStep(TITAN, AT_8_CENTS);
    expect(step?.adds).toEqual([{ resource: 'memory', amount: 33 * GIB }]);
    expect(step && toPlain(step.cuAfter)).toBe('16');
  });

  it('names all resources that limit together, because one alone would add nothing', () => {
    const step = nextUsefulStep({ cru: 4, mruBytes: 33 * GIB, sruBytes: 1000 * GIB, hruBytes: 0 }, AT_8_CENTS);
    expect(step?.adds.map((entry) => entry.resource)).toEqual(['cores', 'memory']);
  });

  it('does not exist where all three limit together', () => {
    expect(nextUsefulStep({ cru: 4, mruBytes: 33 * GIB, sruBytes: 400 * GIB, hruBytes: 0 }, AT_8_CENTS)).toBe(null);
  });

  it('reaches the next limit, where another resource limits', () => {
    fc.assert(
      fc.property(anyResources, (machine) => {
        const step = nextUsefulStep(machine, AT_8_CENTS);
        fc.pre(step !== null);
        const amount = (resource: string) => step?.adds.find((entry) => entry.resource === resource)?.amount ?? 0;
        const adds = { cru: amount('cores'), mruBytes: amount('memory'), sruBytes: amount('ssd'), hruBytes: 0 };
        const [before, after] = [computeCapacity(machine, 'v3'), computeCapacity(addResources(machine, adds), 'v3')];
        const untouched = (['cores', 'memory', 'ssd'] as const).filter((resource) => amount(resource) === 0);
        expect(after.cu.gte(before.cu)).toBe(true);
        expect(untouched.some((resource) => after.terms[resource]?.eq(after.cu))).toBe(true);
      }),
    );
  });
});
