import { project } from '#shared/domain/earnings/projection.ts';
import { simulatePaths } from '#shared/domain/earnings/simulation.ts';
import { planSimulation } from '#shared/domain/earnings/simulation-plan.ts';
import { nearestRank, summariseSimulation } from '#shared/domain/earnings/simulation-summary.ts';
import type { Tariff } from '#shared/domain/earnings/tariff.ts';
import { Decimal } from '#shared/decimal.ts';
import { RESTLESS, TITAN } from '#test/support/earning-assumptions.ts';
import { naiveTotals } from '#test/support/naive-simulation.ts';

/** A 60-month projection, every figure a decimal, in at most this. */
const PROJECTION_MS = 1;
/** 10,000 paths of 60 months, summary included, on one core, in at most this. */
const SIMULATION_MS = 400;
/** The quantiles agree with the naive decimals at least this closely, relative. */
const AGREEMENT = 1e-9;
/** Paths that the naive decimals can do in a bearable time. */
const NAIVE_PATHS = 300;

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

function medianMs(rounds: number, work: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

const flatMs = medianMs(400, () => project(TITAN));
const timeOfUse = { ...TITAN, costs: { ...TITAN.costs, tariff: TIME_OF_USE } };
const timeOfUseMs = medianMs(400, () => project(timeOfUse));

const plan = planSimulation(TITAN, RESTLESS, { seed: 1, paths: 10_000 });
const simulationMs = medianMs(5, () => summariseSimulation(plan, [simulatePaths(plan, 0, plan.paths)]));
const chunkMs = medianMs(20, () => simulatePaths(plan, 0, 500));

const naiveStarted = performance.now();
const naive = naiveTotals(TITAN, RESTLESS, plan, NAIVE_PATHS).sort((a, b) => a.comparedTo(b));
const naiveMs = performance.now() - naiveStarted;
const piece = simulatePaths(plan, 0, NAIVE_PATHS);
const totals = Float64Array.from({ length: NAIVE_PATHS }, (_, path) => piece.cumulative[path * 60 + 59] ?? 0).sort();
const distances = [0.1, 0.5, 0.9].map((fraction) => {
  const exact = naive[Math.ceil(fraction * NAIVE_PATHS) - 1] ?? new Decimal(0);
  return exact.minus(nearestRank(totals, fraction)).div(exact).abs().toNumber();
});
const worst = Math.max(...distances);
const naivePerPath = naiveMs / NAIVE_PATHS;
const fastPerPath = simulationMs / plan.paths;

const figures: readonly (readonly [string, string, boolean])[] = [
  ['60 months, flat tariff', `${flatMs.toFixed(3)} ms, at most ${PROJECTION_MS} ms`, flatMs <= PROJECTION_MS],
  ['60 months, time of use', `${timeOfUseMs.toFixed(3)} ms, at most ${PROJECTION_MS} ms`, timeOfUseMs <= PROJECTION_MS],
  [
    '10,000 paths x 60 months',
    `${simulationMs.toFixed(0)} ms, at most ${SIMULATION_MS} ms`,
    simulationMs <= SIMULATION_MS,
  ],
  ['quantiles against decimals', `${worst.toExponential(1)} apart, at most ${AGREEMENT}`, worst <= AGREEMENT],
];
for (const [name, text, isMet] of figures) {
  console.log(`${isMet ? 'met   ' : 'MISSED'} ${name}: ${text}`);
}
console.log(`       a turn of 500 paths holds a host for ${chunkMs.toFixed(1)} ms`);
console.log(`       naive decimals take ${(naivePerPath / fastPerPath).toFixed(0)}x as long a path`);
process.exitCode = figures.every(([, , isMet]) => isMet) ? 0 : 1;
