import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, session, shell } from 'electron';
import { composeApp, type ComposedApp } from '#main/compose.ts';
import { createFileLog } from '#main/log.ts';
import { resolveDataDirectory } from '#main/store/data-directory.ts';
import { type DesktopArguments, LINK_SCHEME, readDesktopArguments, routeOfLink } from './opening/arguments.ts';
import { lockDown } from './window/lockdown.ts';
import { declareScheme } from './window/protocol.ts';
import { type Shell, startShell } from './shell.ts';

/** What was asked for before the window could be opened, and afterwards. */
interface Requests {
  readonly handle: (asked: DesktopArguments) => void;
  readonly openWith: (shell: Shell) => void;
}

/** Requests that come before the shell stands wait for it: on macOS a link can start the program. */
function collectRequests(first: DesktopArguments): Requests {
  let started: Shell | null = null;
  const waiting: DesktopArguments[] = [first];
  const handle = (asked: DesktopArguments): void => {
    if (started === null) {
      waiting.push(asked);
    } else {
      started.handle(asked);
    }
  };
  return {
    handle,
    openWith(opened) {
      started = opened;
      for (const asked of waiting.splice(0)) {
        opened.handle(asked);
      }
    },
  };
}

/** Takes what the system and later starts of the program ask for. */
function listenForRequests(requests: Requests): void {
  app.on('second-instance', (_event, argv, directory) =>
    requests.handle({ ...readDesktopArguments(programWords(argv), directory), isHidden: false }),
  );
  app.on('open-url', (event, url) => {
    event.preventDefault();
    requests.handle({ route: routeOfLink(url), files: [], isHidden: false });
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    requests.handle({ route: null, files: [path], isHidden: false });
  });
}

/** The words after the program, and after the entry where it runs from its sources. */
function programWords(argv: readonly string[]): readonly string[] {
  return argv.slice(app.isPackaged ? 1 : 2);
}

/** The recorder's span and the database are closed before the process ends, however it is asked to. */
function closeAtEnd(farmer: ComposedApp, stopShell: () => void): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) {
      return;
    }
    event.preventDefault();
    stopShell();
    void farmer.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => app.quit());
  }
}

/**
 * The directory of the browser engine's own files. Where the data directory cannot be written, one in the temporary
 * directory serves: the window opens all the same and says what is wrong with the data.
 */
function prepareProfile(dataDirectory: string): string {
  const profile = join(dataDirectory, 'desktop');
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    accessSync(profile, constants.W_OK);
    return profile;
  } catch {
    return mkdtempSync(join(tmpdir(), 'farmer-profile-'));
  }
}

/**
 * Starts the desktop shell. What must be there before Electron is ready happens before the first await.
 */
export async function runDesktop(): Promise<void> {
  const place = { env: process.env, platform: process.platform, option: app.commandLine.getSwitchValue('data-dir') };
  const dataDirectory = resolveDataDirectory(place);
  app.setPath('userData', prepareProfile(dataDirectory));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const log = createFileLog(dataDirectory, 'desktop');
  process.on('uncaughtException', (error) => log.error('uncaught', { error }));
  process.on('unhandledRejection', (error) => log.error('unhandled', { error }));
  const farmer = composeApp({ host: 'desktop', env: process.env, dataDir: dataDirectory, log });
  const requests = collectRequests(readDesktopArguments(programWords(process.argv), process.cwd()));
  declareScheme();
  const restrict = lockDown(log, (url) => void shell.openExternal(url));
  listenForRequests(requests);
  app.on('window-all-closed', () => undefined);
  await app.whenReady();
  restrict(session.defaultSession);
  // A program that runs from its sources would register the bare runtime.
  if (app.isPackaged) {
    app.setAsDefaultProtocolClient(LINK_SCHEME);
  }
  const started = startShell(farmer);
  closeAtEnd(farmer, started.stop);
  requests.openWith(started);
}
