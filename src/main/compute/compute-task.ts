import type { PassmarkFact } from '#shared/contract/slices/slices.ts';
import type { IntegerProgram, IntegerSolution } from '#shared/domain/slices/integer-program.ts';
import type { ErrorWords } from '#shared/errors.ts';
import { highsSolver } from './highs.ts';
import { probePassmark } from './passmark-probe.ts';

/** Work that holds up the thread it runs in, as data. */
export type ComputeTask =
  | { readonly kind: 'solve'; readonly program: IntegerProgram; readonly timeLimitMs: number }
  | { readonly kind: 'measure-passmark'; readonly seconds: number };

/** What a task gives, by its kind. */
export type ComputeResult = IntegerSolution | PassmarkFact;

/** A task on its way to the thread. */
export interface ComputeRequest {
  readonly id: number;
  readonly task: ComputeTask;
}

/** What became of a task. A planned refusal crosses with its words, and any error with its trace, for the log. */
export type ComputeAnswer =
  | { readonly id: number; readonly isDone: true; readonly result: ComputeResult }
  | {
      readonly id: number;
      readonly isDone: false;
      readonly refusal: ErrorWords | null;
      readonly trace: string;
    };

/** What the thread says: first that it stands, then what became of each task. */
export type ComputeMessage = 'ready' | ComputeAnswer;

/**
 * Does a task in the caller's own thread.
 * @throws FarmerError INTERNAL when the solver itself fails
 */
export async function computeHere(task: ComputeTask): Promise<ComputeResult> {
  return task.kind === 'solve' ? highsSolver.solve(task.program, task.timeLimitMs) : probePassmark(task.seconds);
}
