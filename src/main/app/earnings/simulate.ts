import { setImmediate as nextTurn } from 'node:timers/promises';
import { type SimulatedPaths, simulatePaths } from '#shared/domain/earnings/simulation.ts';
import type { SimulationPlan } from '#shared/contract/earnings/simulation.ts';
import { summariseSimulation } from '#shared/domain/earnings/simulation-summary.ts';
import type { SimulationSummary } from '#shared/contract/earnings/simulation.ts';

/** Paths in one go: a few milliseconds, after which whatever else waits has its turn. */
const PATHS_A_TURN = 500;

/** Simulates a plan piece by piece, so that a host keeps answering meanwhile. The result depends on the plan alone. */
export async function simulatePlan(plan: SimulationPlan, signal?: AbortSignal): Promise<SimulationSummary> {
  const pieces: SimulatedPaths[] = [];
  for (let first = 0; first < plan.paths; first += PATHS_A_TURN) {
    signal?.throwIfAborted();
    pieces.push(simulatePaths(plan, first, Math.min(PATHS_A_TURN, plan.paths - first)));
    await nextTurn();
  }
  return summariseSimulation(plan, pieces);
}
