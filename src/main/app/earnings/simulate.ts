import { setImmediate as nextTurn } from 'node:timers/promises';
import { type SimulatedPaths, simulatePaths } from '#shared/domain/earnings/simulation.ts';
import type { SimulationPlan } from '#shared/contract/earnings/simulation.ts';
import { summariseSimulation } from '#shared/domain/earnings/simulation-summary.ts';
import type { SimulationSummary } from '#shared/contract/earnings/simulation.ts';

/** Paths per step: a few milliseconds, after which other calls are answered. */
const PATHS_PER_STEP = 500;

/** Runs a simulation in steps, so that the host stays responsive. The result depends only on the plan. */
export async function simulatePlan(plan: SimulationPlan, signal?: AbortSignal): Promise<SimulationSummary> {
  const pieces: SimulatedPaths[] = [];
  for (let first = 0; first < plan.paths; first += PATHS_PER_STEP) {
    signal?.throwIfAborted();
    pieces.push(simulatePaths(plan, first, Math.min(PATHS_PER_STEP, plan.paths - first)));
    await nextTurn();
  }
  return summariseSimulation(plan, pieces);
}
