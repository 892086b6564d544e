import { dirname, join } from 'node:path';
import { app } from 'electron';
import type { AppRouter } from '#main/app/router.ts';
import type { ComposedApp } from '#main/compose.ts';
import { scheduleReadings } from '#main/hosts/common/schedule-readings.ts';
import { recordWithRetry } from '#main/hosts/common/record-with-retry.ts';
import { findRendererDirectory } from '#main/hosts/common/renderer-directory.ts';
import type { Recorder } from '#main/recorder/recorder.ts';
import type { DesktopArguments } from './opening/arguments.ts';
import { renderCrashPage } from './window/crash-page.ts';
import { chooseFiles, openFiles } from './opening/open-files.ts';
import { watchFigures } from './tray/live-figures.ts';
import { createMainWindow, type MainWindow } from './window/main-window.ts';
import { showMenu } from './menu.ts';
import { createUserNotifier, type UserNotifier } from './notices/notify-user.ts';
import { servePorts } from './window/ports.ts';
import { forwardPowerEvents } from './power.ts';
import { serveRenderer } from './window/protocol.ts';
import { watchSettings } from './settings-watcher.ts';
import { checkUpdatesFromMenu, createShellUpdates } from './updates/shell-updates.ts';
import { createSystemNotices, type SystemNotices } from './notices/system-notices.ts';
import { loadShellLanguage, type ShellLanguage, type ShellTexts } from './texts.ts';
import { createTray, type ShellTray } from './tray/tray.ts';
import type { Updates } from './updates/updates.ts';
import { NO_FIGURES } from './tray/tray-figures.ts';
import { pagePreferences } from './window/window.ts';

export interface Shell {
  /** Handles a start, a link or an opened file. */
  readonly handle: (asked: DesktopArguments) => void;
  /** Stops background work. The windows are closed by then. */
  readonly stop: () => void;
}

/** What the parts of the shell share. */
interface Parts {
  readonly farmer: ComposedApp;
  readonly language: ShellLanguage;
  readonly texts: ShellTexts;
  readonly window: MainWindow;
  readonly notices: SystemNotices;
  readonly notifier: UserNotifier;
  readonly resourcesDirectory: string;
}

async function loadRouter(): Promise<AppRouter> {
  return (await import('#main/app/router.ts')).createRouter();
}

function serveCalls(farmer: ComposedApp): void {
  let loading: Promise<AppRouter> | undefined;
  servePorts(farmer.context, () => (loading ??= loadRouter()));
}

/**
 * Notifies the user once, when the window is closed for the first time, that the program continues in the background.
 */
function createBackgroundNotice(notices: SystemNotices, texts: ShellTexts, tray: () => ShellTray): () => void {
  let wasShown = false;
  return () => {
    if (!wasShown) {
      wasShown = true;
      const body = texts(tray().isThere ? 'background.tray' : 'background.noTray');
      notices.show({ title: texts('background.title'), body, route: '/uptime', isUrgent: false });
    }
  };
}

function startTray({ farmer, texts, window, notifier, resourcesDirectory }: Parts) {
  let shown = NO_FIGURES;
  const tray = createTray(
    {
      resourcesDirectory,
      platform: process.platform,
      texts,
      log: farmer.context.log,
      actions: {
        open: () => window.show(),
        quit: () => app.quit(),
        isPaused: notifier.isPaused,
        setPaused: (isPaused) => {
          notifier.setPaused(isPaused);
          showAgain();
        },
      },
    },
    shown,
  );
  const showAgain = (): void => tray.show(shown);
  const stop = watchFigures(farmer.context, (figures) => {
    shown = figures;
    showAgain();
  });
  return { tray, showAgain, stop };
}

/** Sets the menu and the about panel; called again when the language changes. */
function applyMenu({ farmer, texts, window, resourcesDirectory }: Parts, updates: Updates): void {
  const { context } = farmer;
  const openPage = (route: string): void => window.show(route);
  app.setAboutPanelOptions({
    applicationName: texts('appName'),
    applicationVersion: app.getVersion(),
    credits: texts('about.text'),
    iconPath: join(resourcesDirectory, 'icons', '256x256.png'),
  });
  showMenu({
    platform: process.platform,
    isDeveloped: !app.isPackaged,
    texts,
    actions: {
      openPage,
      openFile: () => void chooseFiles({ context, texts, showWindow: () => window.show() }),
      showAbout: () => app.showAboutPanel(),
      checkUpdates: () => void checkUpdatesFromMenu(updates, texts),
      quit: () => app.quit(),
    },
  });
}

/**
 * Starts the menu and the updates, and applies changes of the settings.
 * @returns stops it
 */
function startMenuAndUpdates(parts: Parts, tray: ReturnType<typeof startTray>): () => void {
  const { farmer, language, texts, notices, resourcesDirectory } = parts;
  const { context } = farmer;
  const updates = createShellUpdates({ context, texts, notices, resourcesDirectory });
  applyMenu(parts, updates);
  return watchSettings({
    context,
    updates,
    onLanguage: (wished) => {
      if (language.use(wished)) {
        applyMenu(parts, updates);
        tray.showAgain();
      }
    },
    onServiceMissing: (advice) =>
      notices.show({
        title: texts('recorderService.title'),
        body: advice === null ? texts('recorderService.missing') : texts('recorderService.advice', { advice }),
        route: '/settings',
        isUrgent: false,
      }),
  });
}

/** Starts the recorder of this machine with sleep and shutdown events of the system. */
function startRecorder(farmer: ComposedApp): () => void {
  let recorder: Recorder | null = null;
  forwardPowerEvents(() => recorder);
  return recordWithRetry(farmer, (running) => {
    recorder = running;
  });
}

/** Starts the shell: first what a page needs, then the window, then the rest. Electron must be ready. */
export function startShell(farmer: ComposedApp): Shell {
  const { context } = farmer;
  const language = loadShellLanguage();
  const { texts } = language;
  const rendererDirectory = findRendererDirectory(import.meta.url);
  const root = dirname(dirname(rendererDirectory));
  const resourcesDirectory = join(root, 'resources');
  serveRenderer(rendererDirectory, () => renderCrashPage(language));
  serveCalls(farmer);
  const openPage = (route: string): void => window.show(route);
  const notices = createSystemNotices({ log: context.log, texts, openPage });
  const window: MainWindow = createMainWindow({
    preferences: pagePreferences(join(dirname(rendererDirectory), 'preload', 'index.cjs'), !app.isPackaged),
    statePath: join(app.getPath('userData'), 'window.json'),
    log: context.log,
    onHidden: createBackgroundNotice(notices, texts, () => tray.tray),
  });
  const notifier = createUserNotifier(context, notices, texts);
  const parts: Parts = { farmer, language, texts, window, notices, notifier, resourcesDirectory };
  const tray = startTray(parts);
  const stops = [
    tray.stop,
    notifier.stop,
    startMenuAndUpdates(parts, tray),
    startRecorder(farmer),
    scheduleReadings(context),
  ];
  app.on('before-quit', window.allowClosing);
  app.on('activate', () => window.show());
  return {
    handle({ route, files, isHidden }) {
      if (!isHidden) {
        window.show(route ?? undefined);
      }
      if (files.length > 0) {
        void openFiles(files, { context, texts, showWindow: () => window.show() });
      }
    },
    stop() {
      for (const stop of stops) {
        stop();
      }
    },
  };
}
