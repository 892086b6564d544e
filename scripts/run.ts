import { spawn } from 'node:child_process';

/** One step of a script: a program from the project's own packages, or Node itself. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a step with its output passed through; gives its exit code and how long it took in seconds. */
export function run(step: Step): Promise<{ readonly code: number; readonly seconds: number }> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(step.command, step.args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...step.env },
      shell: process.platform === 'win32',
    });
    child.on('error', (error) => {
      console.error(`${step.name}: ${error.message}`);
      resolve({ code: 1, seconds: 0 });
    });
    child.on('exit', (code, signal) => {
      resolve({ code: code ?? (signal === null ? 1 : 128), seconds: (performance.now() - started) / 1000 });
    });
  });
}

/** Runs steps one after another; the process leaves with 1 at the first that fails. */
export async function runAll(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const { code, seconds } = await run(step);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds.toFixed(1)} s)`);
    if (code !== 0) {
      process.exit(1);
    }
  }
}
