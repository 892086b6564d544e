import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { PassmarkFact } from '#shared/contract/slices.ts';
import { type IntegerSolution, type IntegerSolver, NOTHING_TO_DECIDE } from '#shared/domain/slices/integer-program.ts';
import { FarmerError } from '#shared/errors.ts';
import {
  type ComputeAnswer,
  computeHere,
  type ComputeRequest,
  type ComputeResult,
  type ComputeTask,
} from './compute-task.ts';

/** Heavy work, one task after another, that leaves the caller's thread free. */
export interface ComputeThread extends IntegerSolver {
  /** Estimates this computer's PassMark. @param seconds 1 to 10 */
  measurePassmark(seconds: number): Promise<PassmarkFact>;
}

/** Above every task's own limit: reached only when a thread hangs. */
const HANG_LIMIT_MS = 60_000;
/** An idle thread gives the solver's memory back after this time. */
const IDLE_MS = 60_000;

interface Waiting {
  readonly task: ComputeTask;
  readonly resolve: (result: ComputeResult) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

/** The worker's file beside the built entries, or beside this one's folder in the sources; `null` when it is not there. */
function workerFile(): URL | null {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = new URL(`../compute-worker.${extension}`, import.meta.url);
  return existsSync(file) ? file : null;
}

function threadFailed(detail: string): FarmerError {
  return new FarmerError('INTERNAL', `The computation could not finish: ${detail}.`, {
    hint: 'Try again; if it stays, run "farmer doctor".',
  });
}

/** One worker thread with the tasks that wait for it; it starts at the first task and ends when it is idle. */
class WorkerThread {
  readonly #file: URL;
  readonly #hangLimitMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  /** Whether a thread ever answered: one that never did cannot start here at all. */
  #isProven = false;

  constructor(file: URL, hangLimitMs: number) {
    this.#file = file;
    this.#hangLimitMs = hangLimitMs;
  }

  /** @throws FarmerError INTERNAL when the work fails, hangs, or loses its thread */
  run(task: ComputeTask): Promise<ComputeResult> {
    return new Promise((resolve, reject) => {
      clearTimeout(this.#idle);
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#lastId += 1;
      const timer = setTimeout(() => this.#stop(threadFailed('it took too long')), this.#hangLimitMs);
      this.#waiting.set(this.#lastId, { task, resolve, reject, timer });
      const request: ComputeRequest = { id: this.#lastId, task };
      this.#worker.postMessage(request, []);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#file);
    worker.on('message', (answer: ComputeAnswer) => this.#take(answer));
    worker.on('error', (error) => this.#lose(error.message));
    worker.on('exit', () => this.#lose('its thread ended'));
    return worker;
  }

  #take(answer: ComputeAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    this.#isProven = true;
    clearTimeout(waiting?.timer);
    if (answer.isDone) {
      waiting?.resolve(answer.result);
    } else {
      waiting?.reject(threadFailed(answer.message));
    }
    if (this.#waiting.size === 0) {
      // Nothing under way: neither the thread nor its end keeps the process alive.
      this.#worker?.unref();
      this.#idle = setTimeout(() => this.#dismiss(), IDLE_MS).unref();
    }
  }

  /** The thread is gone. Where none ever came up, the tasks are done here; otherwise they failed with it. */
  #lose(detail: string): void {
    if (this.#isProven) {
      this.#stop(threadFailed(detail));
      return;
    }
    const left = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#dismiss();
    for (const { task, resolve, reject, timer } of left) {
      clearTimeout(timer);
      computeHere(task).then(resolve, reject);
    }
  }

  #stop(error: FarmerError): void {
    const left = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#dismiss();
    for (const { reject, timer } of left) {
      clearTimeout(timer);
      reject(error);
    }
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
 * @param hangLimitMs after this time a task has failed, and its thread is ended
 */
export function createComputeThread(
  file: URL | null = workerFile(),
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
  };
}

/** The one thread of this process; it starts at the first task. */
export const computeThread: ComputeThread = createComputeThread();
