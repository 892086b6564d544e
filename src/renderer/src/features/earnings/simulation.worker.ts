import { simulatePaths, type SimulatedPaths } from '#shared/domain/earnings/simulation.ts';
import type { SimulationPlan } from '#shared/contract/earnings/simulation.ts';
import { summariseSimulation } from '#shared/domain/earnings/simulation-summary.ts';
import type { SimulationMessage } from './simulation-message.ts';

/** Paths between two progress messages. */
const PATHS_A_REPORT = 1000;

function post(message: SimulationMessage): void {
  globalThis.postMessage(message, { transfer: [] });
}

globalThis.addEventListener('message', ({ data: plan }: MessageEvent<SimulationPlan>) => {
  const pieces: SimulatedPaths[] = [];
  for (let first = 0; first < plan.paths; first += PATHS_A_REPORT) {
    pieces.push(simulatePaths(plan, first, Math.min(PATHS_A_REPORT, plan.paths - first)));
    post({ kind: 'progress', done: Math.min(plan.paths, first + PATHS_A_REPORT), of: plan.paths });
  }
  post({ kind: 'done', summary: summariseSimulation(plan, pieces) });
});
