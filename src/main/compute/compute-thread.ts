import type { Worker } from 'node:worker_threads';
import type { PassmarkFact } from '#shared/contract/slices/slices.ts';
import { type IntegerSolution, type IntegerSolver, NOTHING_TO_DECIDE } from '#shared/domain/slices/integer-program.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { startWorker, workerFile } from '#main/worker-start.ts';
import {
  type ComputeAnswer,
  computeHere,
  type ComputeMessage,
  type ComputeResult,
  type ComputeTask,
} from './compute-task.ts';

/** Heavy work, one task after another, that leaves the caller's thread free. */
export interface ComputeThread extends IntegerSolver {
  /** Estimates this computer's PassMark. @param seconds 1 to 10 */
  measurePassmark(seconds: number): Promise<PassmarkFact>;
  /** Ends the thread for good: the task under way fails, and so does every later one. */
  stop(): void;
}

/** Above every task's own limit, from when it starts: reached only when a thread hangs. */
const HANG_LIMIT_MS = 60_000;
/** The solver keeps its numbers outside of the heap: what the thread leaves behind is collected early. */
const YOUNG_MB = 8;
/** An idle thread gives the solver's memory back after this time. */
const IDLE_MS = 60_000;

function threadFailed(detail: string): FarmerError {
  return new FarmerError('INTERNAL', message('app:core.computationCouldNotFinish', { detail }), {
    hint: message('app:core.tryAgainOrRunDoctor'),
  });
}

/** @throws FarmerError for a planned refusal; Error, for the log, for anything else */
function resultOf(answer: ComputeAnswer): ComputeResult {
  if (answer.isDone) {
    return answer.result;
  }
  const { refusal, trace } = answer;
  throw refusal === null
    ? new Error(`A computation failed in its thread: ${trace}`)
    : new FarmerError('INTERNAL', refusal.message, { hint: refusal.hint, cause: trace });
}

/** A worker thread that starts at the first task and ends when it is idle. */
class WorkerThread {
  readonly #file: URL;
  readonly #hangLimitMs: number;
  #worker: Worker | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Of the task that runs or ran last; null as its answer means that no thread can start here. */
  #turn: PromiseWithResolvers<ComputeAnswer | null> | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** Whether a thread ever started: a task that ends one must not run in the caller's own. */
  #isProven = false;
  #isStopped = false;

  constructor(file: URL, hangLimitMs: number) {
    this.#file = file;
    this.#hangLimitMs = hangLimitMs;
  }

  /** @throws FarmerError INTERNAL when the solver fails, the task hangs or its thread ends; Error for anything else */
  run(task: ComputeTask): Promise<ComputeResult> {
    const result = this.#queue.then(() => this.#runNow(task));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #runNow(task: ComputeTask): Promise<ComputeResult> {
    if (this.#isStopped) {
      throw threadFailed('Farmer is closing');
    }
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    if (this.#worker === null) {
      return computeHere(task);
    }
    this.#turn = Promise.withResolvers();
    const hang = setTimeout(() => this.#fail(threadFailed('it took too long')), this.#hangLimitMs);
    try {
      this.#worker.ref();
      this.#worker.postMessage(task, []);
      const answer = await this.#turn.promise;
      return answer === null ? await computeHere(task) : resultOf(answer);
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
        this.#turn?.resolve(answer);
      }
    });
    worker?.on('error', (cause) => this.#lose(new Error('The computing thread failed.', { cause })));
    worker?.on('exit', () => this.#lose(threadFailed('its thread ended')));
    return worker;
  }

  #lose(reason: Error): void {
    if (!this.#isProven) {
      this.#turn?.resolve(null);
    }
    this.#fail(reason);
  }

  stop(): void {
    this.#isStopped = true;
    this.#fail(threadFailed('Farmer is closing'));
  }

  /** Ends the thread; the task under way fails. */
  #fail(error: Error): void {
    this.#end();
    this.#turn?.reject(error);
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
 * A thread for work that would block a window, a server or the recorder. Where no thread can start, the work runs in
 * the caller's own.
 * @param file the worker's file; `null` runs everything in the caller's thread
 * @param hangLimitMs a task that runs longer fails, and its thread is ended
 * @param leastSearchMs a search gets at least this long, whatever its caller allows
 */
export function createComputeThread(
  file: URL | null = workerFile('compute-worker', import.meta.url),
  hangLimitMs: number = HANG_LIMIT_MS,
  leastSearchMs = 0,
): ComputeThread {
  const thread = file === null ? null : new WorkerThread(file, hangLimitMs);
  const run = (task: ComputeTask): Promise<ComputeResult> => thread?.run(task) ?? computeHere(task);
  return {
    // The type of a result follows from the kind of its task.
    solve: async (program, timeLimitMs) =>
      program.columns.length === 0
        ? NOTHING_TO_DECIDE
        : ((await run({
            kind: 'solve',
            program,
            timeLimitMs: Math.max(timeLimitMs, leastSearchMs),
          })) as IntegerSolution),
    measurePassmark: async (seconds) => (await run({ kind: 'measure-passmark', seconds })) as PassmarkFact,
    stop: () => thread?.stop(),
  };
}
