import type { PassmarkFact } from '#shared/contract/slices/slices.ts';
import type { IntegerProgram, IntegerSolution } from '#shared/domain/slices/integer-program.ts';
import type { ErrorMessages } from '#shared/errors.ts';
import { highsSolver } from './highs.ts';
import { probePassmark } from './passmark-probe.ts';

/** Work that would block the thread it runs in, as data that can be posted to a worker. */
export type ComputeTask =
  | { readonly kind: 'solve'; readonly program: IntegerProgram; readonly timeLimitMs: number }
  | { readonly kind: 'measure-passmark'; readonly seconds: number };

export type ComputeResult = IntegerSolution | PassmarkFact;

/** The outcome of a task. A FarmerError keeps its message and hint; any other error keeps its stack for the log. */
export type ComputeOutcome =
  | { readonly isDone: true; readonly result: ComputeResult }
  | { readonly isDone: false; readonly refusal: ErrorMessages | null; readonly trace: string };

/** Messages of the worker: 'ready' after it has started, then the outcome of each task. */
export type ComputeMessage = 'ready' | ComputeOutcome;

/**
 * Runs a task in the calling thread.
 * @throws FarmerError INTERNAL when the solver fails
 */
export async function runComputeTask(task: ComputeTask): Promise<ComputeResult> {
  return task.kind === 'solve' ? highsSolver.solve(task.program, task.timeLimitMs) : probePassmark(task.seconds);
}
