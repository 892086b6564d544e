import { app, type BrowserWindow, screen, type WebPreferences } from 'electron';
import type { AppLog } from '#main/app/context.ts';
import { CRASH_PAGE_URL } from './origin.ts';
import { openWindow, pageUrl } from './window.ts';
import { placeWindow, readWindowState, type WindowState, writeWindowState } from './window-state.ts';

/** How long the window must stay unchanged before its position is saved, in milliseconds. */
const SETTLE_MS = 500;

export interface MainWindowOptions {
  readonly preferences: WebPreferences;
  /** The file with the last position of the window. */
  readonly statePath: string;
  readonly log: AppLog;
  /** Called when the user closed the window while Farmer keeps running in the background. */
  readonly onHidden: () => void;
}

/** Controls the main window. */
export interface MainWindow {
  /** Shows and focuses the window, on a page if one is named, and creates it if necessary. */
  readonly show: (route?: string) => void;
  readonly current: () => BrowserWindow | null;
  /** From now on, closing the window destroys it instead of hiding it. */
  readonly allowClosing: () => void;
}

function orderedAreas() {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}

/** Saves the position of the window when it changes; where the file cannot be written, only the position is lost. */
function saveStateOnChange(window: BrowserWindow, { statePath, log }: MainWindowOptions): void {
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
  const saveSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(keep, SETTLE_MS);
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
    // Electron types each event separately; these four carry no data, so that one signature serves for all.
    window.on(event as 'resize', saveSoon);
  }
  window.on('close', keep);
  window.on('closed', () => clearTimeout(timer));
}

/** Replaces a crashed page by an error page without scripts. */
function watchFailures(window: BrowserWindow, log: AppLog): void {
  window.webContents.on('render-process-gone', (_event, details) => {
    log.error('page failed', { reason: details.reason, exitCode: details.exitCode });
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) {
      window.loadURL(CRASH_PAGE_URL).catch((error: unknown) => log.error('crash page not shown', { error }));
    }
  });
  window.on('unresponsive', () => log.warn('page does not respond'));
}

/** The window itself is created at the first `show`. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | null = null;
  let mayClose = false;

  function open(route: string): BrowserWindow {
    const saved = readWindowState(options.statePath);
    const opened = openWindow(placeWindow(saved, orderedAreas()), options.preferences, route);
    if (saved?.isMaximized === true) {
      opened.maximize();
    }
    saveStateOnChange(opened, options);
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

  function showExisting(existing: BrowserWindow, route: string | undefined): void {
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
        showExisting(window, route);
      }
    },
    current: () => window,
    allowClosing() {
      mayClose = true;
    },
  };
}
