import { Hono, type MiddlewareHandler } from 'hono';
import type { AppContext } from '#main/app/context.ts';
import type { AppRouter } from '#main/app/router.ts';
import { contentSecurityPolicy, PAGE_HEADERS } from '#main/hosts/common/page-policy.ts';
import type { RendererFiles } from '#main/hosts/common/renderer-files.ts';
import { judgeAccess } from './access.ts';
import { API_PREFIX, createApi } from './api.ts';
import type { Metrics } from './metrics.ts';
import { refusalResponse, refuse } from './refusals.ts';
import { SOCKET_PATH } from './sockets.ts';
import type { SessionKey } from './token.ts';

/** What the pages and calls of the host are made of. */
export interface PagesOptions {
  readonly context: AppContext;
  readonly router: () => Promise<AppRouter>;
  readonly files: RendererFiles;
  readonly port: () => number;
  readonly key: () => SessionKey;
  readonly metrics?: Metrics;
}

const NO_STORE = { 'Cache-Control': 'no-store' } as const;
const ONE_YEAR = 'public, max-age=31536000, immutable';

function kindOf(path: string): 'call' | 'page' {
  return path.startsWith(API_PREFIX) || path === SOCKET_PATH || path === '/session' ? 'call' : 'page';
}

/** Signs a browser in by the token in the link, and sends it on without the token. */
function signIn(url: URL, key: SessionKey): Response | null {
  const candidate = url.searchParams.get('token');
  if (candidate === null || url.pathname !== '/') {
    return null;
  }
  if (!key.isToken(candidate)) {
    return refusalResponse('not-signed-in', true);
  }
  return new Response(null, { status: 303, headers: { Location: '/', 'Set-Cookie': key.setCookie, ...NO_STORE } });
}

function addHeaders(response: Response, host: string | null): void {
  const socketSources = host === null ? [] : [`ws://${host}`];
  response.headers.set('Content-Security-Policy', contentSecurityPolicy(socketSources));
  for (const [name, value] of Object.entries(PAGE_HEADERS)) {
    response.headers.set(name, value);
  }
}

/** SECURITY: stands before everything else the host answers. */
function guard(options: PagesOptions): MiddlewareHandler {
  return async (c, next) => {
    const kind = kindOf(c.req.path);
    const key = options.key();
    const refusal = judgeAccess({ kind, header: (name) => c.req.header(name) }, options.port(), key);
    const mayFollowLink = c.req.method === 'GET' && (refusal === null || refusal === 'not-signed-in');
    const signedIn = mayFollowLink ? signIn(new URL(c.req.url), key) : null;
    if (signedIn !== null) {
      c.res = signedIn;
    } else if (refusal !== null) {
      c.res = refusalResponse(refusal, kind === 'page');
    } else {
      await next();
    }
    addHeaders(c.res, refusal === 'foreign-host' ? null : (c.req.header('host') ?? null));
    options.metrics?.countRequest(kind, c.res.status);
  };
}

/** Everything the browser host answers over HTTP. Needs no port of its own: `pages.request()` works in tests. */
export function createPages(options: PagesOptions): Hono {
  const { context, metrics } = options;
  const app = new Hono();
  app.use('*', guard(options));
  app.get('/session', () => new Response(null, { status: 204, headers: NO_STORE }));
  app.route(API_PREFIX, createApi(context, options.router));
  if (metrics !== undefined) {
    app.get('/metrics', metrics.scrape);
  }
  app.get('/*', async (c) => {
    const file = await options.files(c.req.path);
    if (file === null) {
      return refuse(404, 'NOT_FOUND', 'There is no such page.', 'Open Farmer at its first page: /');
    }
    const headers = { 'Content-Type': file.contentType, 'Cache-Control': file.isImmutable ? ONE_YEAR : 'no-cache' };
    return c.body(file.body, 200, headers);
  });
  const onlyReads = { Allow: 'GET, HEAD' };
  app.all('*', () =>
    refuse(405, 'REFUSED', 'Pages are only read.', `Calls are made with POST under ${API_PREFIX}.`, onlyReads),
  );
  app.onError((error) => {
    context.log.error('page failed', { error });
    return refuse(
      500,
      'INTERNAL',
      'Something went wrong inside Farmer.',
      'Try again; if it stays, run "farmer doctor".',
    );
  });
  return app;
}
