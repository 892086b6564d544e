/** The scheme under which the desktop shell serves its own pages. */
export const APP_SCHEME = 'app';
/** The origin of every page of the desktop shell. */
export const APP_ORIGIN = `${APP_SCHEME}://farmer`;
/** The first page. */
export const APP_URL = `${APP_ORIGIN}/index.html`;

/** The page that stands in for one that failed. */
export const CRASH_PAGE_PATH = '/stopped';
/** {@link CRASH_PAGE_PATH} as a URL. */
export const CRASH_PAGE_URL = `${APP_ORIGIN}${CRASH_PAGE_PATH}`;

/** Whether a URL is a page of ours. SECURITY: the only origin that may hold a window, a port or a navigation. */
export function isAppUrl(url: string): boolean {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}` === APP_ORIGIN;
  } catch {
    return false;
  }
}
