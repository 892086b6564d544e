import type { HttpClient } from '#main/grid/http.ts';
import { readSafeUrl } from '#main/grid/networks.ts';
import { GridProblem, type ProblemKind } from '#main/grid/problem.ts';

const LIMITS = { maxBytes: 65_536, timeoutMs: 15_000 };
/** Problems that may be gone at the next attempt. */
const RETRYABLE: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'unreachable',
  'timeout',
  'broken-off',
  'server-error',
  'rate-limited',
]);

/** Whether another attempt may succeed. */
export function isRetryable({ kind }: GridProblem): boolean {
  return RETRYABLE.has(kind);
}

/** The reason of a refusal, in one line. */
function reasonOf(text: string): string {
  try {
    const { description, error, message } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const reason = [description, error, message].find((entry) => typeof entry === 'string');
    return typeof reason === 'string' ? reason : '';
  } catch {
    return '';
  }
}

/**
 * A problem whose reason has every secret masked, whatever the service wrote back.
 * SECURITY: the address of a Telegram bot or webhook is itself a secret, so a problem names only the host.
 */
export function redactedProblem(
  secrets: readonly string[],
  kind: ProblemKind,
  host: string,
  reason: string,
  untilMs: number | null = null,
) {
  const shown = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '•••').replaceAll(encodeURIComponent(secret), '•••'), reason);
  return new GridProblem(kind, host, shown.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim(), untilMs);
}

/**
 * Posts JSON to an address.
 * @param secrets texts that are masked in every problem
 * @throws GridProblem
 */
export async function postJson(
  http: HttpClient,
  address: string,
  body: object,
  options: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly secrets: readonly string[];
    readonly nowMs: number;
  },
): Promise<void> {
  const url = readSafeUrl(address);
  if (url === null) {
    throw new GridProblem('refused', 'address', 'https://');
  }
  const { host } = url;
  const { secrets, headers = {}, nowMs } = options;
  try {
    const answer = await http({ ...LIMITS, url: url.href, body: JSON.stringify(body), headers });
    if (answer.status >= 200 && answer.status < 300) return;
    const reason = reasonOf(answer.text) || String(answer.status);
    if (answer.status === 429) {
      const seconds = /^\d{1,6}$/.exec(answer.headers.get('retry-after') ?? '')?.[0];
      throw redactedProblem(secrets, 'rate-limited', host, reason, nowMs + Number(seconds ?? 60) * 1000);
    }
    throw redactedProblem(secrets, answer.status < 500 ? 'refused' : 'server-error', host, reason);
  } catch (error) {
    if (!(error instanceof GridProblem)) throw error;
    const { host: at, restUntilMs, reason } = error.details;
    throw redactedProblem(
      secrets,
      error.kind,
      String(at),
      String(reason ?? ''),
      typeof restUntilMs === 'number' ? restUntilMs : null,
    );
  }
}
