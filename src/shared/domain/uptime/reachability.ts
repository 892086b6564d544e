import type { Stretch, TimeWindow } from '#shared/contract/uptime/uptime.ts';

/** One try of all named hosts, on the clock that counts from the boot. Milliseconds. */
export interface ProbeRound {
  readonly startUptimeMs: number;
  readonly endUptimeMs: number;
  /** Whether at least one host took the connection. */
  readonly isAnswered: boolean;
}

/** Rounds in a row that no host answered. */
export interface FailedRounds {
  readonly count: number;
  readonly startUptimeMs: number;
  readonly lastUptimeMs: number;
}

/** The number of consecutive failed rounds that count as unreachable; a single one may be a lost packet. */
const UNREACHABLE_ROUNDS = 2;

/**
 * Adds a round. Any answer ends the row of failures; so does a pause between rounds, as by suspend.
 * @param failed the row so far, or null
 * @param maxPauseMs the longest time between two rounds of one row
 */
export function takeRound(failed: FailedRounds | null, round: ProbeRound, maxPauseMs: number): FailedRounds | null {
  if (round.isAnswered) {
    return null;
  }
  const isNext = failed !== null && round.startUptimeMs - failed.lastUptimeMs <= maxPauseMs;
  return {
    count: isNext ? failed.count + 1 : 1,
    startUptimeMs: isNext ? failed.startUptimeMs : round.startUptimeMs,
    lastUptimeMs: round.endUptimeMs,
  };
}

/** Whether a row of failed rounds is long enough to call the machine unreachable. */
export function isUnreachable(failed: FailedRounds | null): failed is FailedRounds {
  return failed !== null && failed.count >= UNREACHABLE_ROUNDS;
}

/**
 * When a machine was up but unreachable: what was noted, within the time it was up, with what touches made one.
 * @param noted unix seconds, in any order; they may overlap where a clock was set
 */
export function unreachableWithin(stretches: readonly Stretch[], noted: readonly TimeWindow[]): readonly TimeWindow[] {
  const found: TimeWindow[] = [];
  for (const { startS, endS } of clipped(stretches, noted)) {
    const last = found.at(-1);
    if (last !== undefined && startS <= last.endS) {
      found[found.length - 1] = { startS: last.startS, endS: Math.max(last.endS, endS) };
    } else {
      found.push({ startS, endS });
    }
  }
  return found;
}

function clipped(stretches: readonly Stretch[], noted: readonly TimeWindow[]): readonly TimeWindow[] {
  return stretches
    .filter(({ state }) => state === 'up')
    .flatMap((up) =>
      noted.map(({ startS, endS }) => ({ startS: Math.max(startS, up.startS), endS: Math.min(endS, up.endS) })),
    )
    .filter(({ startS, endS }) => endS > startS)
    .toSorted((a, b) => a.startS - b.startS);
}

/** How long windows that do not overlap are together, in seconds. */
export function totalSeconds(windows: readonly TimeWindow[]): number {
  return windows.reduce((sum, { startS, endS }) => sum + endS - startS, 0);
}

/** A part of a stretch in which the machine could be reached, or could not. */
export type ReachPart<T> = Omit<T, 'state'> & { readonly state: Stretch['state'] | 'unreachable' };

/**
 * Cuts stretches where the machine became unreachable and where it was reached again. The parts cover what the
 * stretches cover.
 * @param unreachable ascending, without overlaps, as {@link unreachableWithin} gives them
 */
export function cutUnreachable<T extends Pick<Stretch, 'startS' | 'endS' | 'state'>>(
  stretches: readonly T[],
  unreachable: readonly TimeWindow[],
): readonly ReachPart<T>[] {
  const parts: ReachPart<T>[] = [];
  for (const stretch of stretches) {
    let fromS = stretch.startS;
    const within = stretch.state === 'up' ? unreachable : [];
    for (const { startS, endS } of within) {
      const cutS = Math.max(fromS, startS);
      const untilS = Math.min(stretch.endS, endS);
      if (untilS <= cutS) {
        continue;
      }
      if (cutS > fromS) {
        parts.push({ ...stretch, startS: fromS, endS: cutS });
      }
      parts.push({ ...stretch, startS: cutS, endS: untilS, state: 'unreachable' });
      fromS = untilS;
    }
    if (fromS < stretch.endS) {
      parts.push({ ...stretch, startS: fromS });
    }
  }
  return parts;
}
