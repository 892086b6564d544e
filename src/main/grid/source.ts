import type { HttpAnswer, HttpClient } from './http.ts';
import { parseAnswer } from './json-answer.ts';
import { GridProblem } from './problem.ts';

/** The time and chance that waiting depends on. */
export interface Waiting {
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** The size and time limits of a service's answers. */
export interface AnswerLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Hosts that are left alone for a while, since they failed. */
export interface HostRests {
  readonly isResting: (host: string) => boolean;
  readonly noteFailure: (host: string) => void;
  readonly noteSuccess: (host: string) => void;
}

/** How the services are asked this time. */
export interface Asking {
  readonly rests: HostRests;
  /** Ends what is being asked. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks every host, whatever happened before. */
export const ASK_ANYWAY: Asking = {
  rests: { isResting: () => false, noteFailure: () => undefined, noteSuccess: () => undefined },
};

/** What is asked of a service. */
export interface Question {
  /** From the service's address on: "/nodes?farm_ids=1". */
  readonly path: string;
  readonly body?: string;
  /** Whether the answer is no JSON: its document is then null. */
  readonly isText?: boolean;
}

/** The answer of a service that was understood. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly document: unknown;
  readonly host: string;
}

/** One service of the grid at one or more hosts that answer alike. */
export interface Source {
  /** The addresses of its hosts, the first to be asked first. */
  readonly urls: readonly string[];
  /** The address that answered last, else the first one. */
  readonly url: () => string;
  /**
   * @param read what the answer says; an answer that it refuses is asked for again, and then at another host
   * @throws GridProblem when no host gave an answer that can be used
   */
  readonly ask: <T>(question: Question, read: (answer: Answer) => T) => Promise<T>;
}

const ATTEMPTS_A_HOST = 2;
/** Between two attempts at a host, in milliseconds: at least this, and as much again by chance. */
const PAUSE_MS = 250;
/** A service that asks to wait longer is not waited for, in milliseconds. */
const LONGEST_WAIT_MS = 30_000;
const MOST_WAITS = 5;

/** When a service may be asked again by its `Retry-After`: seconds, or a date. Without one, after a second. */
function retryAtMs(headers: Headers, nowMs: number): number {
  const text = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : null;
  const dateMs = Date.parse(text);
  return seconds !== null ? nowMs + seconds * 1000 : Number.isNaN(dateMs) ? nowMs + 1000 : dateMs;
}

/** The text that a service gives for a refusal. */
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
    // A refusal may come as plain text.
  }
  const reason = errorText(document);
  if (answer.status === 404) throw new GridProblem('not-found', host, reason);
  if (answer.status < 500) throw new GridProblem('refused', host, reason || String(answer.status));
  throw new GridProblem('server-error', host, reason || String(answer.status));
}

function hostOf(urls: readonly string[], index: number): string {
  return new URL(urls[index] ?? '').host;
}

/** Asks a service by the rules that every one is asked by: see docs/grid.md. */
export function createSource(
  urls: readonly string[],
  limits: AnswerLimits,
  http: HttpClient,
  waiting: Waiting,
  { rests, signal }: Asking = ASK_ANYWAY,
): Source {
  let current = 0;

  const askHost = async (url: string, { path, body, isText = false }: Question): Promise<Answer> => {
    const { host } = new URL(url);
    for (let waits = 0; ; waits += 1) {
      const answer = await http({ ...limits, signal, url: url + path, ...(body === undefined ? {} : { body }) });
      if (answer.status !== 429) {
        return { ...answer, host, document: documentOf(answer, host, isText) };
      }
      const nowMs = waiting.nowMs();
      const untilMs = retryAtMs(answer.headers, nowMs);
      if (waits === MOST_WAITS || untilMs - nowMs > LONGEST_WAIT_MS) {
        throw new GridProblem('rate-limited', host, '', untilMs);
      }
      await waiting.sleep(Math.max(0, untilMs - nowMs));
    }
  };

  return {
    urls,
    url: () => urls[current] ?? '',
    ask: async (question, read) => {
      const first = current;
      let problem = new GridProblem('resting', hostOf(urls, first));
      for (let step = 0; step < urls.length * ATTEMPTS_A_HOST; step += 1) {
        const index = (first + Math.floor(step / ATTEMPTS_A_HOST)) % urls.length;
        const host = hostOf(urls, index);
        if (rests.isResting(host)) continue;
        if (step % ATTEMPTS_A_HOST > 0) await waiting.sleep(PAUSE_MS * (1 + waiting.random()));
        try {
          const answer = read(await askHost(urls[index] ?? '', question));
          current = index;
          rests.noteSuccess(host);
          return answer;
        } catch (error) {
          if (!(error instanceof GridProblem && error.isPassing)) throw error;
          problem = error;
          if (step % ATTEMPTS_A_HOST === ATTEMPTS_A_HOST - 1) rests.noteFailure(host);
        }
      }
      throw problem;
    },
  };
}
