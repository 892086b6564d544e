import { app, nativeTheme } from 'electron';
import { homedir } from 'node:os';
import { createCalls } from '#main/app/router.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { applyAutostart } from './autostart.ts';
import { applyRecorderService } from './recorder/recorder-service.ts';
import type { Updates } from './updates/updates.ts';

/** What applying the settings needs from the shell. */
export interface SettingsWatcherOptions {
  readonly context: AppContext;
  readonly updates: Updates;
  /** Called with the language of the settings each time they are read. */
  readonly onLanguage: (language: string) => void;
  /**
   * Called when the recorder's service is enabled but not running, with advice for the user; null when there is no
   * problem.
   */
  readonly onServiceMissing: (advice: string | null) => void;
}

/** How the operating system starts this program. */
function ownProgram(context: AppContext) {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    executable: app.getPath('exe'),
    dataDirectory: context.dataDirectory,
  };
}

function syncAutostart({ autostart }: Settings, context: AppContext): void {
  try {
    applyAutostart(autostart, { ...ownProgram(context), setLoginItem: (item) => app.setLoginItemSettings(item) });
  } catch (error) {
    context.log.warn('autostart not set', { error });
  }
}

/** Installs or removes the recorder's service as set, and reports a failure once. */
function createServiceWatcher({ context, onServiceMissing }: SettingsWatcherOptions) {
  let isTold = false;
  const tell = (isMissing: boolean, advice: string | null): void => {
    if (isMissing && !isTold) {
      onServiceMissing(advice);
    }
    isTold = isMissing;
  };
  return async ({ recorderService: { isEnabled } }: Settings): Promise<void> => {
    try {
      const outcome = await applyRecorderService(isEnabled, ownProgram(context));
      tell(isEnabled && outcome?.isActive === false, outcome?.advice ?? null);
    } catch (error) {
      context.log.warn('recorder service not set', { error });
      tell(isEnabled, null);
    }
  };
}

/**
 * Applies the settings that concern the shell, now and after each change.
 * @returns stops following
 */
export function watchSettings(options: SettingsWatcherOptions): () => void {
  const { context, updates } = options;
  const followRecorderService = createServiceWatcher(options);
  const follow = async (): Promise<void> => {
    const settings = await createCalls(context).settings.get();
    options.onLanguage(settings.language);
    // Title bar, menus and dialogs use the same light or dark theme as the pages.
    nativeTheme.themeSource = settings.theme;
    updates.setDaily(settings.updates.checksDaily);
    // In development, there is no installed program to register.
    if (app.isPackaged) {
      syncAutostart(settings, context);
      await followRecorderService(settings);
    }
  };
  // One after another, because the result of two concurrent changes would be random.
  let queue = Promise.resolve();
  const followSoon = (): void => {
    queue = queue.then(follow).catch((error: unknown) => context.log.warn('settings not read', { error }));
  };
  followSoon();
  return context.events.subscribe((topic) => {
    if (topic === 'settings') {
      followSoon();
    }
  });
}
