import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { whyBuild } from './start/build-state.ts';
import { askedHost, browserCommand, canOpenBrowser, findDesktop, type Surroundings } from './start/choose-host.ts';
import { findElectron, installElectron } from './start/electron-runtime.ts';
import { type SignInPage, writeSignInPage } from './start/sign-in-page.ts';
import { run } from './run.ts';

/**
 * `npm start`: builds when needed, prints this machine's verdict, and opens the app: on the desktop where that can run,
 * otherwise in the browser at a loopback address. Options: --browser, --desktop, --port N, --data-dir DIR.
 */
const ROOT = join(import.meta.dirname, '..');
const ARGS = process.argv.slice(2);
const BUILDER = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
const USER_ID = process.getuid?.();
const SURROUNDINGS: Surroundings = { platform: process.platform, env: process.env, isRoot: USER_ID === 0 };
/** A desktop app that ends by itself within this time has not started: a library or the display is missing. */
const FAILED_START_MS = 8000;

interface Choice {
  readonly host: 'desktop' | 'browser';
  readonly reason: string;
  readonly executable: string;
}

function option(name: string): readonly string[] {
  const index = ARGS.indexOf(name);
  const value = index === -1 ? undefined : ARGS[index + 1];
  return value === undefined ? [] : [name, value];
}

function inBrowser(reason: string): Choice {
  return { host: 'browser', reason, executable: '' };
}

async function choose(): Promise<Choice> {
  const asked = askedHost(ARGS);
  if (asked === 'browser') {
    return inBrowser('you asked for it');
  }
  const desktop = findDesktop(SURROUNDINGS);
  if (!desktop.isThere && asked === null) {
    return inBrowser(desktop.reason);
  }
  const present = findElectron();
  if (present !== null) {
    return { host: 'desktop', reason: 'its runtime is installed', executable: present };
  }
  const installed = await installElectron();
  return 'executable' in installed
    ? { host: 'desktop', reason: 'its runtime was downloaded', executable: installed.executable }
    : inBrowser(installed.reason);
}

/** Hands the signals that end this process on to the one that does the work. */
function forwardSignals(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal === 'SIGINT' ? 'SIGTERM' : signal));
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 0));
  });
}

/** @returns the exit code, or null when the desktop app did not come up */
async function runDesktop(executable: string): Promise<number | null> {
  const startedAt = performance.now();
  const dataDir = option('--data-dir')[1];
  const args = [ROOT, ...(dataDir === undefined ? [] : [`--data-dir=${dataDir}`])];
  const child = spawn(executable, args, { stdio: 'inherit' });
  forwardSignals(child);
  const code = await ended(child);
  return code !== 0 && performance.now() - startedAt < FAILED_START_MS ? null : code;
}

/** Opens a file or an address in the user's browser. */
function openBrowser(target: string): void {
  const [command, ...args] = browserCommand(process.platform, target);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

async function runBrowserHost(): Promise<number> {
  const args = [join(ROOT, 'out/main/serve.js'), ...option('--port'), ...option('--data-dir')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  forwardSignals(child);
  let page: SignInPage | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(line)?.[0];
    if (page !== undefined) {
      page.remove();
    } else if (url !== undefined && canOpenBrowser(SURROUNDINGS)) {
      page = writeSignInPage(url);
      openBrowser(page.path);
    }
  }
  page?.remove();
  return child.exitCode ?? ended(child);
}

async function start(): Promise<number> {
  const reason = whyBuild(ROOT);
  if (reason !== null) {
    console.log(`Building Farmer: ${reason}.`);
    const { code } = await run({
      name: 'build',
      command: process.execPath,
      args: [BUILDER, 'build', '--logLevel', 'error'],
    });
    if (code !== 0) {
      return code;
    }
  }
  const check = [join(ROOT, 'out/main/cli.js'), ...option('--data-dir'), 'check', '--record'];
  const { code: verdict } = await run({ name: 'check', command: process.execPath, args: check });
  if (verdict === 5) {
    return verdict;
  }
  const choice = await choose();
  console.log(`\nOpening ${choice.host === 'desktop' ? 'on the desktop' : 'in the browser'}: ${choice.reason}.`);
  if (choice.host === 'desktop') {
    const code = await runDesktop(choice.executable);
    if (code !== null) {
      return code;
    }
    console.log('The desktop app did not come up here; opening in the browser instead.');
  }
  return runBrowserHost();
}

process.exitCode = await start();
