import { existsSync } from 'node:fs';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * The file of a worker: next to the built entries, or in the sources next to the folder of the caller.
 * @param name the file name without its extension
 * @param callerUrl `import.meta.url` of the caller
 * @returns null when there is no such file
 */
export function workerFile(name: string, callerUrl: string): URL | null {
  const extension = callerUrl.endsWith('.ts') ? 'ts' : 'js';
  const file = new URL(`../${name}.${extension}`, callerUrl);
  return existsSync(file) ? file : null;
}

/**
 * Starts a worker thread.
 * @returns null where the system cannot start one, because of its memory or thread limits or a missing permission
 */
export function startWorker(file: URL, options: WorkerOptions = {}): Worker | null {
  try {
    return new Worker(file, options);
  } catch {
    return null;
  }
}
