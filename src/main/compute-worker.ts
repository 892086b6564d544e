import { parentPort } from 'node:worker_threads';
import { type ComputeAnswer, computeHere, type ComputeRequest } from '#main/compute/compute-task.ts';

const tell = (message: ComputeAnswer): void => parentPort?.postMessage(message, []);

async function answer({ id, task }: ComputeRequest): Promise<void> {
  try {
    tell({ id, isDone: true, result: await computeHere(task) });
  } catch (error) {
    tell({ id, isDone: false, message: error instanceof Error ? error.message : 'it stopped' });
  }
}

// One after another: what is timed or measured must have the thread to itself.
let queue: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: ComputeRequest) => {
  queue = queue.then(() => answer(request));
});
