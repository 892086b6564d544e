import { assertNever, type ErrorCode } from '#shared/errors.ts';
import type { Refusal } from './access.ts';

/** A refusal as JSON for programs, in the shape of every other failed call. */
export function refuse(
  status: number,
  code: ErrorCode,
  message: string,
  hint: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = { defined: false, code, status, message, data: { hint, details: {} } };
  return Response.json(body, {
    status,
    headers: { 'Cache-Control': 'no-store', ...headers },
  });
}

const SIGN_IN_HINT = 'Open the link that Farmer prints in its terminal: it signs one browser in, once.';
const USED_LINK = 'A link signs one browser in and is then used up, and it ends with the Farmer that printed it.';

/** The response to a refused request. */
export function refusalResponse(refusal: Exclude<Refusal, null>, wantsPage: boolean): Response {
  switch (refusal) {
    case 'foreign-host':
      return refuse(403, 'FORBIDDEN', 'Farmer answers only under its loopback address.', SIGN_IN_HINT);
    case 'foreign-origin':
      return refuse(403, 'FORBIDDEN', 'Farmer takes calls only from its own page.', SIGN_IN_HINT);
    case 'not-signed-in':
      return wantsPage
        ? signInPage('')
        : refuse(401, 'UNAUTHORISED', 'This browser is not signed in to Farmer.', SIGN_IN_HINT);
    case 'used-link':
      return signInPage(USED_LINK);
    default:
      return assertNever(refusal);
  }
}

function signInPage(reason: string): Response {
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Farmer: not signed in</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}</style></head>
<body><main><h1>This browser is not signed in</h1>
<p>${reason} ${SIGN_IN_HINT}</p>
<p>If the terminal is gone, run <code>farmer serve</code> again: it prints a new link.</p></main></body></html>
`;
  return new Response(page, {
    status: 401,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}
