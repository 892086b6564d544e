import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '#shared/decimal.ts';
import { VERDICTS } from '#shared/domain/hardware/eligibility/check.ts';
import { concernOf, needsAttention, totalFarm } from '#shared/domain/nodes/farm.ts';
import { CONCERNS, NODE_STATES } from '#shared/domain/nodes/node-states.ts';
import type { FarmFigures } from '#shared/contract/nodes/farm.ts';
import { standingOf, STANDINGS } from '#shared/domain/uptime/standing.ts';

const UP = {
  state: 'up',
  standing: 'on-target',
  permille: { low: 990, high: 999 },
  creditedS: { low: 2_604_571, high: 2_630_000 },
  targetPermille: 950,
  quietSinceS: null,
  budgetLeftS: { low: 1000, high: 1000 },
  expectedTft: { low: new Decimal('280'), high: new Decimal('282.5') },
  atRiskTft: new Decimal('282.5'),
} as const;
const REWARD = {
  baseMusd: 22_600n,
  fullMusd: 22_600n,
  fullTft: new Decimal('282.5'),
  permille: 1000,
  musd: 22_600n,
  tft: new Decimal('282.5'),
  zeroedBy: null,
} as const;
const NEEDS_PRICE = { state: 'missing', missing: ['tft-price'], grossUsd: null, powerUsd: null } as const;
const NODE: FarmFigures = {
  verdict: 'eligible',
  capacity: { cu: new Decimal('7.75'), su: new Decimal('4'), cpr: new Decimal('15.625') },
  reward: REWARD,
  uptime: UP,
  money: NEEDS_PRICE,
  watts: null,
  paybackMonths: null,
  lastSeenS: null,
  lastReceipt: null,
};
const receipt = (periodIndex: number, tft: string) => ({
  periodIndex,
  periodName: `p${periodIndex}`,
  permille: 1000,
  musd: 1000,
  tft: new Decimal(tft),
});
const standing = (low: number, high: number) =>
  standingOf({
    basis: 'recorder',
    quietSinceS: null,
    violation: null,
    budget: { leftS: { low, high }, allowedS: 1000 },
  });
const counted = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);

describe('the concern of a node', () => {
  // Catches a node that earns nothing below one that merely has little of its budget left.
  it.each([
    ['not-eligible', { verdict: 'not-eligible', uptime: { ...UP, state: 'down', standing: 'lost' } }],
    ['down', { verdict: 'eligible', uptime: { ...UP, state: 'down', standing: 'lost' } }],
    ['lost', { verdict: 'unknown', uptime: { ...UP, standing: 'lost' } }],
    ['not-watched', { verdict: 'eligible', uptime: { ...UP, state: 'unknown', standing: 'not-watched' } }],
    [null, { verdict: 'eligible', uptime: UP }],
    [null, { verdict: 'unknown', uptime: null }],
  ] as const)('is its worst problem: %s', (concern, figures) => {
    expect(concernOf(figures)).toBe(concern);
  });

  // Catches a farm that reports every machine as a problem because one computer cannot watch them all.
  it('excludes nodes without a complete record', () => {
    expect(CONCERNS.filter(needsAttention)).toEqual(['not-eligible', 'down', 'violation', 'lost', 'quiet', 'low']);
    expect(needsAttention(null)).toBe(false);
    const unwatched: FarmFigures = { ...NODE, uptime: { ...UP, state: 'unknown', standing: 'not-watched' } };
    expect(totalFarm([NODE, unwatched])).toMatchObject({ needAttention: 0, standings: { 'not-watched': 1 } });
  });

  // Catches two screens that call the same budget by two words.
  it('is a low budget below a fifth', () => {
    expect(standing(200, 200)).toBe('on-target');
    expect(standing(199, 900)).toBe('low');
    expect(standing(-1, 900)).toBe('partly-watched');
    expect(standing(-1, 0)).toBe('partly-watched');
    expect(standing(-2, -1)).toBe('lost');
  });

  // Catches a period that pays nothing being called on its target.
  it('is a violation before anything about uptime', () => {
    const budget = { leftS: { low: 1000, high: 1000 }, allowedS: 1000 };
    expect(standingOf({ basis: 'recorder', quietSinceS: null, violation: 'ClockSkew', budget })).toBe('violation');
    expect(concernOf({ verdict: 'eligible', uptime: { ...UP, standing: 'violation' } })).toBe('violation');
  });
});

describe('the totals of a farm', () => {
  // Catches an unknown part that is added as zero without a word.
  it('state how many nodes are not in a sum', () => {
    const unread: FarmFigures = { ...NODE, verdict: 'unknown', capacity: null, reward: null, uptime: null };
    const totals = totalFarm([NODE, unread, NODE]);
    expect(totals).toMatchObject({
      nodes: 3,
      verdicts: { eligible: 2, 'not-eligible': 0, unknown: 1 },
      cu: { sum: new Decimal('15.5'), missing: 1 },
      rewardTft: { sum: new Decimal('565'), missing: 1 },
      rewardMusd: { sum: 45_200n, missing: 1 },
      expectedTft: { low: new Decimal('560'), high: new Decimal('565'), missing: 1 },
    });
  });

  // Catches what all could lose being shown as what is in danger.
  it('put at risk only nodes with little budget left', () => {
    const low: FarmFigures = { ...NODE, uptime: { ...UP, standing: 'low', atRiskTft: new Decimal('100.5') } };
    const lost: FarmFigures = { ...NODE, uptime: { ...UP, standing: 'lost', atRiskTft: new Decimal(0) } };
    expect(totalFarm([NODE, low, lost])).toMatchObject({
      atRiskTft: { sum: new Decimal('100.5'), missing: 0 },
      needAttention: 2,
    });
  });

  // Catches payouts of different months added up as one.
  it('add up the receipts of the latest period only', () => {
    const paid = (index: number, tft: string): FarmFigures => ({ ...NODE, lastReceipt: receipt(index, tft) });
    expect(totalFarm([paid(80, '1'), paid(81, '2.5'), NODE, paid(81, '3')]).lastPaid).toEqual({
      periodIndex: 81,
      periodName: 'p81',
      tft: new Decimal('5.5'),
      musd: 2000,
      nodes: 2,
    });
    expect(totalFarm([NODE]).lastPaid).toBeNull();
  });

  // Catches a node that is counted twice or not at all.
  it('count every node once and lose no digit', () => {
    const drawnReward = fc.bigInt(0n, 10n ** 14n).map((units) => ({ ...REWARD, tft: new Decimal(`${units}e-7`) }));
    const figures = fc.record({
      verdict: fc.constantFrom(...VERDICTS),
      capacity: fc.constant(null),
      reward: fc.option(drawnReward),
      uptime: fc.record({
        permille: fc.constant(null),
        creditedS: fc.constant(null),
        targetPermille: fc.constant(950),
        quietSinceS: fc.constant(null),
        budgetLeftS: fc.constant(null),
        state: fc.constantFrom(...NODE_STATES),
        standing: fc.constantFrom(...STANDINGS),
        expectedTft: fc.constant(null),
        atRiskTft: fc.constant(null),
      }),
      money: fc.constant(NEEDS_PRICE),
      watts: fc.constant(null),
      paybackMonths: fc.constant(null),
      lastSeenS: fc.constant(null),
      lastReceipt: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 30 }), (rows) => {
        const totals = totalFarm(rows);
        expect(counted(totals.verdicts)).toBe(rows.length);
        expect(counted(totals.states)).toBe(rows.length);
        expect(counted(totals.standings)).toBe(rows.length);
        const units = rows.reduce(
          (sum, { reward }) => sum + BigInt(new Decimal(reward?.tft ?? 0).times(1e7).toFixed()),
          0n,
        );
        expect(totals.rewardTft.sum.times(1e7).toFixed()).toBe(String(units));
        expect(totals.rewardTft.missing).toBe(rows.filter(({ reward }) => reward === null).length);
      }),
      { numRuns: 60 },
    );
  });
});
