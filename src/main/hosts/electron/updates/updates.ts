import type { AppUpdater, UpdateInfo } from 'electron-updater';
import type { AppLog } from '#main/app/context.ts';
import { UpdateRefusal, type UpdateReason } from './release-signature.ts';
import type { SignedFeed } from './signed-provider.ts';

/** How often an update is looked for where that is switched on, in milliseconds. */
export const UPDATE_INTERVAL_MS = 86_400_000;
/** How long after the start the first look waits, in milliseconds. */
const FIRST_LOOK_MS = 60_000;

/** How a look for an update ended. */
export type UpdateOutcome =
  | { readonly state: 'none'; readonly version: string }
  | { readonly state: 'downloading'; readonly version: string }
  | { readonly state: 'failed'; readonly reason: UpdateReason }
  | { readonly state: 'off'; readonly reason: UpdateReason };

/** What the updates need from the shell. */
export interface UpdatesOptions {
  readonly log: AppLog;
  readonly platform: NodeJS.Platform;
  /** Null where this build carries no feed or no key, with the reason. */
  readonly feed: SignedFeed | { readonly missing: UpdateReason };
  readonly currentVersion: string;
  /** Set while the program runs from its sources: the file that stands in for what an installer writes. */
  readonly developmentConfigPath?: string;
  /** Called once a version lies ready; it is installed when the program quits. */
  readonly onReady: (version: string) => void;
  /** Makes the data safe before a new version can change it. A failure keeps the update from being installed. */
  readonly backUp: (version: string) => Promise<void>;
}

/** The updates of an installed program. Policy: docs/security.md#updates */
export interface Updates {
  /** Looks now. Never throws. */
  readonly check: () => Promise<UpdateOutcome>;
  /** Looks a minute from now and then once a day, or stops doing so. */
  readonly setDaily: (isDaily: boolean) => void;
}

/** Loads the updater only when it is first needed: nothing of it runs where updates are off. */
async function loadUpdater(options: UpdatesOptions): Promise<AppUpdater> {
  const { platform, log, feed } = options;
  const library = await import('electron-updater');
  const { SignedProvider } = await import('./signed-provider.ts');
  const { SafeAppImageUpdater } = await import('./appimage-updater.ts');
  const isAppImage = platform === 'linux' && process.env['APPIMAGE'] !== undefined;
  const updater: AppUpdater = isAppImage ? new SafeAppImageUpdater() : library.autoUpdater;
  updater.logger = {
    info: (message?: unknown) => log.info('update', { message }),
    warn: (message?: unknown) => log.warn('update', { message }),
    error: (message?: unknown) => log.error('update', { message }),
  };
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.autoRunAppAfterInstall = false;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  updater.disableDifferentialDownload = true;
  if (options.developmentConfigPath !== undefined) {
    updater.forceDevUpdateConfig = true;
    updater.updateConfigPath = options.developmentConfigPath;
  }
  updater.setFeedURL({
    provider: 'custom',
    updateProvider: class extends SignedProvider {
      constructor(_options: unknown, _updater: unknown, runtime: ConstructorParameters<typeof SignedProvider>[1]) {
        super(feed as SignedFeed, runtime);
      }
    },
  });
  // The promise of the call rejects with the error; without a listener the event would end the process.
  updater.on('error', (error) => log.warn('update failed', { error }));
  return updater;
}

function reasonOf(error: unknown): UpdateReason {
  if (error instanceof UpdateRefusal) {
    return error.reason;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_CHECKSUM_MISMATCH') {
    return 'otherContent';
  }
  return code.startsWith('ERR_UPDATER') ? 'senseless' : 'noAnswer';
}

/** Backs the data up, then downloads what was found; it is installed when the program quits. */
async function fetchUpdate(updater: AppUpdater, info: UpdateInfo, options: UpdatesOptions): Promise<void> {
  try {
    await options.backUp(info.version);
    updater.autoInstallOnAppQuit = true;
    await updater.downloadUpdate();
    options.onReady(info.version);
  } catch (error) {
    updater.autoInstallOnAppQuit = false;
    options.log.warn('update not taken', { error });
  }
}

/** Looks a minute from now, and then once a day. */
function startDaily(look: () => void): readonly NodeJS.Timeout[] {
  return [setTimeout(look, FIRST_LOOK_MS).unref(), setInterval(look, UPDATE_INTERVAL_MS).unref()];
}

/** Makes the updates of the program; no server is contacted before the first check. */
export function createUpdates(options: UpdatesOptions): Updates {
  let loading: Promise<AppUpdater> | undefined;
  let timers: readonly NodeJS.Timeout[] = [];
  let fetching: Promise<void> | null = null;
  let readyVersion: string | null = null;

  async function look(): Promise<UpdateOutcome> {
    if ('missing' in options.feed) {
      return { state: 'off', reason: options.feed.missing };
    }
    loading ??= loadUpdater(options);
    const updater = await loading;
    const result = await updater.checkForUpdates();
    if (result === null) {
      return { state: 'off', reason: 'notReplaceable' };
    }
    const { updateInfo, isUpdateAvailable } = result;
    if (!isUpdateAvailable) {
      return { state: 'none', version: options.currentVersion };
    }
    const onReady = (version: string): void => {
      readyVersion = version;
      options.onReady(version);
    };
    // A version that waits already is neither fetched nor backed up for again.
    if (updateInfo.version !== readyVersion) {
      fetching ??= fetchUpdate(updater, updateInfo, { ...options, onReady }).finally(() => {
        fetching = null;
      });
    }
    return { state: 'downloading', version: updateInfo.version };
  }

  const check = async (): Promise<UpdateOutcome> => {
    try {
      return await look();
    } catch (error) {
      options.log.warn('update not found', { error });
      return { state: 'failed', reason: reasonOf(error) };
    }
  };
  return {
    check,
    setDaily(isDaily) {
      for (const timer of timers) {
        clearTimeout(timer);
      }
      timers = isDaily ? startDaily(() => void check()) : [];
    },
  };
}
