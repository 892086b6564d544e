import { app, session } from 'electron';
import { resolveDataDirectory } from '#main/store/data-directory.ts';
import { closeAtEnd } from './closing.ts';
import {
  type DesktopArguments,
  LINK_SCHEME,
  readDesktopArguments,
  RECORD_SWITCH,
  routeOfLink,
} from './opening/arguments.ts';
import { openFarmer } from './open-farmer.ts';
import { recordHeadless } from './recorder/record-headless.ts';
import { lockDown } from './window/lockdown.ts';
import { declareScheme } from './window/protocol.ts';
import { type Shell, startShell } from './shell.ts';

/** Pages and files to open, before the window is there and afterwards. */
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

/** Windows joins messages, windows and the shortcut of an installed program by this name: `appId` of the installer. */
const APP_USER_MODEL_ID = 'org.threefold.farmer';

/** Starts the program: the recorder alone with its option, otherwise the desktop shell. */
export async function runDesktop(): Promise<void> {
  const place = { env: process.env, platform: process.platform, option: app.commandLine.getSwitchValue('data-dir') };
  const dataDirectory = resolveDataDirectory(place);
  const isRecorder = programWords(process.argv).includes(RECORD_SWITCH);
  await (isRecorder ? recordHeadless(dataDirectory) : openShell(dataDirectory));
}

/** What must be there before Electron is ready happens before the first await. */
async function openShell(dataDirectory: string): Promise<void> {
  if (process.platform === 'win32') {
    app.setAppUserModelId(APP_USER_MODEL_ID);
  }
  const opened = openFarmer(dataDirectory, 'desktop');
  if (opened === null) return;
  const { farmer, log } = opened;
  const requests = collectRequests(readDesktopArguments(programWords(process.argv), process.cwd()));
  declareScheme();
  const restrict = lockDown(log);
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
