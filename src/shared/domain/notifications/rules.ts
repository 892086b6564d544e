import type { StoredNotification } from '#shared/contract/notifications/notifications.ts';
import { assertNever } from '#shared/errors.ts';
import { BUDGET_MARKS, isLessLeft } from '#shared/domain/uptime/standing.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import { type NotificationKind, type Severity, SEVERITY_OF } from './kinds.ts';

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
  /** For how long no named host has answered without a break, in seconds; 0 while one answers or none is tried. */
  readonly unreachableS: number;
  /** Whether a recorder that should run has been silent for long. */
  readonly isRecorderStopped: boolean;
  /** Whether the recorder runs but cannot write. */
  readonly isWriteFailing: boolean;
  /** Free space where the data is, in bytes; null when it cannot be read. */
  readonly freeBytes: number | null;
}

/** A condition that holds now. Two with the same `key` are the same condition. */
export type ActiveCondition = Readonly<Pick<StoredNotification, 'key' | 'kind' | 'severity' | 'nodeId' | 'figures'>>;

/** Below this much free space the disk counts as nearly full, in bytes: 256 MiB. */
const NEARLY_FULL_BYTES = 268_435_456;

/**
 * A machine is reported as unreachable after this long, in seconds: longer than a router's restart, and well before the 40 minutes
 * in which a report is due.
 */
const REPORT_UNREACHABLE_AFTER_S = 600;

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
 * pays the period nothing, there is no budget to warn about.
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
  if (situation.unreachableS >= REPORT_UNREACHABLE_AFTER_S) {
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

/** Counts the kinds of the notifications that a digest sums up. */
export function countKinds(notifications: readonly { readonly kind: NotificationKind }[]): KindCounts {
  const counts: Partial<Record<NotificationKind, number>> = {};
  for (const { kind } of notifications) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** The shortest time between two notifications of one kind for one node, in seconds. */
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
