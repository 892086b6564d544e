/** The URL scheme of the pages in the desktop shell. */
export const APP_SCHEME = 'app';
const APP_ORIGIN = `${APP_SCHEME}://farmer`;
export const APP_URL = `${APP_ORIGIN}/index.html`;

/** The page that replaces a crashed one. */
export const CRASH_PAGE_PATH = '/stopped';
export const CRASH_PAGE_URL = `${APP_ORIGIN}${CRASH_PAGE_PATH}`;

/**
 * Whether a URL belongs to our pages.
 * SECURITY: only this origin may be shown in a window, get a port, or be navigated to.
 */
export function isAppUrl(url: string): boolean {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}` === APP_ORIGIN;
  } catch {
    return false;
  }
}
