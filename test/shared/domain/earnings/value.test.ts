import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TftPrice } from '#shared/contract/earnings/value.ts';
import { Decimal } from '#shared/decimal.ts';
import { paybackMonths, type PeriodFacts, periodMoney, totalMoney } from '#shared/domain/earnings/value.ts';
import { moneyText } from '#shared/number-text.ts';

const D = (value: number | string) => new Decimal(value);
const price = (usd: string): TftPrice => ({ source: 'entered', usd: D(usd), sinceS: 1_768_000_000 });
const NOT_ENTERED: TftPrice = { source: 'not-entered', usd: null, sinceS: null };

/** 650 TFT, 190 W at 0.20 USD: 190 x 0.7308 kWh x 0.2 = 27.7704 USD. */
const FACTS: PeriodFacts = {
  rewardTft: D(650),
  price: price('0.08'),
  watts: D(190),
  usdPerWatt: D('0.14616'),
  otherUsd: D(0),
};

describe('the money of a period', () => {
  it('is TFT at the farmer’s price minus the power, with break-even prices', () => {
    expect(periodMoney(FACTS)).toMatchObject({ state: 'known', grossUsd: D(52), powerUsd: D('27.7704') });
    const money = periodMoney({ ...FACTS, price: price('0.005'), otherUsd: D(1) });
    if (money.state === 'missing') throw new Error('Nothing is missing.');
    expect([money.grossUsd, money.netUsd].map(String)).toEqual(['3.25', '-25.5204']);
    expect(money.breakEvenTftPriceUsd?.toFixed(8)).toBe('0.04426215');
    expect(money.breakEvenKwhPriceUsd?.toFixed(8)).toBe('0.01620430');
  });

  // Catches a confident figure out of zeros.
  it.each([
    ['tft-price', { price: NOT_ENTERED }, { grossUsd: null, powerUsd: D('27.7704') }],
    ['watts', { watts: null }, { grossUsd: D(52), powerUsd: null }],
    ['tariff', { usdPerWatt: null }, { grossUsd: D(52), powerUsd: null }],
    ['reward', { rewardTft: null }, { grossUsd: null, powerUsd: D('27.7704') }],
  ] as const)('has no net without the %s, but the part that does not need it', (name, change, parts) => {
    expect(periodMoney({ ...FACTS, ...change })).toEqual({ state: 'missing', missing: [name], ...parts });
    expect(paybackMonths('100', periodMoney({ ...FACTS, ...change }))).toBeNull();
  });

  it('accepts a tariff and a power draw of zero', () => {
    const free = periodMoney({ ...FACTS, watts: D(0), usdPerWatt: D(0) });
    expect(free).toMatchObject({ state: 'known', netUsd: D(52), breakEvenKwhPriceUsd: null });
  });

  it('has no break-even TFT price for a machine that earns nothing', () => {
    expect(periodMoney({ ...FACTS, rewardTft: D(0) })).toMatchObject({
      breakEvenTftPriceUsd: null,
      netUsd: D('-27.7704'),
    });
  });

  // Catches a break-even at which something is left, or something is lost.
  it('is zero at the break-even prices', () => {
    const amount = fc.integer({ min: 1, max: 10_000_000 }).map((units) => D(units).div(1000));
    fc.assert(
      fc.property(amount, amount, amount, (tft, watts, centi) => {
        const usdPerWatt = centi.div(1000).times('0.7308');
        const facts = { ...FACTS, rewardTft: tft, watts, usdPerWatt };
        const money = periodMoney(facts);
        if (money.state === 'missing' || money.breakEvenTftPriceUsd === null) throw new Error('Nothing is missing.');
        const even = periodMoney({ ...facts, price: { ...price('1'), usd: money.breakEvenTftPriceUsd } as TftPrice });
        expect(even.state === 'known' && even.netUsd.abs().lte('1e-8')).toBe(true);
      }),
    );
  });
});

function node(change: Partial<PeriodFacts> = {}) {
  const facts = { ...FACTS, ...change };
  return { rewardTft: facts.rewardTft, watts: facts.watts, money: periodMoney(facts) };
}

describe('the money of several nodes', () => {
  it('is the sum over the nodes, and breaks even where the sum does', () => {
    const total = totalMoney([node(), node({ rewardTft: D(100) })]);
    expect(total).toMatchObject({ grossUsd: D(60), powerUsd: D('55.5408'), netUsd: D('4.4592') });
    expect(total.state === 'known' && total.breakEvenTftPriceUsd?.toFixed(5)).toBe('0.07405');
  });

  it('is unknown while a number of one node is missing', () => {
    expect(totalMoney([node(), node({ watts: null }), node({ usdPerWatt: null })])).toEqual({
      state: 'missing',
      missing: ['watts', 'tariff'],
      grossUsd: D(156),
      powerUsd: null,
    });
    expect(totalMoney([])).toMatchObject({ state: 'known', netUsd: D(0) });
  });
});

describe('the text of an amount', () => {
  // Catches 6600.85 in one place and 6,600.86 in another.
  it('is rounded half up to cents, with separators and a true minus sign', () => {
    expect(['6600.855', '-0.005', '-0.004', '1e3'].map((text) => moneyText(D(text)))).toEqual([
      '6,600.86',
      '−0.01',
      '0.00',
      '1,000.00',
    ]);
  });
});
