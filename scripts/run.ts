import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** One step of a script: a program from the project's own packages, or Node itself. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

interface Outcome {
  readonly code: number;
  readonly seconds: number;
  /** What the step printed, where it was held back. */
  readonly output: string;
}

function runStep(step: Step, output: 'inherit' | 'pipe'): Promise<Outcome> {
  const started = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn(step.command, step.args, {
      stdio: ['ignore', output, output],
      env: { ...process.env, ...step.env },
      shell: process.platform === 'win32',
    });
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      console.error(`${step.name}: ${error.message}`);
      resolve({ code: 1, seconds: 0, output: '' });
    });
    child.on('close', (code, signal) => {
      const seconds = (performance.now() - started) / 1000;
      resolve({ code: code ?? (signal === null ? 1 : 128), seconds, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Runs a step with its output passed through; gives its exit code and how long it took in seconds. */
export function run(step: Step): Promise<{ readonly code: number; readonly seconds: number }> {
  return runStep(step, 'inherit');
}

function report({ name }: Step, { code, seconds, output }: Outcome): void {
  if (code !== 0) {
    console.log(output.trimEnd());
  }
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
}

/**
 * Runs steps that do not need each other, as many at once as there are processors. What a step printed is shown where
 * it failed. All of them run; then the process leaves with 1 if any failed.
 */
export async function runAll(steps: readonly Step[]): Promise<void> {
  const waiting = [...steps];
  let hasFailed = false;
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const outcome = await runStep(step, 'pipe');
      report(step, outcome);
      hasFailed ||= outcome.code !== 0;
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));
  if (hasFailed) {
    process.exit(1);
  }
}
