import { describe, expect, it } from 'vitest';
import { project } from '#shared/domain/earnings/projection.ts';
import { normalQuantile } from '#shared/domain/earnings/normal-quantile.ts';
import { createRandom } from '#shared/domain/earnings/random.ts';
import { simulatePaths } from '#shared/domain/earnings/simulation.ts';
import { planSimulation } from '#shared/domain/earnings/simulation-plan.ts';
import { nearestRank, summariseSimulation } from '#shared/domain/earnings/simulation-summary.ts';
import { RULE_SETS } from '#shared/domain/rules/registry.ts';
import { Decimal } from '#shared/decimal.ts';
import { CALM, RESTLESS, TITAN } from '#test/support/earning-assumptions.ts';
import { naiveTotals } from '#test/support/naive-simulation.ts';

const short = { ...TITAN, months: 24 };
const size = { seed: 42, paths: 150 };

describe('comparison with plain decimals', () => {
  it.each(['gep-2024', 'minting-v3', 'grid-v4'] as const)('%s: the quantiles agree within 1e-9', (rules) => {
    const bookedUsd = [new Decimal(30), new Decimal(12), new Decimal('9.5')];
    const assumptions = { ...short, rules, usage: { ...short.usage, bookedUsd } };
    const plan = planSimulation(assumptions, RESTLESS, size);
    const fast = summariseSimulation(plan, [simulatePaths(plan, 0, size.paths)]).total;
    const sorted = naiveTotals(assumptions, RESTLESS, plan, size.paths).sort((a, b) => a.comparedTo(b));
    for (const [key, fraction] of [
      ['p10', 0.1],
      ['p50', 0.5],
      ['p90', 0.9],
    ] as const) {
      const exact = sorted[Math.ceil(fraction * sorted.length) - 1] ?? new Decimal(0);
      expect(exact.minus(fast[key]).div(exact).abs().lt('1e-9')).toBe(true);
    }
  });

  it.each(RULE_SETS.map((rules) => rules.id))(
    '%s: equals the projection on every path when nothing varies',
    (rules) => {
      const assumptions = { ...short, rules };
      const plan = planSimulation(assumptions, CALM, { seed: 1, paths: 3 });
      const { total } = summariseSimulation(plan, [simulatePaths(plan, 0, 3)]);
      const exact = project(assumptions).totalNet;
      for (const value of [total.p10, total.p50, total.p90]) {
        expect(exact.minus(value).abs().lt('1e-6')).toBe(true);
      }
    },
  );
});

describe('steps and seeds of a simulation', () => {
  const plan = planSimulation(short, RESTLESS, size);
  const whole = summariseSimulation(plan, [simulatePaths(plan, 0, 150)]);

  it('give the same summary for any division into steps, in any order', () => {
    const pieces = [simulatePaths(plan, 90, 60), simulatePaths(plan, 0, 1), simulatePaths(plan, 1, 89)];
    expect(summariseSimulation(plan, pieces)).toEqual(whole);
  });

  it('give different paths for different seeds', () => {
    const other = { ...plan, seed: 43 };
    expect(summariseSimulation(other, [simulatePaths(other, 0, 150)]).total).not.toEqual(whole.total);
  });

  it('give ordered quantiles in every month, and probabilities within 0 and 1', () => {
    expect(whole.byMonth).toHaveLength(24);
    expect(whole.byMonth.every(({ p10, p50, p90 }) => p10 <= p50 && p50 <= p90)).toBe(true);
    expect(whole.missChance.diy).toBeGreaterThan(0);
    expect(whole.missChance.certified).toBeGreaterThanOrEqual(whole.missChance.diy);
    expect(whole.missAnyChance.diy).toBeLessThanOrEqual(1);
  });

  it('use one of the values as the nearest rank', () => {
    const values = Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([0.1, 0.5, 0.9, 0.91].map((fraction) => nearestRank(values, fraction))).toEqual([1, 5, 9, 10]);
  });
});

describe('simulated outages', () => {
  it('are drawn from the record as often as they occur there', () => {
    const record = { kind: 'record', downSecondsByPeriod: [0, 0, 0, 200_000] } as const;
    const plan = planSimulation(short, { ...CALM, outages: record }, { seed: 5, paths: 2000 });
    const { missChance } = summariseSimulation(plan, [simulatePaths(plan, 0, 2000)]);
    expect(missChance.diy).toBeGreaterThan(0.24);
    expect(missChance.diy).toBeLessThan(0.26);
  });

  it('refuse an empty record instead of drawing nothing', () => {
    const record = { kind: 'record', downSecondsByPeriod: [] } as const;
    expect(() => planSimulation(short, { ...CALM, outages: record }, size)).toThrow('no uptime record');
  });

  it.each([
    { seed: -1, paths: 1 },
    { seed: 1, paths: 0 },
    { seed: 1.5, paths: 1 },
  ])('refuse %j', (bad) => {
    expect(() => planSimulation(short, CALM, bad)).toThrow('must be a whole number');
  });
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('random numbers', () => {
  it('have the moments of their distributions', () => {
    const random = createRandom(7, 0);
    const count = 50_000;
    const meanOf = (draw: () => number) => mean(Array.from({ length: count }, draw));
    expect(meanOf(() => random.uniform())).toBeCloseTo(0.5, 2);
    expect(meanOf(() => random.normal())).toBeCloseTo(0, 1);
    expect(meanOf(() => random.normal() ** 2)).toBeCloseTo(1, 1);
  });

  // Catches neighbouring streams of a seed that begin alike.
  it('have the moments of their distributions across the streams of a seed', () => {
    const firsts = Array.from({ length: 20_000 }, (_, stream) => createRandom(1, stream).normal());
    expect(mean(firsts)).toBeCloseTo(0, 1);
    expect(mean(firsts.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(firsts.slice(1).map((value, index) => value * (firsts[index] ?? 0)))).toBeCloseTo(0, 1);
  });

  it.each([
    [1e-10, -6.361340902404056],
    [1e-5, -4.2648907939228256],
    [0.01, -2.3263478740408408],
    [0.0749, -1.4402382675279632],
    [0.0751, -1.4388253927525398],
    [0.3, -0.5244005127080407],
    [0.5, 0.0],
    [0.7, 0.5244005127080407],
    [0.95, 1.6448536269514715],
    [0.999999, 4.753424308817089],
    [0.9999999999, 6.361340889697421],
  ])('match another implementation of the normal quantile at %s', (p, expected) => {
    expect(Math.abs(normalQuantile(p) - expected)).toBeLessThan(1e-12);
  });

  it('never reach the ends of the interval, where a logarithm would be infinite', () => {
    const random = createRandom(0, 0);
    const draws = Array.from({ length: 10_000 }, () => random.uniform());
    expect(Math.min(...draws)).toBeGreaterThan(0);
    expect(Math.max(...draws)).toBeLessThan(1);
  });
});
