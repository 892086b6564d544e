import type { TimeWindow } from '#shared/contract/uptime/uptime.ts';
import type { WakeRequest, WakeUp, WakeUpSummary } from '#shared/contract/uptime/wake-ups.ts';
import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import type { ObservedBoot } from './observations.ts';

type SleepRules = RuleVersion['credit']['sleep'];

/**
 * Finds how each wake-up went: the first boot after the request answers it.
 * @param boots of the woken machine, from its own recorder
 * @param nowS unix seconds
 * @param sleep the rules of the period, or today's; null for one in which nothing could sleep
 * Source: docs/rules.md#wake-ups
 */
export function followWakeUps(
  requests: readonly WakeRequest[],
  boots: readonly ObservedBoot[],
  nowS: number,
  sleep: SleepRules = TODAYS_RULES.credit.sleep,
): readonly WakeUp[] {
  const bootTimes = boots.map((boot) => Math.floor(boot.bootedAtMs / 1000)).toSorted((a, b) => a - b);
  return requests.map((request) => followOne(request, bootTimes, nowS, sleep));
}

function followOne(request: WakeRequest, bootTimes: readonly number[], nowS: number, sleep: SleepRules): WakeUp {
  const bootedAtS = bootTimes.find((atS) => atS >= request.requestedAtS) ?? null;
  const tookS = bootedAtS === null ? null : bootedAtS - request.requestedAtS;
  const limitS = sleep?.maxBootS ?? Number.POSITIVE_INFINITY;
  const waitedS = tookS ?? nowS - request.requestedAtS;
  const state = wakeState(tookS, waitedS, limitS);
  const awakeAtS = bootedAtS ?? nowS;
  return {
    ...request,
    state,
    bootedAtS,
    tookS,
    lateByS: state === 'late' || state === 'missed' ? waitedS - limitS : null,
    isOverslept: request.asleepSinceS === null || sleep === null ? null : awakeAtS - request.asleepSinceS > sleep.maxS,
    isStrike: request.kind === 'farmerbot' && (state === 'late' || state === 'missed'),
  };
}

function wakeState(tookS: number | null, waitedS: number, limitS: number): WakeUp['state'] {
  if (tookS === null) {
    return waitedS > limitS ? 'missed' : 'waiting';
  }
  return tookS > limitS ? 'late' : 'in-time';
}

/** Sums up the wake-ups that were requested within a period. Source: docs/rules.md#wake-ups */
export function summariseWakeUps(
  wakeUps: readonly WakeUp[],
  period: TimeWindow,
  sleep: SleepRules = TODAYS_RULES.credit.sleep,
): WakeUpSummary {
  const inPeriod = wakeUps.filter(({ requestedAtS }) => requestedAtS >= period.startS && requestedAtS <= period.endS);
  const strikes = inPeriod.filter((wakeUp) => wakeUp.isStrike).length;
  const drillStrikes = inPeriod.filter(
    ({ kind, state }) => kind === 'drill' && (state === 'late' || state === 'missed'),
  ).length;
  const forgiven = sleep?.forgivenLateBoots ?? 0;
  const took = inPeriod.flatMap(({ tookS }) => (tookS === null ? [] : [tookS]));
  return {
    strikes,
    drillStrikes,
    isLastChance: strikes > 0 && strikes === forgiven,
    isLost: strikes > forgiven,
    p95S: nearestRank(took, 95),
  };
}

/**
 * A percentile by nearest rank: a value that occurred, never one in between.
 * @param percent 1 to 100
 * @returns null for no values
 */
export function nearestRank(values: readonly number[], percent: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? null;
}
