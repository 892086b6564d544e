import type { Period } from './periods.ts';
import { FORGIVEN_LATE_BOOTS, MAX_BOOT_S, MAX_SLEEP_S } from './credit-types.ts';
import type { ObservedBoot } from './observations.ts';

/** A wake-up that somebody asked for: a drill of the farmer, or the farmerbot's own. Unix seconds. */
export interface WakeRequest {
  readonly requestedAtS: number;
  /** When the machine went to sleep, where it is known. */
  readonly asleepSinceS: number | null;
  readonly kind: 'drill' | 'farmerbot';
}

/** `waiting`: within its 30 minutes; `in-time`, `late`: booted; `missed`: 30 minutes are over and nothing booted. */
export type WakeState = 'waiting' | 'in-time' | 'late' | 'missed';

/** A wake-up and how it went. */
export interface WakeUp extends WakeRequest {
  readonly state: WakeState;
  /** When the machine booted, unix seconds; null while it has not. */
  readonly bootedAtS: number | null;
  /** Seconds from the request to the boot; null while it has not booted. */
  readonly tookS: number | null;
  /** Whether it slept longer than 24 h, so that the sleep is not credited; null when it is not known. */
  readonly isOverslept: boolean | null;
  /** Whether it counts as a strike in its period: drills show what would happen, only real requests count. */
  readonly isStrike: boolean;
}

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

function wakeState(tookS: number | null, waitedS: number): WakeState {
  if (tookS === null) {
    return waitedS > MAX_BOOT_S ? 'missed' : 'waiting';
  }
  return tookS > MAX_BOOT_S ? 'late' : 'in-time';
}

/** What a period's wake-ups add up to. */
export interface WakeUpSummary {
  /** Late or missed wake-ups that the grid counts. */
  readonly strikes: number;
  /** Late or missed drills: what it would have counted. */
  readonly drillStrikes: number;
  /** Whether one more strike loses the period. */
  readonly isLastChance: boolean;
  /** Whether the period is lost to late wake-ups. */
  readonly isLost: boolean;
  /** The 95th percentile of request to boot in seconds, by nearest rank; null without an answered wake-up. */
  readonly p95S: number | null;
}

/** Sums up the wake-ups that were requested within a period. Source: docs/rules.md#wake-ups */
export function summariseWakeUps(wakeUps: readonly WakeUp[], period: Pick<Period, 'startS' | 'endS'>): WakeUpSummary {
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
