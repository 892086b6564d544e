import { existsSync } from 'node:fs';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * The file of a worker: beside the built entries, or in the sources beside the folder of whoever asks.
 * @param name without its ending
 * @param askedFrom the `import.meta.url` of whoever asks
 * @returns null when it is not there
 */
export function workerFile(name: string, askedFrom: string): URL | null {
  const extension = askedFrom.endsWith('.ts') ? 'ts' : 'js';
  const file = new URL(`../${name}.${extension}`, askedFrom);
  return existsSync(file) ? file : null;
}

/** Starts a thread; null where the system gives none: no memory or no number left for it, or it is not allowed. */
export function startWorker(file: URL, options: WorkerOptions = {}): Worker | null {
  try {
    return new Worker(file, options);
  } catch {
    return null;
  }
}
