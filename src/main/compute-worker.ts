import { inspect } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { computeHere, type ComputeMessage, type ComputeRequest } from '#main/compute/compute-task.ts';
import { FarmerError } from '#shared/errors.ts';

const tell = (message: ComputeMessage): void => parentPort?.postMessage(message, []);

async function answer({ id, task }: ComputeRequest): Promise<void> {
  try {
    tell({ id, isDone: true, result: await computeHere(task) });
  } catch (error) {
    const refusal = error instanceof FarmerError ? error.words : null;
    tell({ id, isDone: false, refusal, trace: inspect(error) });
  }
}

// One after another: what is timed or measured must have the thread to itself.
let queue: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: ComputeRequest) => {
  queue = queue.then(() => answer(request));
});
tell('ready');
