import type { Quantiles, SimulationPlan, SimulationSummary } from '#shared/contract/earnings/simulation.ts';
import type { SimulatedPaths } from './simulation.ts';

/**
 * The value below or at which a fraction of the sorted values lies: always one of the values (nearest rank).
 * @param sorted ascending, not empty
 */
export function nearestRank(sorted: Float64Array, fraction: number): number {
  const rank = Math.max(1, Math.ceil(fraction * sorted.length));
  return sorted[rank - 1] ?? 0;
}

function quantilesOf(values: Float64Array): Quantiles {
  const sorted = values.toSorted();
  return { p10: nearestRank(sorted, 0.1), p50: nearestRank(sorted, 0.5), p90: nearestRank(sorted, 0.9) };
}

function columnOf(pieces: readonly SimulatedPaths[], paths: number, months: number, month: number): Float64Array {
  const column = new Float64Array(paths);
  let at = 0;
  for (const piece of pieces) {
    for (let row = 0; row < piece.paths; row += 1) {
      column[at] = piece.cumulative[row * months + month] ?? 0;
      at += 1;
    }
  }
  return column;
}

function countIn(
  pieces: readonly SimulatedPaths[],
  pick: (piece: SimulatedPaths) => Uint16Array,
  weigh: (value: number) => number,
): number {
  let sum = 0;
  for (const piece of pieces) {
    for (const value of pick(piece)) {
      sum += weigh(value);
    }
  }
  return sum;
}

const isAny = (value: number) => (value > 0 ? 1 : 0);
const asIs = (value: number) => value;
const missedDiy = (piece: SimulatedPaths) => piece.missedDiy;
const missedCertified = (piece: SimulatedPaths) => piece.missedCertified;

function middlePayback(pieces: readonly SimulatedPaths[], paths: number): number | null {
  const paid = pieces.flatMap((piece) => [...piece.paybackMonth]).filter((month) => month > 0);
  if (paid.length * 2 < paths) {
    return null;
  }
  return paid.sort((a, b) => a - b)[Math.ceil(paths / 2) - 1] ?? null;
}

/** Puts the pieces of a simulation together, in any order. Source: docs/rules.md#monte-carlo */
export function summariseSimulation(plan: SimulationPlan, pieces: readonly SimulatedPaths[]): SimulationSummary {
  const paths = pieces.reduce((sum, piece) => sum + piece.paths, 0);
  const byMonth = Array.from({ length: plan.months }, (_, month) =>
    quantilesOf(columnOf(pieces, paths, plan.months, month)),
  );
  return {
    paths,
    seed: plan.seed,
    total: byMonth.at(-1) ?? { p10: 0, p50: 0, p90: 0 },
    byMonth,
    missChance: {
      diy: countIn(pieces, missedDiy, asIs) / (paths * plan.months),
      certified: countIn(pieces, missedCertified, asIs) / (paths * plan.months),
    },
    missAnyChance: {
      diy: countIn(pieces, missedDiy, isAny) / paths,
      certified: countIn(pieces, missedCertified, isAny) / paths,
    },
    paybackChance: countIn(pieces, (piece) => piece.paybackMonth, isAny) / paths,
    paybackMonth: middlePayback(pieces, paths),
  };
}
