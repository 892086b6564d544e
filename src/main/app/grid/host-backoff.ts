import type { HostBackoff } from '#main/grid/source.ts';
import type { Stores } from '#main/store/stores.ts';

/** How long a host is not contacted after its first failure, in milliseconds; doubled for each further failure. */
const MIN_BACKOFF_MS = 30_000;
const MAX_BACKOFF_MS = 3_600_000;
/** More doublings exceed the maximum anyway. */
const MAX_DOUBLINGS = 10;

/**
 * How long a host is not contacted after this many consecutive failures: at least as long as the published limits
 * require, varied by up to a tenth, so that the programs of many farmers do not return at the same time.
 * @param random from 0 to 1
 */
export function backoffMs(failures: number, random: number): number {
  const doubled = MIN_BACKOFF_MS * 2 ** Math.min(failures - 1, MAX_DOUBLINGS);
  return Math.round(Math.min(MAX_BACKOFF_MS, doubled) * (0.9 + 0.2 * random));
}

/**
 * The backoff of hosts, stored so that it survives a restart.
 * @param isObeyed false for requests by the farmer, because a host may have recovered earlier
 */
export function storedBackoff(
  { gridHosts }: Stores,
  nowMs: () => number,
  isObeyed: boolean,
  random: () => number,
): HostBackoff {
  const known = new Map(gridHosts.list().map((host) => [host.host, host]));
  return {
    isBackingOff: (host) => isObeyed && (known.get(host)?.restUntilMs ?? 0) > nowMs(),
    noteFailure: (host) => {
      const failures = (known.get(host)?.failures ?? 0) + 1;
      const resting = { host, failures, restUntilMs: nowMs() + backoffMs(failures, random()) };
      known.set(host, resting);
      gridHosts.save(resting);
    },
    noteSuccess: (host) => {
      if (known.delete(host)) gridHosts.forget(host);
    },
  };
}
