import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { errorBoundary } from '#main/app/base.ts';
import type { AppContext } from '#main/app/context.ts';
import type { AppRouter } from '#main/app/router.ts';
import { MAX_BODY_BYTES } from '#main/hosts/common/call-message.ts';
import { contract } from '#shared/contract/index.ts';
import { type ApiDocument, renderApiPage } from './api-page.ts';
import { refuse } from './refusals.ts';

/** The path prefix of the calls over HTTP. */
export const API_PREFIX = '/api';

/** The OpenAPI document of all calls. */
async function describeApi(version: string): Promise<ApiDocument> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(contract, {
    info: {
      title: 'Farmer',
      version,
      description: 'Every call of Farmer. Send POST with JSON and the header "Authorization: Bearer <token>".',
    },
    servers: [{ url: API_PREFIX }],
  });
}

/** The calls over HTTP, their OpenAPI document, and a page that shows it. */
export function createApi(context: AppContext, router: () => Promise<AppRouter>): Hono {
  let document: Promise<ApiDocument> | undefined;
  let handler: Promise<OpenAPIHandler<AppContext>> | undefined;
  const describe = () => (document ??= describeApi(context.version));
  const open = async () =>
    new OpenAPIHandler<AppContext>(await router(), { clientInterceptors: [errorBoundary(context.log)] });

  const api = new Hono();
  api.get('/', async (c) => c.html(renderApiPage(await describe())));
  api.get('/openapi.json', async (c) => c.json(await describe()));
  api.use(
    '/*',
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => refuse(413, 'TOO_LARGE', 'The request is too large.', 'Send at most 48 MiB at once.'),
    }),
  );
  api.post('/*', async (c) => {
    // SECURITY: an HTML form on another site can submit text or form data without a CORS preflight, but never JSON.
    if (!isJson(c.req.header('content-type'))) {
      return refuse(415, 'INVALID_INPUT', 'Calls take JSON.', 'Send the header "Content-Type: application/json".');
    }
    handler ??= open();
    const { matched, response } = await (await handler).handle(c.req.raw, { prefix: API_PREFIX, context });
    return matched ? response : refuse(404, 'NOT_FOUND', 'There is no such call.', `See ${API_PREFIX} for all calls.`);
  });
  // SECURITY: only POST reaches a call, so that no link, image or prefetch can run one.
  api.all('/*', () =>
    refuse(405, 'REFUSED', 'Calls are made with POST.', `See ${API_PREFIX} for all calls.`, { Allow: 'POST' }),
  );
  return api;
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/json\s*(?:;|$)/i.test(contentType);
}
