import type { HostRests } from '#main/grid/source.ts';
import type { Stores } from '#main/store/stores.ts';

/** A host that failed is left alone for this long, then for twice as long, and so on. Milliseconds. */
const SHORTEST_REST_MS = 30_000;
const LONGEST_REST_MS = 3_600_000;
/** More doublings than this reach the longest rest anyway. */
const MOST_DOUBLINGS = 10;

/**
 * How long a host is left alone that failed so many times in a row: as long as the published limits ask, and up to a
 * tenth more or less, so that the programs of many farmers do not come back together.
 * @param random from 0 to 1
 */
export function restMs(failures: number, random: number): number {
  const doubled = SHORTEST_REST_MS * 2 ** Math.min(failures - 1, MOST_DOUBLINGS);
  return Math.round(Math.min(LONGEST_REST_MS, doubled) * (0.9 + 0.2 * random));
}

/**
 * The rests of hosts, kept from one start of the program to the next.
 * @param isObeyed false for what the farmer asks for now: a host may be back before its rest is over
 */
export function storedRests(
  { gridHosts }: Stores,
  nowMs: () => number,
  isObeyed: boolean,
  random: () => number,
): HostRests {
  const known = new Map(gridHosts.list().map((host) => [host.host, host]));
  return {
    isResting: (host) => isObeyed && (known.get(host)?.restUntilMs ?? 0) > nowMs(),
    noteFailure: (host) => {
      const failures = (known.get(host)?.failures ?? 0) + 1;
      const resting = { host, failures, restUntilMs: nowMs() + restMs(failures, random()) };
      known.set(host, resting);
      gridHosts.save(resting);
    },
    noteSuccess: (host) => {
      if (known.delete(host)) gridHosts.forget(host);
    },
  };
}
