import { app, type Session, type WebContents } from 'electron';
import type { AppLog } from '#main/app/context.ts';
import { isAppUrl } from './origin.ts';

/** SECURITY: our pages need no browser permissions. */
function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
}

/** SECURITY: web content may not save files by itself; exports go through a call and a dialog. */
function denyDownloads(session: Session, log: AppLog): void {
  session.on('will-download', (event, item) => {
    // A blob of our own page is an export that the user started; anything else comes from outside.
    if (!item.getURL().startsWith('blob:app://farmer/')) {
      event.preventDefault();
      log.warn('download refused');
    }
  });
}

/** SECURITY: a window stays on our pages and opens no other; no URL is ever passed to the system. */
function denyNavigation(contents: WebContents, log: AppLog): void {
  const refuse = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isAppUrl(event.url)) {
      event.preventDefault();
      log.warn('navigation refused');
    }
  };
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/**
 * Applies every restriction to each page and session as soon as it exists. Must run before the first window is created.
 * @returns restricts a session that may already exist
 */
export function lockDown(log: AppLog): (session: Session) => void {
  // SECURITY: sandboxes every renderer process, whatever the options of a window.
  app.enableSandbox();
  const restricted = new WeakSet<Session>();
  const restrict = (session: Session): void => {
    if (!restricted.has(session)) {
      restricted.add(session);
      denyPermissions(session);
      denyDownloads(session, log);
    }
  };
  app.on('session-created', restrict);
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents, log));
  return restrict;
}
