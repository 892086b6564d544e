import { simulatePaths, type SimulatedPaths } from '#shared/domain/earnings/simulation.ts';
import type { SimulationPlan } from '#shared/contract/earnings/simulation.ts';
import { summariseSimulation } from '#shared/domain/earnings/simulation-summary.ts';
import type { SimulationMessage } from './simulation-message.ts';

/** Paths between two progress messages. */
const PATHS_PER_MESSAGE = 1000;

function post(message: SimulationMessage): void {
  globalThis.postMessage(message, { transfer: [] });
}

globalThis.addEventListener('message', ({ data: plan }: MessageEvent<SimulationPlan>) => {
  const pieces: SimulatedPaths[] = [];
  for (let first = 0; first < plan.paths; first += PATHS_PER_MESSAGE) {
    pieces.push(simulatePaths(plan, first, Math.min(PATHS_PER_MESSAGE, plan.paths - first)));
    post({ kind: 'progress', done: Math.min(plan.paths, first + PATHS_PER_MESSAGE), of: plan.paths });
  }
  post({ kind: 'done', summary: summariseSimulation(plan, pieces) });
});
