import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Assumptions } from '#shared/domain/earnings/assumptions.ts';
import { defaultSpread, projectCases } from '#shared/domain/earnings/cases.ts';
import { hardwareOfMonth, project } from '#shared/domain/earnings/projection.ts';
import { analyzeSensitivity } from '#shared/domain/earnings/sensitivity.ts';
import { minimumUptimeSeconds, PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { RULE_SETS } from '#shared/domain/rules/registry.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { TITAN } from '#test/support/earning-assumptions.ts';

const D = (text: string | number) => new Decimal(text);
const withCosts = (costs: Partial<Assumptions['costs']>): Assumptions => ({
  ...TITAN,
  costs: { ...TITAN.costs, ...costs },
});

describe('one month of a projection', () => {
  it('adds up by hand: 22.60 reward, 10.08 revenue, half of it kept', () => {
    const [month] = project(TITAN).months;
    expect(
      month &&
        [month.period, month.rewardTft, month.gross, month.share, month.electricity, month.hardware].map((value) =>
          typeof value === 'string' ? value : toPlain(value),
        ),
    ).toEqual(['2026-08', '282.5', '32.68', '27.64', '5.26176', '8.33333333']);
    expect(month && toPlain(month.net)).toBe('12.54490667');
  });

  // Catches a price "at which it pays" at which it does not.
  it('leaves zero at the break-even price', () => {
    const dear = { ...withCosts({ hardwareUsd: D(50_000) }), rules: 'minting-v3', months: 24 } as const;
    const { paidTftPriceUsd, afterPowerPerMonth, months } = project(dear);
    const price = paidTftPriceUsd ?? D(0);
    const paid = project({ ...dear, token: { ...dear.token, tftPriceUsd: price } });
    expect(paid.months.at(-1)?.cash.abs().lt('0.000001')).toBe(true);
    expect(afterPowerPerMonth.toFixed(6)).toBe(
      months[0]?.share.minus(months[0].electricity).minus(months[0].other).toFixed(6),
    );
    expect(project(withCosts({ hardwareUsd: D(0) })).paidTftPriceUsd).toBeNull();
  });

  it('keeps 80 % of the revenue and mints nothing under grid v4', () => {
    const [month] = project({ ...TITAN, rules: 'grid-v4' }).months;
    expect(month && [toPlain(month.gross), toPlain(month.share), toPlain(month.rewardTft)]).toEqual([
      '10.08',
      '8.064',
      '0',
    ]);
  });

  it('includes at least the accepted bids, in their months, under the split of the rules', () => {
    const booked = { ...TITAN, rules: 'grid-v4', usage: { ...TITAN.usage, bookedUsd: [D(30), D(5)] } } as const;
    expect(
      project(booked)
        .months.slice(0, 3)
        .map((month) => [toPlain(month.gross), toPlain(month.share)]),
    ).toEqual([
      ['30', '24'],
      ['10.08', '8.064'],
      ['10.08', '8.064'],
    ]);
    expect(toPlain(project({ ...booked, rules: 'minting-v3' }).months[0]?.gross ?? D(0))).toBe('22.6');
  });

  it('pays only the reward under today’s minting', () => {
    const [month] = project({ ...TITAN, rules: 'minting-v3' }).months;
    expect(month && [toPlain(month.gross), toPlain(month.share)]).toEqual(['22.6', '22.6']);
  });

  it('loses the reward, not the revenue, one second below the target', () => {
    const below = { ...TITAN, uptimeSeconds: D(minimumUptimeSeconds('diy') - 1) };
    expect(project(below).months[0]?.rewardTft.isZero()).toBe(true);
    expect(project(below).months[0]?.share.gt(4)).toBe(true);
    expect(project({ ...below, uptimeSeconds: below.uptimeSeconds.plus(1) }).months[0]?.rewardTft.toFixed()).toBe(
      '268.375',
    );
  });

  it('mints nothing for a virtual machine', () => {
    const virtual = { ...TITAN, rules: 'minting-v3', node: { ...TITAN.node, isVirtual: true } } as const;
    expect(project(virtual).months[0]?.gross.toFixed()).toBe('0');
  });
});

describe('projections under every rule set', () => {
  const anyCosts = fc.record({
    rules: fc.constantFrom(...RULE_SETS.map((rules) => rules.id)),
    months: fc.integer({ min: 1, max: 120 }),
    hardware: fc.integer({ min: 0, max: 5_000_00 }),
    amortisation: fc.integer({ min: 1, max: 120 }),
    watts: fc.integer({ min: 0, max: 900 }),
    price: fc.integer({ min: 1, max: 100_000 }),
    minted: fc.option(fc.integer({ min: 0, max: 1200 })),
  });

  it('have exact nets and sums, depreciation equal to the price, and a payback consistent with the cash', () => {
    fc.assert(
      fc.property(anyCosts, (drawn) => {
        const assumptions: Assumptions = {
          ...withCosts({
            hardwareUsd: D(drawn.hardware).div(100),
            amortisationMonths: drawn.amortisation,
            wattsIdle: D(drawn.watts),
            wattsLoaded: D(drawn.watts),
          }),
          rules: drawn.rules,
          months: drawn.months,
          token: {
            tftPriceUsd: D(drawn.price).div(100_000),
            mintedTft: drawn.minted === null ? null : D(drawn.minted).times('1e6'),
            mintedPerMonthTft: D('5e6'),
          },
        };
        const { months, breakEvenMonth, totalNet } = project(assumptions);
        let sum = D(0);
        for (const month of months) {
          expect(month.net.eq(month.share.minus(month.electricity).minus(month.hardware).minus(month.other))).toBe(
            true,
          );
          sum = sum.plus(month.net);
          expect(month.cumulative.eq(sum)).toBe(true);
          expect(month.share.lte(month.gross)).toBe(true);
        }
        expect(totalNet.eq(sum)).toBe(true);
        const first =
          months.find((month) => month.cash.gte(0) && (drawn.hardware > 0 || month.cash.gt(0)))?.month ?? null;
        expect(breakEvenMonth).toBe(first);
        const written = Array.from({ length: drawn.amortisation }, (_, index) =>
          hardwareOfMonth(assumptions, index + 1),
        );
        expect(written.reduce((total, part) => total.plus(part), D(0)).eq(assumptions.costs.hardwareUsd)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('never earn less with more uptime', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RULE_SETS.map((rules) => rules.id)),
        fc.integer({ min: 0, max: PERIOD_LENGTH_S }),
        fc.integer({ min: 0, max: PERIOD_LENGTH_S }),
        (rules, a, b) => {
          const at = (seconds: number) => project({ ...TITAN, rules, months: 1, uptimeSeconds: D(seconds) }).totalNet;
          expect(at(Math.max(a, b)).gte(at(Math.min(a, b)))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('payback', () => {
  it('is never, instead of a distant date or infinity, when the running costs exceed the share', () => {
    const { payback, breakEvenMonth, roi } = project(withCosts({ wattsIdle: D(900), wattsLoaded: D(900) }));
    expect([payback, breakEvenMonth]).toEqual([{ kind: 'never', why: 'costs-more' }, null]);
    expect(roi?.isFinite()).toBe(true);
  });

  it('is stated when it comes after the shown months', () => {
    expect(project({ ...TITAN, months: 12 }).payback).toEqual({ kind: 'later', month: 24 });
    expect(project(TITAN).payback).toEqual({ kind: 'within', month: 24 });
  });

  it('has no return for free hardware', () => {
    expect(project(withCosts({ hardwareUsd: D(0) }))).toMatchObject({ roi: null, breakEvenMonth: 1 });
  });
});

describe('the token supply', () => {
  it('stops the reward of the 2024 rules in the month in which one billion exist', () => {
    const token = { tftPriceUsd: D('0.08'), mintedTft: D('985e6'), mintedPerMonthTft: D('5e6') };
    const rewards = project({ ...TITAN, months: 6, token }).months.map((month) => month.rewardTft.toFixed());
    expect(rewards).toEqual(['282.5', '282.5', '282.5', '0', '0', '0']);
  });

  it('reduces the Farming 2.0 reward each month as it grows', () => {
    const token = { tftPriceUsd: D('0.08'), mintedTft: D('3e9'), mintedPerMonthTft: D('100e6') };
    const rewards = project({ ...TITAN, rules: 'farming-2.0', months: 12, token }).months.map(
      (month) => month.rewardTft,
    );
    expect(rewards.every((tft, index) => index === 0 || tft.isZero() || tft.lt(rewards[index - 1] ?? 0))).toBe(true);
    expect(rewards.at(-1)?.toFixed()).toBe('0');
  });
});

describe('invalid inputs of a projection', () => {
  it.each([
    ['months', { ...TITAN, months: 0 }],
    ['months', { ...TITAN, months: 121 }],
    ['tftPriceUsd', { ...TITAN, token: { ...TITAN.token, tftPriceUsd: D(0) } }],
    ['tftPriceUsd', { ...TITAN, token: { ...TITAN.token, tftPriceUsd: D('NaN') } }],
    ['utilisation', { ...TITAN, usage: { ...TITAN.usage, utilisation: D('1.01') } }],
    ['pricePerSlice', { ...TITAN, usage: { ...TITAN.usage, pricePerSliceUsd: D(-1) } }],
    ['wattsLoaded', withCosts({ wattsLoaded: D(1) })],
    ['hardwareUsd', withCosts({ hardwareUsd: D('Infinity') })],
    ['amortisationMonths', withCosts({ amortisationMonths: 0 })],
    ['uptimeSeconds', { ...TITAN, uptimeSeconds: D(PERIOD_LENGTH_S + 1) }],
  ] as const)('are refused by the field %s', (field, assumptions) => {
    expect(() => project(assumptions)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', details: { field } }));
  });
});

describe('cases and sensitivities', () => {
  it('order low below expected and expected below high', () => {
    const { low, expected, high } = projectCases(TITAN, defaultSpread(TITAN, 950));
    expect(low.totalNet.lte(expected.totalNet) && expected.totalNet.lte(high.totalNet)).toBe(true);
  });

  // Catches a low case above the expected one, because less use saves electricity where nobody pays for use.
  it.each(RULE_SETS.map((rules) => rules.id))('%s: order low below expected and expected below high', (rules) => {
    for (const slices of [0, TITAN.usage.slices]) {
      const assumptions = { ...TITAN, rules, usage: { ...TITAN.usage, slices } };
      const { low, expected, high } = projectCases(assumptions, defaultSpread(assumptions, 950));
      expect(low.totalNet.lte(expected.totalNet) && expected.totalNet.lte(high.totalNet)).toBe(true);
    }
  });

  it('rank the widest first and omit inputs without effect', () => {
    const bars = analyzeSensitivity({ ...TITAN, rules: 'minting-v3' });
    expect(bars[0]?.input).toBe('uptime');
    expect(bars.map((bar) => bar.input)).not.toContain('slice-price');
    expect(bars.every((bar, index) => index === 0 || bar.swing.lte(bars[index - 1]?.swing ?? 0))).toBe(true);
    const price = bars.find((bar) => bar.input === 'tft-price');
    expect(price && toPlain(price.swing)).toBe('542.4');
  });
});
