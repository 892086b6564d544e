import { accepts } from 'hono/accepts';
import { Hono, type HonoRequest, type MiddlewareHandler } from 'hono';
import type { AppContext } from '#main/app/context.ts';
import type { AppRouter } from '#main/app/router.ts';
import { contentSecurityPolicy, PAGE_HEADERS } from '#main/hosts/common/page-policy.ts';
import type { RendererFiles } from '#main/hosts/common/renderer-files.ts';
import { checkAccess } from './access.ts';
import { API_PREFIX, createApi } from './api.ts';
import { createCompressor, ENCODINGS } from './compression.ts';
import type { Metrics } from '#main/hosts/common/metrics.ts';
import { refusalResponse, refuse } from './refusals.ts';
import { SOCKET_PATH } from './sockets.ts';
import type { SessionKey } from './token.ts';

/** What the pages and calls of the host depend on. */
export interface PagesOptions {
  readonly context: AppContext;
  readonly router: () => Promise<AppRouter>;
  readonly files: RendererFiles;
  readonly port: () => number;
  readonly key: () => SessionKey;
  /** Called when a browser was signed in by a link. */
  readonly onSignIn: () => void;
  readonly metrics?: Metrics;
  /** Whether an Authorization header allows reading the metrics, and nothing else. */
  readonly isMetricsReader?: (authorization: string | undefined) => boolean;
}

const NO_STORE = { 'Cache-Control': 'no-store' } as const;
/** Browsers list all supported encodings with equal preference, so the densest is chosen. */
const ACCEPTED: Parameters<typeof accepts>[1] = {
  header: 'Accept-Encoding',
  supports: [...ENCODINGS],
  default: 'identity',
  match: (offers, { supports, default: none }) =>
    supports.find((name) => offers.some(({ type, q }) => type === name && q > 0)) ?? none,
};
const ONE_YEAR = 'public, max-age=31536000, immutable';

function kindOf(path: string): 'call' | 'page' {
  return path.startsWith(API_PREFIX) || path === SOCKET_PATH || path === '/session' ? 'call' : 'page';
}

/**
 * Continues by a navigation of our own page: when a browser comes from another site, it does not send a SameSite=Strict
 * cookie along a redirect.
 */
const FORWARD_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>Farmer</title></head>
<body><p><a href="/">Open Farmer</a></p></body></html>
`;

/** Signs a browser in with the single-use code of the link, and redirects to a URL without the code. */
function signIn(request: HonoRequest, isSignedIn: boolean, { key, onSignIn }: PagesOptions): Response | null {
  const code = request.query('token');
  if (code === undefined || request.path !== '/') {
    return null;
  }
  const isNew = !isSignedIn && key().redeem(code);
  if (!isSignedIn && !isNew) {
    return refusalResponse('used-link', true);
  }
  if (isNew) {
    onSignIn();
  }
  const headers = { ...(isNew ? { 'Set-Cookie': key().setCookie } : {}), ...NO_STORE };
  return request.header('sec-fetch-site') === 'cross-site'
    ? new Response(FORWARD_PAGE, { headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers } })
    : new Response(null, { status: 303, headers: { Location: '/', ...headers } });
}

function addHeaders(response: Response, host: string | null): void {
  const socketSources = host === null ? [] : [`ws://${host}`];
  response.headers.set('Content-Security-Policy', contentSecurityPolicy(socketSources));
  for (const [name, value] of Object.entries(PAGE_HEADERS)) {
    response.headers.set(name, value);
  }
}

/** SECURITY: runs before everything else that the host serves. */
function guard(options: PagesOptions): MiddlewareHandler {
  return async (c, next) => {
    const kind = kindOf(c.req.path);
    const judged = checkAccess({ kind, header: (name) => c.req.header(name) }, options.port(), options.key());
    // A monitoring server has its own token, which allows nothing else.
    const mayScrape = judged === 'not-signed-in' && c.req.path === '/metrics';
    const refusal = mayScrape && options.isMetricsReader?.(c.req.header('authorization')) === true ? null : judged;
    const mayFollowLink = c.req.method === 'GET' && (refusal === null || refusal === 'not-signed-in');
    const signedIn = mayFollowLink ? signIn(c.req, refusal === null, options) : null;
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

/** All HTTP routes of the browser host. Tests can call `pages.request()` without opening a port. */
export function createPages(options: PagesOptions): Hono {
  const { context, metrics } = options;
  const compress = createCompressor();
  const app = new Hono();
  app.use('*', guard(options));
  app.get('/session', () => new Response(null, { status: 204, headers: NO_STORE }));
  app.route(API_PREFIX, createApi(context, options.router));
  if (metrics !== undefined) {
    app.get('/metrics', async (c) => {
      const { text, contentType } = await metrics.read();
      return c.body(text, 200, { 'Content-Type': contentType });
    });
  }
  app.get('/*', async (c) => {
    const file = await options.files(c.req.path);
    if (file === null) {
      return refuse(404, 'NOT_FOUND', 'There is no such page.', 'Open Farmer at its first page: /');
    }
    const headers = {
      'Content-Type': file.contentType,
      'Cache-Control': file.isImmutable ? ONE_YEAR : 'no-cache',
      Vary: 'Accept-Encoding',
    };
    const encoding = ENCODINGS.find((name) => name === accepts(c, ACCEPTED));
    const body = encoding === undefined ? null : compress(file, encoding);
    return body === null || encoding === undefined
      ? c.body(file.body, 200, headers)
      : c.body(await body, 200, { ...headers, 'Content-Encoding': encoding });
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
