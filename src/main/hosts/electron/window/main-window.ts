import { app, type BrowserWindow, screen, type WebPreferences } from 'electron';
import type { AppLog } from '#main/app/context.ts';
import { CRASH_PAGE_URL } from './origin.ts';
import { openWindow, pageUrl } from './window.ts';
import { placeWindow, readWindowState, type WindowState, writeWindowState } from './window-state.ts';

/** How long the window must stand still before its place is kept, in milliseconds. */
const SETTLE_MS = 500;

/** What the main window needs. */
export interface MainWindowOptions {
  readonly preferences: WebPreferences;
  /** The file that keeps where it stood. */
  readonly statePath: string;
  readonly log: AppLog;
  /** Called when the user closed the window while Farmer goes on in the background. */
  readonly onHidden: () => void;
}

/** The one window of Farmer. */
export interface MainWindow {
  /** Brings the window up, on a page if one is named, and opens it first where it was never open. */
  readonly show: (route?: string) => void;
  readonly current: () => BrowserWindow | null;
  /** From now on closing the window ends it instead of hiding it. */
  readonly allowClosing: () => void;
}

function orderedAreas() {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}

/** Keeps the window's place when it was moved; a home that cannot be written costs the place, nothing else. */
function keepState(window: BrowserWindow, { statePath, log }: MainWindowOptions): void {
  let timer: NodeJS.Timeout | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    const state: WindowState = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    try {
      writeWindowState(statePath, state);
    } catch (error) {
      log.warn('window place not kept', { error });
    }
  };
  const keepSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(keep, SETTLE_MS);
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
    // One signature stands for these four events, which carry nothing.
    window.on(event as 'resize', keepSoon);
  }
  window.on('close', keep);
  window.on('closed', () => clearTimeout(timer));
}

/** A page that fails is replaced by an error page without scripts; everything else goes on. */
function watchFailures(window: BrowserWindow, log: AppLog): void {
  window.webContents.on('render-process-gone', (_event, details) => {
    log.error('page failed', { reason: details.reason, exitCode: details.exitCode });
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) {
      window.loadURL(CRASH_PAGE_URL).catch((error: unknown) => log.error('crash page not shown', { error }));
    }
  });
  window.on('unresponsive', () => log.warn('page does not respond'));
}

/** Makes the window's keeper; the window itself opens with the first `show`. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | null = null;
  let mayClose = false;

  function open(route: string): BrowserWindow {
    const saved = readWindowState(options.statePath);
    const opened = openWindow(placeWindow(saved, orderedAreas()), options.preferences, route);
    if (saved?.isMaximized === true) {
      opened.maximize();
    }
    keepState(opened, options);
    watchFailures(opened, options.log);
    opened.on('close', (event) => {
      if (!mayClose) {
        event.preventDefault();
        opened.hide();
        options.onHidden();
      }
    });
    opened.on('closed', () => {
      window = null;
    });
    return opened;
  }

  function bringUp(existing: BrowserWindow, route: string | undefined): void {
    if (route !== undefined) {
      existing.loadURL(pageUrl(route)).catch((error: unknown) => options.log.warn('page not opened', { error }));
    }
    if (existing.isMinimized()) {
      existing.restore();
    }
    existing.show();
    existing.focus();
    app.focus();
  }

  return {
    show(route) {
      if (window === null || window.isDestroyed()) {
        window = open(route ?? '');
      } else {
        bringUp(window, route);
      }
    },
    current: () => window,
    allowClosing() {
      mayClose = true;
    },
  };
}
