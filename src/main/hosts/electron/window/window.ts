import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  nativeTheme,
  session,
  type Session,
  type WebPreferences,
} from 'electron';
import { APP_URL } from './origin.ts';
import { SURFACES } from './surfaces.ts';
import { MIN_WINDOW_SIZE, type WindowPlace } from './window-state.ts';

/** The session of our pages. It keeps what pages store, but caches no answers on disk. */
export function pageSession(): Session {
  return session.fromPartition('persist:farmer', { cache: false });
}

/** SECURITY: the page can access nothing but the port from its preload script. See docs/security.md#electron */
export function pagePreferences(preloadPath: string, isDeveloped: boolean): WebPreferences {
  return {
    preload: preloadPath,
    session: pageSession(),
    // A click with the middle button would open a new window.
    disableBlinkFeatures: 'Auxclick',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: isDeveloped,
  };
}

/** Opens a window on one of our pages; it becomes visible when the page is ready to be shown. */
export function openWindow(place: WindowPlace, preferences: WebPreferences, route: string): BrowserWindow {
  const options: BrowserWindowConstructorOptions = {
    ...place,
    minWidth: MIN_WINDOW_SIZE.width,
    minHeight: MIN_WINDOW_SIZE.height,
    title: 'Farmer',
    show: false,
    autoHideMenuBar: true,
    backgroundColor: SURFACES[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'].page,
    webPreferences: preferences,
  };
  const window = new BrowserWindow(options);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(pageUrl(route));
  return window;
}

/**
 * The URL of a page.
 * @param route a route of the navigation, like "/hardware"; "" for the first page
 */
export function pageUrl(route: string): string {
  return route === '' ? APP_URL : `${APP_URL}#${route}`;
}
