import type { HttpAnswer, HttpClient } from './http.ts';
import { parseAnswer } from './json-answer.ts';
import { GridProblem } from './problem.ts';

/** The clock and the randomness that waiting depends on. */
export interface Waiting {
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** The size and time limits for answers of a service. */
export interface AnswerLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Hosts that are not contacted for a while after a failure. */
export interface HostBackoff {
  readonly isBackingOff: (host: string) => boolean;
  readonly noteFailure: (host: string) => void;
  readonly noteSuccess: (host: string) => void;
}

/** Options for the requests of one synchronisation. */
export interface RequestOptions {
  readonly rests: HostBackoff;
  /** Aborts the requests. */
  readonly signal?: AbortSignal | undefined;
}

/** Contacts every host, whatever failed before. */
const IGNORE_BACKOFF: RequestOptions = {
  rests: { isBackingOff: () => false, noteFailure: () => undefined, noteSuccess: () => undefined },
};

/** One request to a service. */
export interface SourceRequest {
  /** Relative to the base URL of the service: "/nodes?farm_ids=1". */
  readonly path: string;
  readonly body?: string;
  /** Whether the answer is not JSON; its document is then null. */
  readonly isText?: boolean;
}

/** A successful answer of a service. */
export interface SourceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly document: unknown;
  readonly host: string;
}

/** A service of the grid, available at one or more equivalent hosts. */
export interface Source {
  /** The base URLs of its hosts, in the order in which they are tried. */
  readonly urls: readonly string[];
  /** The base URL that answered last, or else the first one. */
  readonly url: () => string;
  /**
   * @param read parses the answer; an answer that it rejects is requested again, and then from the next host
   * @throws GridProblem when no host gave a usable answer
   */
  readonly request: <T>(request: SourceRequest, read: (answer: SourceAnswer) => T) => Promise<T>;
}

const ATTEMPTS_PER_HOST = 2;
/** Pause between two attempts at a host, in milliseconds; up to twice as long at random. */
const PAUSE_MS = 250;
/** A longer requested wait is treated as a failure, in milliseconds. */
const MAX_WAIT_MS = 30_000;
const MAX_WAITS = 5;

/**
 * When a service may be contacted again according to `Retry-After`, which holds seconds or a date; after a second
 * without one.
 */
function retryAtMs(headers: Headers, nowMs: number): number {
  const text = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : null;
  const dateMs = Date.parse(text);
  return seconds !== null ? nowMs + seconds * 1000 : Number.isNaN(dateMs) ? nowMs + 1000 : dateMs;
}

/** The error text in an answer. */
function errorText(document: unknown): string {
  const { error, errors } = (document ?? {}) as { readonly error?: unknown; readonly errors?: unknown };
  const first: unknown = Array.isArray(errors) ? (errors[0] as { readonly message?: unknown })?.message : error;
  return typeof first === 'string' ? first : '';
}

function documentOf(answer: HttpAnswer, host: string, isText: boolean): unknown {
  const isSuccess = answer.status >= 200 && answer.status < 300;
  if (isSuccess && isText) return null;
  if (isSuccess) {
    return parseAnswer(answer.text, host);
  }
  let document: unknown = null;
  try {
    document = parseAnswer(answer.text, host);
  } catch {
    // The body of a refusal may be plain text.
  }
  const reason = errorText(document);
  if (answer.status === 404) throw new GridProblem('not-found', host, reason);
  if (answer.status < 500) throw new GridProblem('refused', host, reason || String(answer.status));
  throw new GridProblem('server-error', host, reason || String(answer.status));
}

function hostOf(urls: readonly string[], index: number): string {
  return new URL(urls[index] ?? '').host;
}

/** Contacts a service with retries, fallback hosts and rate limits. Rules: docs/grid.md */
export function createSource(
  urls: readonly string[],
  limits: AnswerLimits,
  http: HttpClient,
  waiting: Waiting,
  { rests, signal }: RequestOptions = IGNORE_BACKOFF,
): Source {
  let current = 0;

  const requestFrom = async (url: string, { path, body, isText = false }: SourceRequest): Promise<SourceAnswer> => {
    const { host } = new URL(url);
    for (let waits = 0; ; waits += 1) {
      const answer = await http({ ...limits, signal, url: url + path, ...(body === undefined ? {} : { body }) });
      if (answer.status !== 429) {
        return { ...answer, host, document: documentOf(answer, host, isText) };
      }
      const nowMs = waiting.nowMs();
      const untilMs = retryAtMs(answer.headers, nowMs);
      if (waits === MAX_WAITS || untilMs - nowMs > MAX_WAIT_MS) {
        throw new GridProblem('rate-limited', host, '', untilMs);
      }
      await waiting.sleep(Math.max(0, untilMs - nowMs));
    }
  };

  return {
    urls,
    url: () => urls[current] ?? '',
    request: async (request, read) => {
      const first = current;
      let problem = new GridProblem('resting', hostOf(urls, first));
      for (let step = 0; step < urls.length * ATTEMPTS_PER_HOST; step += 1) {
        const index = (first + Math.floor(step / ATTEMPTS_PER_HOST)) % urls.length;
        const host = hostOf(urls, index);
        if (rests.isBackingOff(host)) continue;
        if (step % ATTEMPTS_PER_HOST > 0) await waiting.sleep(PAUSE_MS * (1 + waiting.random()));
        try {
          const answer = read(await requestFrom(urls[index] ?? '', request));
          current = index;
          rests.noteSuccess(host);
          return answer;
        } catch (error) {
          if (!(error instanceof GridProblem && error.isTemporary)) throw error;
          problem = error;
          if (step % ATTEMPTS_PER_HOST === ATTEMPTS_PER_HOST - 1) rests.noteFailure(host);
        }
      }
      throw problem;
    },
  };
}
