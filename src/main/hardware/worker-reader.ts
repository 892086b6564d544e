import type { HardwareReading, Part } from '#shared/contract/hardware/hardware-reading.ts';
import type { ReadingProgress } from '#shared/contract/hardware/hardware.ts';
import type { ReadingPart } from '#shared/contract/hardware/reading-parts.ts';
import { READING_PARTS } from '#shared/contract/hardware/reading-parts.ts';
import { startWorker, workerFile } from '#main/worker-start.ts';
import { type ReadMachine, readInProcess } from './hardware-service.ts';

/** What the worker posts: each part as soon as it is read, then the whole reading. */
export type WorkerMessage =
  | { readonly type: 'part'; readonly progress: ReadingProgress; readonly fact: Part<unknown> }
  | { readonly type: 'done'; readonly reading: HardwareReading };

export interface WorkerTask {
  readonly takenAtMs: number;
  readonly callTimeoutMs: number | undefined;
}

/** Longer than the limit of every part: exceeded only when a call blocks the worker thread. */
const READING_TIMEOUT_MS = 30_000;

function missingPart(durationMs: number): Part<never> {
  const because = `It gave no answer within ${READING_TIMEOUT_MS / 1000} s.`;
  return { state: 'unavailable', code: 'timed-out', because, durationMs };
}

/** Combines the parts that arrived in time; the others have timed out. */
function assemble(
  takenAtMs: number,
  durationMs: number,
  parts: ReadonlyMap<ReadingPart, Part<unknown>>,
): HardwareReading {
  const entries = READING_PARTS.map((part) => [part, parts.get(part) ?? missingPart(durationMs)]);
  // Each part came from its own reader, which the type of fromEntries cannot express.
  return { format: 1, takenAtMs, durationMs, parts: Object.fromEntries(entries) as HardwareReading['parts'] };
}

/**
 * Reads the real machine in a worker thread, so that blocking calls of the library do not block a window or a server.
 * When the worker cannot start, or exits before its first part, the machine is read in this process.
 * @param file the worker's file; `null` reads in this process
 * @param timeoutMs time limit of the whole reading; parts that arrived by then are used
 */
export function readInWorker(
  file: URL | null = workerFile('hardware-worker', import.meta.url),
  timeoutMs: number = READING_TIMEOUT_MS,
): ReadMachine {
  const inProcess = readInProcess();
  if (file === null) {
    return inProcess;
  }
  return (options) => {
    const takenAtMs = options.nowMs();
    const started = performance.now();
    const parts = new Map<ReadingPart, Part<unknown>>();
    const task: WorkerTask = { takenAtMs, callTimeoutMs: options.callTimeoutMs };
    const worker = startWorker(file, { workerData: task });
    if (worker === null) {
      return inProcess(options);
    }
    return new Promise((resolve) => {
      const finish = (reading: HardwareReading | Promise<HardwareReading>) => {
        clearTimeout(timer);
        worker.removeAllListeners();
        // A blocked thread ends when its call returns; nothing waits for it.
        worker.on('error', () => undefined);
        void worker.terminate();
        resolve(reading);
      };
      const resolveWithPartial = () => finish(assemble(takenAtMs, Math.round(performance.now() - started), parts));
      const fail = () => (parts.size === 0 ? finish(inProcess(options)) : resolveWithPartial());
      const timer = setTimeout(resolveWithPartial, timeoutMs);
      worker.on('message', (message: WorkerMessage) => {
        if (message.type === 'done') {
          finish(message.reading);
          return;
        }
        parts.set(message.progress.part, message.fact);
        options.onPart?.(message.progress, message.fact);
      });
      worker.on('error', fail);
      worker.on('exit', fail);
    });
  };
}
