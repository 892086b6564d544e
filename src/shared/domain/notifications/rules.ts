import { assertNever } from '#shared/errors.ts';
import { BUDGET_MARKS, isLessLeft } from '#shared/domain/uptime/standing.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';

/** What can be worth a word; `digest` sums up what waited for it. */
export const NOTIFICATION_KINDS = [
  'budget-50',
  'budget-20',
  'budget-5',
  'target-missed',
  'violation',
  'late-wake-up',
  'unreachable',
  'recorder-stopped',
  'recorder-cannot-write',
  'disk-nearly-full',
  'digest',
  'test',
] as const;
/** One of {@link NOTIFICATION_KINDS}. */
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** How loud it is: `low` waits for the digest, `normal` respects quiet hours and a wish for a digest, `high` comes at once. */
export const SEVERITIES = ['low', 'normal', 'high'] as const;
/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** The severity of each kind. */
export const SEVERITY_OF = {
  'budget-50': 'low',
  'budget-20': 'normal',
  'budget-5': 'high',
  'target-missed': 'high',
  violation: 'high',
  'late-wake-up': 'normal',
  unreachable: 'normal',
  'recorder-stopped': 'normal',
  'recorder-cannot-write': 'high',
  'disk-nearly-full': 'normal',
  digest: 'low',
  test: 'normal',
} as const satisfies Readonly<Record<NotificationKind, Severity>>;

/** What the rules look at, for one node at one time. */
export interface Situation {
  readonly nodeId: number;
  readonly periodIndex: number;
  /** The budget left and allowed, in seconds; null when nothing was recorded in the period. */
  readonly budget: { readonly leftS: number; readonly allowedS: number } | null;
  /** The rule that was broken in the period, so that it pays nothing; null for none. */
  readonly violation: ViolationKind | null;
  /** Late or missed wake-ups in the period. */
  readonly strikes: number;
  /** For how long no named host has answered without a break, in seconds; 0 while one answers or nobody asks. */
  readonly unreachableS: number;
  /** Whether a recorder that was running has gone without a goodbye, or has been off for long while it should run. */
  readonly isRecorderStopped: boolean;
  /** Whether the recorder runs but cannot write. */
  readonly isWriteFailing: boolean;
  /** Room left where the data is, in bytes; null when it cannot be told. */
  readonly freeBytes: number | null;
}

/** A condition that holds now. The same `key` is the same condition, however often it is found. */
export interface ActiveCondition {
  readonly key: string;
  readonly kind: NotificationKind;
  readonly severity: Severity;
  /** Null for one that belongs to no node. */
  readonly nodeId: number | null;
  /** Figures for the text: seconds, counts, bytes. */
  readonly figures: Readonly<Record<string, number>>;
}

/** Below this much room the disk counts as nearly full, in bytes: 256 MiB. */
export const NEARLY_FULL_BYTES = 268_435_456;

/**
 * So long without an answer is worth a word, in seconds: longer than a router's restart, and well before the 40 minutes
 * in which a report is due.
 */
export const UNREACHABLE_WORTH_S = 600;

function condition(
  situation: Situation,
  kind: NotificationKind,
  scope: string,
  figures: Readonly<Record<string, number>> = {},
): ActiveCondition {
  const key = `${kind}:${situation.nodeId}:${scope}`;
  return { key, kind, severity: SEVERITY_OF[kind], nodeId: situation.nodeId, figures };
}

/** The strongest budget warning that holds: one at a time, before the limit is reached. */
function budgetKind(leftS: number, allowedS: number): NotificationKind | null {
  if (leftS < 0) {
    return 'target-missed';
  }
  if (isLessLeft(leftS, allowedS, BUDGET_MARKS.least)) {
    return 'budget-5';
  }
  if (isLessLeft(leftS, allowedS, BUDGET_MARKS.little)) {
    return 'budget-20';
  }
  return isLessLeft(leftS, allowedS, BUDGET_MARKS.half) ? 'budget-50' : null;
}

/**
 * The conditions that hold in a situation. Those of the budget belong to their period and end with it; where a violation
 * pays the period nothing, there is no budget left to warn of.
 */
export function findConditions(situation: Situation): readonly ActiveCondition[] {
  const found: ActiveCondition[] = [];
  const period = String(situation.periodIndex);
  if (situation.violation !== null) {
    found.push(condition(situation, 'violation', `${period}-${situation.violation}`));
  } else if (situation.budget !== null) {
    const { leftS, allowedS } = situation.budget;
    const kind = budgetKind(leftS, allowedS);
    if (kind !== null) {
      found.push(condition(situation, kind, period, { leftS, allowedS }));
    }
  }
  if (situation.strikes > 0) {
    found.push(condition(situation, 'late-wake-up', `${period}-${situation.strikes}`, { strikes: situation.strikes }));
  }
  if (situation.unreachableS >= UNREACHABLE_WORTH_S) {
    found.push(condition(situation, 'unreachable', 'now', { unreachableS: situation.unreachableS }));
  }
  if (situation.isRecorderStopped) {
    found.push(condition(situation, 'recorder-stopped', 'now'));
  }
  if (situation.isWriteFailing) {
    found.push(condition(situation, 'recorder-cannot-write', 'now'));
  }
  if (situation.freeBytes !== null && situation.freeBytes < NEARLY_FULL_BYTES) {
    found.push(condition(situation, 'disk-nearly-full', 'now', { freeBytes: situation.freeBytes }));
  }
  return found;
}

/** How often each kind occurs: the figures of a digest. */
export type KindCounts = Readonly<Partial<Record<NotificationKind, number>>>;

/** Counts the kinds of lines that a digest sums up. */
export function countKinds(lines: readonly { readonly kind: NotificationKind }[]): KindCounts {
  const counts: Partial<Record<NotificationKind, number>> = {};
  for (const { kind } of lines) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** The shortest time between two messages of one kind for one node, in seconds. */
export function rateLimitS(severity: Severity): number {
  switch (severity) {
    case 'low':
      return 86_400;
    case 'normal':
      return 21_600;
    case 'high':
      return 3600;
    default:
      return assertNever(severity);
  }
}
