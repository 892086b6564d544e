import { protocol } from 'electron';
import { contentSecurityPolicy, PAGE_HEADERS } from '#main/hosts/common/page-policy.ts';
import { rendererFiles } from '#main/hosts/common/renderer-files.ts';
import { APP_SCHEME, CRASH_PAGE_PATH, isAppUrl } from './origin.ts';
import { pageSession } from './window.ts';

/** Registers the URL scheme of our pages. Must run before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // SECURITY: standard and secure, so that the same-origin policy applies; no CSP bypass, no CORS, no service
    // workers.
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Serves only the built renderer under the scheme.
 * @param crashPage returns the page that replaces a crashed one
 */
export function serveRenderer(rendererDirectory: string, crashPage: () => string): void {
  const files = rendererFiles(rendererDirectory);
  const headers = { ...PAGE_HEADERS, 'Content-Security-Policy': contentSecurityPolicy() };
  pageSession().protocol.handle(APP_SCHEME, async (request) => {
    const path = isAppUrl(request.url) && request.method === 'GET' ? new URL(request.url).pathname : '';
    if (path === CRASH_PAGE_PATH) {
      return new Response(crashPage(), { headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' } });
    }
    const file = path === '' ? null : await files(path);
    return file === null
      ? new Response('Not found', { status: 404, headers })
      : new Response(file.body, { status: 200, headers: { ...headers, 'Content-Type': file.contentType } });
  });
}
