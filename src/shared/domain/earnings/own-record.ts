import type { Period } from '#shared/contract/uptime/periods.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { computeTimeline, totalStates } from '#shared/domain/uptime/timeline.ts';
import type { ObservedBoot } from '#shared/domain/uptime/observations.ts';

/** The least part of a period that must have been watched for it to count. */
const LEAST_WATCHED = 0.5;

/**
 * How long a node would have been down in a whole period, from what was watched of it: the down time among the watched
 * time, carried over to the whole period. Time that nobody watched is neither.
 * @returns null when less than half of the period was watched
 * Source: docs/rules.md#own-record
 */
export function downSecondsOf(boots: readonly ObservedBoot[], period: Period, nowMs: number): number | null {
  const { upS, downS } = totalStates(computeTimeline(boots, period, nowMs));
  const watchedS = upS + downS;
  return watchedS < PERIOD_LENGTH_S * LEAST_WATCHED ? null : Math.round((downS * PERIOD_LENGTH_S) / watchedS);
}
