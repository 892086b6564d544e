import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryDirectory } from './temporary.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The built entry of the browser host. */
const BUILT_SERVE = join(ROOT, 'out/main/serve.js');

/** How to start a browser host for a test. */
export interface StartOptions {
  /** Default: a fresh directory, removed at the end. */
  readonly dataDirectory?: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** A browser host that runs as its own process, as users run it. */
export interface RunningWebHost {
  /** The address without the code, with a slash at its end. */
  readonly url: string;
  /** The printed link that signs one browser in. */
  readonly signInUrl: string;
  /** The permanent token, for calls by a script. */
  readonly token: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly process: ChildProcess;
  /** Asks it to end and waits for it; gives its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** What a process wrote and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @throws Error that says what to do, instead of a confusing failure later */
export function assertBuilt(path: string): void {
  if (!existsSync(path)) {
    throw new Error(`${path} is missing: run "npm run build" before the end-to-end tests.`);
  }
}

function spawnHost(dataDirectory: string, options: StartOptions): ChildProcess {
  assertBuilt(BUILT_SERVE);
  const args = [BUILT_SERVE, '--data-dir', dataDirectory, ...(options.args ?? ['--port', '0'])];
  return spawn(process.execPath, args, { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs a browser host that is expected to refuse to start. */
export function runWebHostToEnd(dataDirectory: string, options: StartOptions = {}): Promise<Ended> {
  const child = spawnHost(dataDirectory, options);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** Starts the built browser host and waits for its link. */
export async function startBuiltWebHost(options: StartOptions = {}): Promise<RunningWebHost> {
  const temporary = options.dataDirectory === undefined ? makeTemporaryDirectory() : undefined;
  const dataDirectory = options.dataDirectory ?? temporary?.path ?? '';
  const child = spawnHost(dataDirectory, options);
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const signInUrl = await new Promise<string>((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const link = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(text)?.[0];
      if (link !== undefined) {
        resolve(link);
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => reject(new Error(`The browser host ended with ${code}: ${text}`)));
  });
  const link = new URL(signInUrl);
  return {
    url: `${link.origin}/`,
    signInUrl,
    token: readFileSync(join(dataDirectory, 'web-token'), 'utf8').trim(),
    port: Number(link.port),
    dataDirectory,
    process: child,
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      temporary?.remove();
      return code;
    },
  };
}
