import type { AppUpdater, UpdateInfo } from 'electron-updater';
import type { AppLog } from '#main/app/context.ts';
import { UpdateRefusal, type UpdateReason } from './release-signature.ts';
import type { SignedFeed } from './signed-provider.ts';

/** How often updates are checked for when that is enabled, in milliseconds. */
const UPDATE_INTERVAL_MS = 86_400_000;
/** Delay of the first check after the start, in milliseconds. */
const FIRST_CHECK_MS = 60_000;

/** The result of a check. */
export type UpdateOutcome =
  | { readonly state: 'none'; readonly version: string }
  | { readonly state: 'downloading'; readonly version: string }
  | { readonly state: 'failed'; readonly reason: UpdateReason }
  | { readonly state: 'off'; readonly reason: UpdateReason };

/** What the updates need from the shell. */
export interface UpdatesOptions {
  readonly log: AppLog;
  readonly platform: NodeJS.Platform;
  /** The reason instead of a feed when this build has no feed or no key. */
  readonly feed: SignedFeed | { readonly missing: UpdateReason };
  readonly currentVersion: string;
  /** Set in development: replaces the file that an installer writes. */
  readonly developmentConfigPath?: string;
  /** Called when a version is downloaded; it is installed when the program quits. */
  readonly onReady: (version: string) => void;
  /** Creates a backup before a new version can change the data. If it fails, the update is not installed. */
  readonly backUp: (version: string) => Promise<void>;
}

/** The updates of an installed program. Policy: docs/security.md#updates */
export interface Updates {
  /** Checks now. Never throws. */
  readonly check: () => Promise<UpdateOutcome>;
  /** Turns the daily check on or off; the first one runs after a minute. */
  readonly setDaily: (isDaily: boolean) => void;
}

/** Loads the updater when it is first needed, so that none of its code runs while updates are off. */
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
  // The call itself rejects with the error; without a listener, the event would end the process.
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

/** Creates a backup, then downloads the update, which is installed when the program quits. */
async function backUpAndDownload(updater: AppUpdater, info: UpdateInfo, options: UpdatesOptions): Promise<void> {
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

/** Checks after a minute, then once a day. */
function startDaily(look: () => void): readonly NodeJS.Timeout[] {
  return [setTimeout(look, FIRST_CHECK_MS).unref(), setInterval(look, UPDATE_INTERVAL_MS).unref()];
}

/** No server is contacted before the first check. */
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
    // A version that is already downloaded needs neither another download nor another backup.
    if (updateInfo.version !== readyVersion) {
      fetching ??= backUpAndDownload(updater, updateInfo, { ...options, onReady }).finally(() => {
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
