/** A node is tried this often, in seconds. Source: docs/grid.md#tried-from-here */
export const PROBE_INTERVAL_S = 300;
/** One lost packet is no silence: so many tries in a row have to fail. */
const SILENT_TRIES = 2;
/** Tries further apart than this belong to different stretches, in seconds. */
export const MOST_PROBE_PAUSE_S = 3 * PROBE_INTERVAL_S;

/** Tries of one node in a row that went alike. */
export interface ProbeStretch {
  readonly startS: number;
  readonly endS: number;
  readonly isAnswered: boolean;
  readonly tries: number;
}

/**
 * What the tries from here and the grid's record say together: `on` where both hear the node; `unheard` where it answers
 * here and the grid does not hear it; `off` where neither does; `not-from-here` where only the grid hears it; `asleep`
 * where the farmerbot put it to sleep; `unknown` where one of them says nothing of now.
 */
export const PROBE_VERDICTS = ['on', 'unheard', 'off', 'not-from-here', 'asleep', 'unknown'] as const;
/** One of {@link PROBE_VERDICTS}. */
export type ProbeVerdict = (typeof PROBE_VERDICTS)[number];

/** What the tries from here found. */
export interface ProbeFinding {
  readonly isAnswered: boolean;
  /** When it answered last, or since when it does not, unix seconds. */
  readonly atS: number;
}

/**
 * What the latest tries say of now; null where they are too old, or where a single one failed.
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
