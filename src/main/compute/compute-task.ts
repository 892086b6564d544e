import type { PassmarkFact } from '#shared/contract/slices/slices.ts';
import type { IntegerProgram, IntegerSolution } from '#shared/domain/slices/integer-program.ts';
import type { ErrorMessages } from '#shared/errors.ts';
import { highsSolver } from './highs.ts';
import { probePassmark } from './passmark-probe.ts';

/** Work that blocks the thread it runs in, as data. */
export type ComputeTask =
  | { readonly kind: 'solve'; readonly program: IntegerProgram; readonly timeLimitMs: number }
  | { readonly kind: 'measure-passmark'; readonly seconds: number };

/** The result of a task, by its kind. */
export type ComputeResult = IntegerSolution | PassmarkFact;

/** The outcome of a task. A planned refusal keeps its texts, and any error its trace, for the log. */
export type ComputeAnswer =
  | { readonly isDone: true; readonly result: ComputeResult }
  | { readonly isDone: false; readonly refusal: ErrorMessages | null; readonly trace: string };

/** What the thread posts: 'ready' once it has started, then the outcome of each task. */
export type ComputeMessage = 'ready' | ComputeAnswer;

/**
 * Runs a task in the caller's own thread.
 * @throws FarmerError INTERNAL when the solver itself fails
 */
export async function computeHere(task: ComputeTask): Promise<ComputeResult> {
  return task.kind === 'solve' ? highsSolver.solve(task.program, task.timeLimitMs) : probePassmark(task.seconds);
}
