import type { Worker } from 'node:worker_threads';
import type { PassmarkFact } from '#shared/contract/slices/slices.ts';
import { type IntegerSolution, type IntegerSolver, NOTHING_TO_DECIDE } from '#shared/domain/slices/integer-program.ts';
import { FarmerError } from '#shared/errors.ts';
import { type Message, message } from '#shared/message.ts';
import { startWorker, workerFile } from '#main/worker-start.ts';
import {
  type ComputeOutcome,
  runComputeTask,
  type ComputeMessage,
  type ComputeResult,
  type ComputeTask,
} from './compute-task.ts';

/** Runs heavy tasks one after another without blocking the calling thread. */
export interface ComputeThread extends IntegerSolver {
  /**
   * Estimates the PassMark score of this computer.
   * @param seconds 1 to 10
   */
  measurePassmark(seconds: number): Promise<PassmarkFact>;
  /** Ends the thread permanently: the current task fails, and so does every later one. */
  stop(): void;
}

/** Longer than the time limit of any task, so that it is reached only when the thread hangs. */
const HANG_LIMIT_MS = 60_000;
/** The solver's memory lies outside of the heap; a small young generation makes the collector free it early. */
const YOUNG_MB = 8;
/** An idle thread is ended after this time to release the solver's memory. */
const IDLE_MS = 60_000;

function threadFailed(detail: Message): FarmerError {
  return new FarmerError('INTERNAL', message('app:core.computationCouldNotFinish', { detail }), {
    hint: message('app:core.tryAgainOrRunDoctor'),
  });
}

/** @throws FarmerError for an expected refusal; Error for anything else, which is logged */
function resultOf(answer: ComputeOutcome): ComputeResult {
  if (answer.isDone) {
    return answer.result;
  }
  const { refusal, trace } = answer;
  throw refusal === null
    ? new Error(`A computation failed in its thread: ${trace}`)
    : new FarmerError('INTERNAL', refusal.message, { hint: refusal.hint, cause: trace });
}

/** A worker thread that is started at the first task and ended when it is idle. */
class WorkerThread {
  readonly #file: URL;
  readonly #hangLimitMs: number;
  #worker: Worker | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** The current or last task; resolves to null when no thread can be started. */
  #current: PromiseWithResolvers<ComputeOutcome | null> | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** Whether a worker has ever started. If so, a task that ends the worker is not repeated in the calling thread. */
  #isProven = false;
  #isStopped = false;

  constructor(file: URL, hangLimitMs: number) {
    this.#file = file;
    this.#hangLimitMs = hangLimitMs;
  }

  /** @throws FarmerError INTERNAL when the solver fails, the task hangs or the thread ends; Error for anything else */
  run(task: ComputeTask): Promise<ComputeResult> {
    const result = this.#queue.then(() => this.#runNow(task));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #runNow(task: ComputeTask): Promise<ComputeResult> {
    if (this.#isStopped) {
      throw threadFailed(message('app:core.farmerIsClosing'));
    }
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    if (this.#worker === null) {
      return runComputeTask(task);
    }
    this.#current = Promise.withResolvers();
    const hang = setTimeout(() => this.#fail(threadFailed(message('app:core.tookTooLong'))), this.#hangLimitMs);
    try {
      this.#worker.ref();
      this.#worker.postMessage(task, []);
      const answer = await this.#current.promise;
      return answer === null ? await runComputeTask(task) : resultOf(answer);
    } finally {
      clearTimeout(hang);
      // An idle thread does not keep the process alive.
      this.#worker?.unref();
      this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
    }
  }

  #start(): Worker | null {
    const worker = startWorker(this.#file, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    worker?.on('message', (answer: ComputeMessage) => {
      this.#isProven = true;
      if (answer !== 'ready') {
        this.#current?.resolve(answer);
      }
    });
    worker?.on('error', (cause) => this.#onWorkerEnd(new Error('The computing thread failed.', { cause })));
    worker?.on('exit', () => this.#onWorkerEnd(threadFailed(message('app:core.threadEnded'))));
    return worker;
  }

  #onWorkerEnd(reason: Error): void {
    if (!this.#isProven) {
      this.#current?.resolve(null);
    }
    this.#fail(reason);
  }

  stop(): void {
    this.#isStopped = true;
    this.#fail(threadFailed(message('app:core.farmerIsClosing')));
  }

  /** Ends the worker and fails the current task. */
  #fail(error: Error): void {
    this.#end();
    this.#current?.reject(error);
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = null;
    worker?.removeAllListeners();
    worker?.on('error', () => undefined);
    void worker?.terminate();
  }
}

/**
 * Runs work that would block a window, a server or the recorder in a worker thread, or in the calling thread where no
 * worker can be started.
 * @param file the worker's file; `null` runs everything in the calling thread
 * @param hangLimitMs a task that runs longer fails, and its worker is ended
 * @param minSearchMs the minimum time limit of a search, whatever its caller allows
 */
export function createComputeThread(
  file: URL | null = workerFile('compute-worker', import.meta.url),
  hangLimitMs: number = HANG_LIMIT_MS,
  minSearchMs = 0,
): ComputeThread {
  const thread = file === null ? null : new WorkerThread(file, hangLimitMs);
  const run = (task: ComputeTask): Promise<ComputeResult> => thread?.run(task) ?? runComputeTask(task);
  return {
    // The kind of the task determines the type of its result.
    solve: async (program, timeLimitMs) =>
      program.columns.length === 0
        ? NOTHING_TO_DECIDE
        : ((await run({
            kind: 'solve',
            program,
            timeLimitMs: Math.max(timeLimitMs, minSearchMs),
          })) as IntegerSolution),
    measurePassmark: async (seconds) => (await run({ kind: 'measure-passmark', seconds })) as PassmarkFact,
    stop: () => thread?.stop(),
  };
}
