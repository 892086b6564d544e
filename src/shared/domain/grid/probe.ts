/** A node is tried this often, in seconds. Source: docs/grid.md#tried-from-here */
export const PROBE_INTERVAL_S = 300;
/** The number of consecutive failed tries that count as silence; a single one may be a lost packet. */
const SILENT_TRIES = 2;
/** Tries further apart than this belong to different stretches, in seconds. */
export const MOST_PROBE_PAUSE_S = 3 * PROBE_INTERVAL_S;

/** Consecutive tries of one node with the same result. */
export interface ProbeStretch {
  readonly startS: number;
  readonly endS: number;
  readonly isAnswered: boolean;
  readonly tries: number;
}

/**
 * The tries from here combined with the grid's record. `on`: both reach the node; `unheard`: it answers here, but the grid
 * gets no reports; `off`: neither; `not-from-here`: only the grid; `asleep`: the farmerbot put it to sleep; `unknown`: one
 * of the two has no current result.
 */
export const PROBE_VERDICTS = ['on', 'unheard', 'off', 'not-from-here', 'asleep', 'unknown'] as const;
/** One of {@link PROBE_VERDICTS}. */
export type ProbeVerdict = (typeof PROBE_VERDICTS)[number];

/** The result of the tries from here. */
export interface ProbeFinding {
  readonly isAnswered: boolean;
  /** When it answered last, or since when it does not, unix seconds. */
  readonly atS: number;
}

/**
 * The current result of the tries; null if they are too old, or if only a single one failed.
 * @param last null for a node that was never tried
 * @param nowS unix seconds
 */
export function probeFinding(last: ProbeStretch | null, nowS: number): ProbeFinding | null {
  if (last === null || nowS - last.endS > MOST_PROBE_PAUSE_S) return null;
  const { isAnswered, startS, endS, tries } = last;
  if (isAnswered) return { isAnswered, atS: endS };
  return tries < SILENT_TRIES ? null : { isAnswered, atS: startS };
}

/**
 * @param last the latest stretch of tries; null for a node that was never tried
 * @param grid how the grid's own record has the node; `unknown` where it lags or is not here
 * @param nowS unix seconds
 */
export function probeVerdict(
  last: ProbeStretch | null,
  grid: 'up' | 'down' | 'standby' | 'unknown',
  nowS: number,
): ProbeVerdict {
  if (grid === 'standby') return 'asleep';
  const found = probeFinding(last, nowS);
  if (found === null || grid === 'unknown') return 'unknown';
  if (found.isAnswered) return grid === 'up' ? 'on' : 'unheard';
  return grid === 'up' ? 'not-from-here' : 'off';
}
