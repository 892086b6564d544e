import { GridProblem } from './problem.ts';

/** One request with its limits. */
export interface HttpRequest {
  readonly url: string;
  /** JSON text; when present, the request is a POST. */
  readonly body?: string;
  /** Added to the headers that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Aborts the request. */
  readonly signal?: AbortSignal | undefined;
}

/** A response with its whole body. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends HTTP requests: one at a time to each host, without following redirects, and without cookies or credentials. */
export type HttpClient = (request: HttpRequest) => Promise<HttpAnswer>;

/** The same for every installation, so that it identifies the program but no user. */
const USER_AGENT = 'farmer';

/** The system's error code of a failed connection, or the name of the error. */
function causeOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: unknown; readonly message?: unknown } };
  return String(cause?.code ?? cause?.message ?? (error instanceof Error ? error.name : error));
}

/** Reads a body up to a limit, because a body may be endless and compressed ones expand. */
async function readText(response: Response, host: string, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new GridProblem('too-large', host, `${maxBytes}`);
    }
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new GridProblem('not-json', host, 'UTF-8');
  }
}

async function ask(request: HttpRequest, host: string): Promise<HttpAnswer> {
  const { url, body, headers = {}, maxBytes, timeoutMs, signal: stop } = request;
  stop?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = stop === undefined ? timeout : AbortSignal.any([timeout, stop]);
  let isAnswered = false;
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      // SECURITY: a response must not redirect the program to another host.
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/json',
        'user-agent': USER_AGENT,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    isAnswered = true;
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new GridProblem('redirected', host);
    }
    return { status: response.status, headers: response.headers, text: await readText(response, host, maxBytes) };
  } catch (error) {
    if (error instanceof GridProblem) throw error;
    stop?.throwIfAborted();
    if (timeout.aborted) throw new GridProblem('timeout', host, `${Math.ceil(timeoutMs / 1000)}`);
    throw new GridProblem(isAnswered ? 'broken-off' : 'unreachable', host, causeOf(error));
  }
}

/** Creates a client. All sources of a process share one, so that no host gets two requests at once. */
export function createHttpClient(): HttpClient {
  const last = new Map<string, Promise<unknown>>();
  return (request) => {
    const { host } = new URL(request.url);
    const before = last.get(host) ?? Promise.resolve();
    const answer = before.then(() => ask(request, host));
    last.set(
      host,
      answer.catch(() => undefined),
    );
    return answer;
  };
}
