import { protocol } from 'electron';
import { contentSecurityPolicy, PAGE_HEADERS } from '#main/hosts/common/page-policy.ts';
import { rendererFiles } from '#main/hosts/common/renderer-files.ts';
import { APP_SCHEME, isAppUrl } from './origin.ts';

/** Declares the scheme of our pages. Must run before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // SECURITY: standard and secure, so that same-origin rules hold; no CSP bypass, no CORS, no service workers.
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built renderer, and only it, under the scheme. */
export function serveRenderer(rendererDirectory: string): void {
  const files = rendererFiles(rendererDirectory);
  protocol.handle(APP_SCHEME, async (request) => {
    const file = isAppUrl(request.url) && request.method === 'GET' ? await files(new URL(request.url).pathname) : null;
    const headers = { ...PAGE_HEADERS, 'Content-Security-Policy': contentSecurityPolicy() };
    return file === null
      ? new Response('Not found', { status: 404, headers })
      : new Response(file.body, { status: 200, headers: { ...headers, 'Content-Type': file.contentType } });
  });
}
