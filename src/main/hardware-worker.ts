import { parentPort, workerData } from 'node:worker_threads';
import { realMachine } from '#main/hardware/real-machine.ts';
import { readHardware } from '#main/hardware/reader.ts';
import type { WorkerMessage, WorkerTask } from '#main/hardware/worker-reader.ts';

// The task needs no validation because only this program starts the worker.
const task = workerData as WorkerTask;
const post = (message: WorkerMessage): void => parentPort?.postMessage(message, []);

const reading = await readHardware(realMachine(), {
  nowMs: () => task.takenAtMs,
  ...(task.callTimeoutMs === undefined ? {} : { callTimeoutMs: task.callTimeoutMs }),
  onPart: (progress, fact) => post({ type: 'part', progress, fact }),
});
post({ type: 'done', reading });
