import { GridProblem } from './problem.ts';

/** What one request asks, and its limits. */
export interface HttpRequest {
  readonly url: string;
  /** JSON text; with it the request is a POST. */
  readonly body?: string;
  /** Besides those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Ends the request before its time. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer with its whole text. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks over HTTP: one request at a time to each host, without redirects, cookies or keys. */
export type HttpClient = (request: HttpRequest) => Promise<HttpAnswer>;

/** The same for every installation: it names the program and nobody. */
const USER_AGENT = 'farmer';

/** The system's code of a failed connection, or the name of the error. */
function causeOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: unknown; readonly message?: unknown } };
  return String(cause?.code ?? cause?.message ?? (error instanceof Error ? error.name : error));
}

/** Reads a body up to a limit: a body may be endless, and compressed ones grow. */
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
      // SECURITY: an answer never leads to another host.
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

/** Makes a client; every source of a process shares one, so that no host gets two requests at once. */
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
