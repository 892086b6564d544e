/**
 * How a stretch of watching ended.
 * `open`: without a sign (power loss, crash, kill, or still running); `quit`: the farmer ended the recorder;
 * `signal`: the system sent one, as when it shuts down; `shutdown`: the system announced that it goes down;
 * `suspend`: the machine went to sleep.
 */
export type SpanEnd = 'open' | 'quit' | 'signal' | 'shutdown' | 'suspend';

/** A stretch in which beats were seen, unix milliseconds, `endMs` being the last beat. */
export interface WatchedSpan {
  readonly startMs: number;
  readonly endMs: number;
  readonly end: SpanEnd;
}

/** One boot of a machine with all that was seen of it, spans ascending. */
export interface ObservedBoot {
  readonly bootId: string;
  /** When the machine started, unix milliseconds, on the clock as it was last known to be right. */
  readonly bootedAtMs: number;
  readonly spans: readonly WatchedSpan[];
}

/** One report that a node sent: unix seconds, and the seconds since its boot. */
export interface UptimeReport {
  readonly atS: number;
  readonly upS: number;
  /** Its place on the chain, where that is known. */
  readonly position?: number | null;
}

/**
 * Reads the boots out of reports: a report proves that the machine was up from its boot until then.
 * @param reports ascending by time
 */
export function bootsFromReports(reports: readonly UptimeReport[]): readonly ObservedBoot[] {
  const boots: { bootedAtS: number; firstS: number; lastS: number }[] = [];
  for (const { atS, upS } of reports) {
    const bootedAtS = atS - upS;
    const current = boots.at(-1);
    // A boot time before the last report belongs to the same boot: the clock drifted.
    if (current !== undefined && bootedAtS < current.lastS) {
      current.lastS = atS;
    } else {
      boots.push({ bootedAtS, firstS: atS, lastS: atS });
    }
  }
  return boots.map(({ bootedAtS, firstS, lastS }) => ({
    bootId: `report-${bootedAtS}`,
    bootedAtMs: bootedAtS * 1000,
    spans: [{ startMs: firstS * 1000, endMs: lastS * 1000, end: 'open' }],
  }));
}
