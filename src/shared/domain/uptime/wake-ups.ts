import type { TimeWindow } from '#shared/contract/uptime/uptime.ts';
import type { WakeRequest, WakeUp, WakeUpSummary } from '#shared/contract/uptime/wake-ups.ts';
import { FORGIVEN_LATE_BOOTS, MAX_BOOT_S, MAX_SLEEP_S } from './credit-types.ts';
import type { ObservedBoot } from './observations.ts';

/**
 * Finds how each wake-up went: the first boot after the request answers it.
 * @param boots of the woken machine, from its own recorder
 * @param nowS unix seconds
 * Source: docs/rules.md#wake-ups
 */
export function followWakeUps(
  requests: readonly WakeRequest[],
  boots: readonly ObservedBoot[],
  nowS: number,
): readonly WakeUp[] {
  const bootTimes = boots.map((boot) => Math.floor(boot.bootedAtMs / 1000)).toSorted((a, b) => a - b);
  return requests.map((request) => followOne(request, bootTimes, nowS));
}

function followOne(request: WakeRequest, bootTimes: readonly number[], nowS: number): WakeUp {
  const bootedAtS = bootTimes.find((atS) => atS >= request.requestedAtS) ?? null;
  const tookS = bootedAtS === null ? null : bootedAtS - request.requestedAtS;
  const state = wakeState(tookS, nowS - request.requestedAtS);
  const awakeAtS = bootedAtS ?? nowS;
  return {
    ...request,
    state,
    bootedAtS,
    tookS,
    isOverslept: request.asleepSinceS === null ? null : awakeAtS - request.asleepSinceS > MAX_SLEEP_S,
    isStrike: request.kind === 'farmerbot' && (state === 'late' || state === 'missed'),
  };
}

function wakeState(tookS: number | null, waitedS: number): WakeUp['state'] {
  if (tookS === null) {
    return waitedS > MAX_BOOT_S ? 'missed' : 'waiting';
  }
  return tookS > MAX_BOOT_S ? 'late' : 'in-time';
}

/** Sums up the wake-ups that were requested within a period. Source: docs/rules.md#wake-ups */
export function summariseWakeUps(wakeUps: readonly WakeUp[], period: TimeWindow): WakeUpSummary {
  const inPeriod = wakeUps.filter(({ requestedAtS }) => requestedAtS >= period.startS && requestedAtS <= period.endS);
  const strikes = inPeriod.filter((wakeUp) => wakeUp.isStrike).length;
  const drillStrikes = inPeriod.filter(
    ({ kind, state }) => kind === 'drill' && (state === 'late' || state === 'missed'),
  ).length;
  const took = inPeriod.flatMap(({ tookS }) => (tookS === null ? [] : [tookS]));
  return {
    strikes,
    drillStrikes,
    isLastChance: strikes === FORGIVEN_LATE_BOOTS,
    isLost: strikes > FORGIVEN_LATE_BOOTS,
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
