import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';

/** What can be wrong with an answer. */
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

/** Problems that may be gone at the next attempt or at another host. */
const TEMPORARY: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
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

/** An unusable answer, with the reason. */
export class GridProblem extends FarmerError {
  readonly kind: ProblemKind;
  /**
   * @param host the host name of the service
   * @param reason the text of the service or the system; for display only
   * @param restUntilMs when a rate-limiting service may be contacted again, unix milliseconds
   */
  constructor(kind: ProblemKind, host: string, reason = '', restUntilMs: number | null = null) {
    super('GRID_SOURCE_FAILED', message(TEXTS[kind], { host, reason: reason.slice(0, 200) }), {
      hint: message('grid:core.tryLater'),
      details: { host, problem: kind, restUntilMs, reason: reason.slice(0, 200) },
    });
    this.kind = kind;
  }

  get isTemporary(): boolean {
    return TEMPORARY.has(this.kind);
  }
}
