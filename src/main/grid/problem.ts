import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';

/** What can go wrong with an answer. */
export type ProblemKind =
  | 'resting'
  | 'unreachable'
  | 'timeout'
  | 'broken-off'
  | 'redirected'
  | 'too-large'
  | 'not-json'
  | 'unexpected'
  | 'server-error'
  | 'rate-limited'
  | 'refused'
  | 'not-found'
  | 'query-refused'
  | 'too-much';

/** Problems that may be gone at the next attempt, or at another host. */
const PASSING: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'unreachable',
  'timeout',
  'broken-off',
  'not-json',
  'unexpected',
  'server-error',
  'redirected',
]);

const TEXTS = {
  resting: 'grid:core.restingHosts',
  unreachable: 'grid:core.unreachable',
  timeout: 'grid:core.timeout',
  'broken-off': 'grid:core.brokenOff',
  redirected: 'grid:core.redirected',
  'too-large': 'grid:core.tooLarge',
  'not-json': 'grid:core.notJson',
  unexpected: 'grid:core.unexpected',
  'server-error': 'grid:core.serverError',
  'rate-limited': 'grid:core.rateLimited',
  refused: 'grid:core.refused',
  'not-found': 'grid:core.notFound',
  'query-refused': 'grid:core.queryRefused',
  'too-much': 'grid:core.tooMuch',
} as const satisfies Record<ProblemKind, Message['key']>;

/** An answer that cannot be used, and why. */
export class GridProblem extends FarmerError {
  readonly kind: ProblemKind;
  /**
   * @param host the service's host name
   * @param reason as the service or the system puts it; shown, never acted on
   * @param restUntilMs when a service that limits may be asked again, unix milliseconds
   */
  constructor(kind: ProblemKind, host: string, reason = '', restUntilMs: number | null = null) {
    super('GRID_SOURCE_FAILED', message(TEXTS[kind], { host, reason: reason.slice(0, 200) }), {
      hint: message('grid:core.tryLater'),
      details: { host, problem: kind, restUntilMs, reason: reason.slice(0, 200) },
    });
    this.kind = kind;
  }

  get isPassing(): boolean {
    return PASSING.has(this.kind);
  }
}
