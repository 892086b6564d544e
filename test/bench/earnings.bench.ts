import { project } from '#shared/domain/earnings/projection.ts';
import { simulatePaths } from '#shared/domain/earnings/simulation.ts';
import { planSimulation } from '#shared/domain/earnings/simulation-plan.ts';
import { nearestRank, summariseSimulation } from '#shared/domain/earnings/simulation-summary.ts';
import type { Tariff } from '#shared/domain/earnings/tariff.ts';
import { Decimal } from '#shared/decimal.ts';
import { RESTLESS, TITAN } from '#test/support/earning-assumptions.ts';
import { naiveTotals } from '#test/support/naive-simulation.ts';
import { compare, report, reportRatio } from './measure.ts';
import { thousandDecimals } from './references.ts';

/** Paths that the naive decimals can do in a bearable time. */
const NAIVE_PATHS = 60;
const PATHS = 10_000;

const TIME_OF_USE: Tariff = {
  kind: 'time-of-use',
  timeZone: 'Europe/Brussels',
  otherwiseUsdPerKwh: new Decimal('0.15'),
  bands: [
    {
      label: 'winter evening',
      months: [1, 2, 3, 10, 11, 12],
      weekdays: [1, 2, 3, 4, 5],
      fromHour: 17,
      untilHour: 21,
      usdPerKwh: new Decimal('0.4'),
    },
  ],
};

const timeOfUse = { ...TITAN, costs: { ...TITAN.costs, tariff: TIME_OF_USE } };
const plan = planSimulation(TITAN, RESTLESS, { seed: 1, paths: PATHS });

for (const [name, assumptions, atMost] of [
  ['60 months, flat tariff', TITAN, 0.7],
  ['60 months, time of use', timeOfUse, 1.1],
] as const) {
  reportRatio(name, await compare(100, () => project(assumptions), thousandDecimals), {
    atMost,
    unit: 'x a thousand decimals',
  });
}

const simulated = await compare(
  5,
  () => summariseSimulation(plan, [simulatePaths(plan, 0, plan.paths)]),
  () => naiveTotals(TITAN, RESTLESS, plan, NAIVE_PATHS),
);
report({
  name: `${PATHS} paths x 60 months, a path`,
  value: PATHS / NAIVE_PATHS / simulated.ratio,
  atLeast: 180,
  unit: 'x as fast as naive decimals',
  detail: `${simulated.ms.toFixed(0)} ms for all of them`,
});

const piece = simulatePaths(plan, 0, NAIVE_PATHS);
const exact = naiveTotals(TITAN, RESTLESS, plan, NAIVE_PATHS).sort((a, b) => a.comparedTo(b));
const totals = Float64Array.from({ length: NAIVE_PATHS }, (_, path) => piece.cumulative[path * 60 + 59] ?? 0).sort();
const distances = [0.1, 0.5, 0.9].map((fraction) => {
  const wanted = exact[Math.ceil(fraction * NAIVE_PATHS) - 1] ?? new Decimal(0);
  return wanted.minus(nearestRank(totals, fraction)).div(wanted).abs().toNumber();
});
report({ name: 'quantiles beside those of decimals', value: Math.max(...distances), atMost: 1e-9, unit: 'apart' });
