import { inspect } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { type ComputeMessage, type ComputeTask, runComputeTask } from '#main/compute/compute-task.ts';
import { FarmerError } from '#shared/errors.ts';

const post = (message: ComputeMessage): void => parentPort?.postMessage(message, []);

async function answer(task: ComputeTask): Promise<void> {
  try {
    post({ isDone: true, result: await runComputeTask(task) });
  } catch (error) {
    const refusal = error instanceof FarmerError ? error.messages : null;
    post({ isDone: false, refusal, trace: inspect(error) });
  }
}

parentPort?.on('message', (task: ComputeTask) => void answer(task));
post('ready');
