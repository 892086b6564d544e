import { app, session } from 'electron';
import { resolveDataDirectory } from '#main/store/data-directory.ts';
import { closeOnExit } from './closing.ts';
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

/** Pages and files to open, whether requested before or after the window exists. */
interface Requests {
  readonly handle: (asked: DesktopArguments) => void;
  readonly openWith: (shell: Shell) => void;
}

/** Queues requests until the shell has started; on macOS, a link may be what starts the program. */
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

/** Listens for links, files and second starts of the program. */
function listenForRequests(requests: Requests): void {
  app.on('second-instance', (_event, argv, directory) =>
    requests.handle({ ...readDesktopArguments(programArguments(argv), directory), isHidden: false }),
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

/** The arguments after the executable, and after the entry script in development. */
function programArguments(argv: readonly string[]): readonly string[] {
  return argv.slice(app.isPackaged ? 1 : 2);
}

/** Windows groups notifications, windows and shortcuts of a program by this id; it equals `appId` of the installer. */
const APP_USER_MODEL_ID = 'org.threefold.farmer';

/** Starts only the recorder with `--record`, otherwise the desktop shell. */
export async function runDesktop(): Promise<void> {
  const place = { env: process.env, platform: process.platform, option: app.commandLine.getSwitchValue('data-dir') };
  const dataDirectory = resolveDataDirectory(place);
  const isRecorder = programArguments(process.argv).includes(RECORD_SWITCH);
  await (isRecorder ? recordHeadless(dataDirectory) : openShell(dataDirectory));
}

/** Everything that Electron requires before it is ready must happen before the first await. */
async function openShell(dataDirectory: string): Promise<void> {
  if (process.platform === 'win32') {
    app.setAppUserModelId(APP_USER_MODEL_ID);
  }
  const opened = openFarmer(dataDirectory, 'desktop');
  if (opened === null) return;
  const { farmer, log } = opened;
  const requests = collectRequests(readDesktopArguments(programArguments(process.argv), process.cwd()));
  declareScheme();
  const restrict = lockDown(log);
  listenForRequests(requests);
  app.on('window-all-closed', () => undefined);
  await app.whenReady();
  restrict(session.defaultSession);
  // In development, this would register the plain Electron executable.
  if (app.isPackaged) {
    app.setAsDefaultProtocolClient(LINK_SCHEME);
  }
  const started = startShell(farmer);
  closeOnExit(farmer, started.stop);
  requests.openWith(started);
}
