import type { Worker } from 'node:worker_threads';
import type { PassmarkFact } from '#shared/contract/slices/slices.ts';
import { type IntegerSolution, type IntegerSolver, NOTHING_TO_DECIDE } from '#shared/domain/slices/integer-program.ts';
import { FarmerError } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import { startWorker, workerFile } from '#main/worker-start.ts';
import {
  type ComputeAnswer,
  computeHere,
  type ComputeMessage,
  type ComputeRequest,
  type ComputeResult,
  type ComputeTask,
} from './compute-task.ts';

/** Heavy work, one task after another, that leaves the caller's thread free. */
export interface ComputeThread extends IntegerSolver {
  /** Estimates this computer's PassMark. @param seconds 1 to 10 */
  measurePassmark(seconds: number): Promise<PassmarkFact>;
  /** Ends the thread at once; what is under way fails. The next task would start another. */
  stop(): void;
}

/** Above every task's own limit, from when its turn comes: reached only when a thread hangs. */
const HANG_LIMIT_MS = 60_000;
/** An idle thread gives the solver's memory back after this time. */
const IDLE_MS = 60_000;

interface Waiting {
  readonly task: ComputeTask;
  readonly resolve: (result: ComputeResult) => void;
  readonly reject: (error: unknown) => void;
}

function threadFailed(detail: string): FarmerError {
  return new FarmerError('INTERNAL', phrase('The computation could not finish: {{detail}}.', { detail }), {
    hint: 'Try again; if it stays, run "farmer doctor".',
  });
}

/** What a task failed with in its thread: a planned refusal as it was, anything else as an error for the log. */
function errorOf({ refusal, trace }: Extract<ComputeAnswer, { isDone: false }>): Error {
  return refusal === null
    ? new Error(`A computation failed in its thread: ${trace}`)
    : new FarmerError('INTERNAL', refusal.message, { hint: refusal.hint, cause: trace });
}

/** One worker thread with the tasks that wait for it; it starts at the first task and ends when it is idle. */
class WorkerThread {
  readonly #file: URL;
  readonly #hangLimitMs: number;
  /** In the order in which the thread takes them. */
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  /** Runs while the first of the waiting tasks has its turn. */
  #hang: NodeJS.Timeout | undefined;
  #lastId = 0;
  /** Whether a thread ever said anything: one that never did cannot start here at all. */
  #isProven = false;

  constructor(file: URL, hangLimitMs: number) {
    this.#file = file;
    this.#hangLimitMs = hangLimitMs;
  }

  /** @throws FarmerError INTERNAL when the solver fails, the work hangs or its thread ends; Error for anything else */
  run(task: ComputeTask): Promise<ComputeResult> {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    if (worker === null) {
      return computeHere(task);
    }
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      const request: ComputeRequest = { id: this.#lastId, task };
      worker.postMessage(request, []);
      worker.ref();
      this.#waiting.set(request.id, { task, resolve, reject });
      if (this.#waiting.size === 1) {
        this.#watchTurn();
      }
    });
  }

  #start(): Worker | null {
    const worker = startWorker(this.#file);
    worker?.on('message', (message: ComputeMessage) => this.#take(message));
    worker?.on('error', (cause) => this.#lose(new Error('The computing thread failed.', { cause })));
    worker?.on('exit', () => this.#lose(threadFailed('its thread ended')));
    return worker;
  }

  #watchTurn(): void {
    clearTimeout(this.#hang);
    this.#hang = setTimeout(() => this.#stop(threadFailed('it took too long')), this.#hangLimitMs);
  }

  #take(message: ComputeMessage): void {
    this.#isProven = true;
    if (message === 'ready') {
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) {
      clearTimeout(this.#hang);
      // Nothing under way: neither the thread nor its end keeps the process alive.
      this.#worker?.unref();
      this.#idle = setTimeout(() => this.#dismiss(), IDLE_MS).unref();
    } else {
      this.#watchTurn();
    }
    if (message.isDone) {
      waiting?.resolve(message.result);
    } else {
      waiting?.reject(errorOf(message));
    }
  }

  /** The thread is gone. Where none ever came up, the tasks are done here; otherwise they failed with it. */
  #lose(reason: Error): void {
    if (this.#isProven) {
      this.#stop(reason);
      return;
    }
    for (const { task, resolve, reject } of this.#leave()) {
      computeHere(task).then(resolve, reject);
    }
  }

  stop(): void {
    this.#stop(threadFailed('Farmer is closing'));
  }

  #stop(error: Error): void {
    for (const { reject } of this.#leave()) {
      reject(error);
    }
  }

  /** Ends the thread. @returns the tasks that waited for it */
  #leave(): readonly Waiting[] {
    const left = [...this.#waiting.values()];
    this.#waiting.clear();
    clearTimeout(this.#hang);
    this.#dismiss();
    return left;
  }

  #dismiss(): void {
    const worker = this.#worker;
    this.#worker = null;
    clearTimeout(this.#idle);
    worker?.removeAllListeners();
    worker?.on('error', () => undefined);
    void worker?.terminate();
  }
}

/**
 * A thread for work that would hold up a window, a server or the recorder. Where no thread can start, the work is done
 * in the caller's own.
 * @param file the worker's file; `null` does everything in the caller's thread
 * @param hangLimitMs after so long a turn a task has failed, and its thread is ended
 */
export function createComputeThread(
  file: URL | null = workerFile('compute-worker', import.meta.url),
  hangLimitMs: number = HANG_LIMIT_MS,
): ComputeThread {
  const thread = file === null ? null : new WorkerThread(file, hangLimitMs);
  const run = (task: ComputeTask): Promise<ComputeResult> => thread?.run(task) ?? computeHere(task);
  return {
    // What a task gives follows from its kind.
    solve: async (program, timeLimitMs) =>
      program.columns.length === 0
        ? NOTHING_TO_DECIDE
        : ((await run({ kind: 'solve', program, timeLimitMs })) as IntegerSolution),
    measurePassmark: async (seconds) => (await run({ kind: 'measure-passmark', seconds })) as PassmarkFact,
    stop: () => thread?.stop(),
  };
}
