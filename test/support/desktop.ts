import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { trackPage } from './browser.ts';
import { findChromium } from './chromium.ts';
import type { StandInConfig } from './electron/config.ts';
import type { ControlRequest, StandInState } from './electron/control.ts';
import { HANG_MS } from './hang.ts';
import { makeTemporaryDirectory } from './temporary.ts';
import { assertBuilt } from './web-host.ts';

const ROOT = join(import.meta.dirname, '../..');
const LAUNCHER = join(import.meta.dirname, 'electron/main-launcher.ts');
/** The built entry of the desktop. */
export const BUILT_DESKTOP = join(ROOT, 'out/main/index.js');

/** How to start the desktop for a test. */
export interface DesktopOptions {
  /** Default: a fresh directory, removed at the end. */
  readonly dataDirectory?: string;
  readonly machine?: Partial<StandInConfig>;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Options for the runtime itself, like `--expose-gc`. */
  readonly execArgv?: readonly string[];
}

/** The built desktop entry, running as its own process with the stand-in for `electron`. */
export interface RunningDesktop {
  readonly dataDirectory: string;
  readonly process: ChildProcess;
  /** The page of the first window, once it is loaded. */
  readonly page: () => Promise<Page>;
  readonly state: () => Promise<StandInState>;
  /** Asks the process behind the window for something; see the methods of the stand-in's control. */
  readonly ask: (method: ControlRequest['method'], ...params: readonly unknown[]) => Promise<unknown>;
  /** Waits until the state is as wanted. @throws Error with the last state when it never comes to it */
  readonly until: (isWanted: (state: StandInState) => boolean) => Promise<StandInState>;
  /** Resolves when the process has ended, with its exit code. */
  readonly ended: Promise<number | null>;
  /** What it wrote to stderr. */
  readonly errors: () => string;
  /** Quits it as the user does, or kills it when it stays, and removes what the test made. */
  readonly stop: () => Promise<number | null>;
}

type FromChild =
  | { readonly kind: 'chromium'; readonly endpoint: string }
  | { readonly kind: 'answer'; readonly id: number; readonly result?: unknown; readonly error?: string };

const POLL_MS = 25;

/** Whether the first window shows one of our pages. */
export function isOpen({ windows: [window] }: StandInState): boolean {
  return window?.isVisible === true && window.url.startsWith('app://farmer/');
}

/** Whether the shell stands, with or without a window. */
export function isUp({ applicationMenu, tray }: StandInState): boolean {
  return applicationMenu !== null && tray !== null;
}

/** What a process of the desktop wrote into its log so far. */
export function readLog(dataDirectory: string, name: 'desktop' | 'recorder' = 'desktop'): string {
  const path = join(dataDirectory, 'logs', `${name}.log`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function firstPage(browser: Browser): Promise<Page> {
  const deadline = performance.now() + HANG_MS;
  while (performance.now() < deadline) {
    const page = browser
      .contexts()
      .flatMap((context) => context.pages())
      .find((candidate) => candidate.url().includes('.standin/'));
    if (page !== undefined) {
      await page.waitForLoadState('load');
      return page;
    }
    await pause(POLL_MS);
  }
  throw new Error('The desktop opened no window.');
}

/** Makes a call the way a page does, over a port of its own; resolves once it was answered. */
export function callFromPage(page: Page, path: string, input: unknown): Promise<void> {
  return page.evaluate(
    (message) =>
      new Promise<void>((resolve) => {
        const takePort = ({ ports: [port] }: MessageEvent): void => {
          if (port !== undefined) {
            window.removeEventListener('message', takePort);
            port.addEventListener('message', () => resolve());
            port.start();
            port.postMessage(message);
          }
        };
        window.addEventListener('message', takePort);
        window.postMessage('farmer:port-request', window.location.origin);
      }),
    JSON.stringify({ i: '1', p: { u: path, b: { json: input } } }),
  );
}

/** Starts the built desktop entry. */
export async function startDesktop(options: DesktopOptions = {}): Promise<RunningDesktop> {
  assertBuilt(BUILT_DESKTOP);
  const temporary = makeTemporaryDirectory();
  const dataDirectory = options.dataDirectory ?? join(temporary.path, 'data');
  // Unpacked once here, so that the child does not pay for it while its start is measured.
  const { executablePath } = await findChromium();
  const child = fork(LAUNCHER, [BUILT_DESKTOP, `--data-dir=${dataDirectory}`, ...(options.args ?? [])], {
    env: {
      ...process.env,
      CHROMIUM_PATH: executablePath,
      ELECTRON_STANDIN: JSON.stringify({ home: temporary.path, ...options.machine }),
      ...options.env,
    },
    execArgv: [...(options.execArgv ?? [])],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let errors = '';
  let browser: Browser | undefined;
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout?.resume();
  const endpoint = new Promise<string>((resolve, reject) => {
    child.on('message', (message: FromChild) => {
      if (message.kind === 'chromium') {
        resolve(message.endpoint);
      } else if (message.error === undefined) {
        waiting.get(message.id)?.resolve(message.result);
      } else {
        waiting.get(message.id)?.reject(new Error(message.error));
      }
    });
    child.on('exit', (code) => reject(new Error(`The desktop ended with ${code}: ${errors}`)));
  });
  endpoint.catch(() => undefined);
  const ask = (method: ControlRequest['method'], ...params: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      void ended.then((code) => reject(new Error(`The desktop ended with ${code}: ${errors}`)));
      child.send({ id, method, params } satisfies ControlRequest, (error) => {
        if (error !== null) {
          reject(error);
        }
      });
    });
  const state = async (): Promise<StandInState> => (await ask('state')) as StandInState;
  return {
    dataDirectory,
    process: child,
    state,
    ask,
    ended,
    errors: () => errors,
    async page() {
      browser ??= await chromium.connectOverCDP(await endpoint, { timeout: HANG_MS });
      const page = await firstPage(browser);
      trackPage(page);
      return page;
    },
    async until(isWanted) {
      const deadline = performance.now() + HANG_MS;
      let last = await state();
      while (!isWanted(last)) {
        if (performance.now() > deadline) {
          throw new Error(`The desktop did not come to the wanted state: ${JSON.stringify(last)} ${errors}`);
        }
        await pause(POLL_MS);
        last = await state();
      }
      return last;
    },
    async stop() {
      await browser?.close().catch(() => undefined);
      if (child.exitCode === null && child.connected) {
        child.send({ id: 0, method: 'quit', params: [] } satisfies ControlRequest, () => undefined);
      }
      const timer = setTimeout(() => child.kill('SIGKILL'), HANG_MS);
      const code = await ended;
      clearTimeout(timer);
      temporary.remove();
      return code;
    },
  };
}
