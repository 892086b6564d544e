import type { CreditEvent } from './credit-types.ts';
import type { UptimeReport } from './observations.ts';
import type { PowerEvent } from './reported-credit.ts';

/** A position on the chain counts blocks in millions; one in a file counts its rows. */
export const LEAST_CHAIN_POSITION = 1_000_000;

/** An event with its place among those of one second. */
interface PlacedEvent {
  readonly event: CreditEvent;
  readonly rank: 0 | 1 | 2;
  readonly position: number;
}

function placeReport({ atS, upS, position = null }: UptimeReport): PlacedEvent {
  return { event: ['uptime', atS, upS], rank: position === null ? 2 : 1, position: position ?? upS };
}

function placePower({ kind, atS, power, position = 0 }: PowerEvent): PlacedEvent {
  return { event: [kind, atS, power], rank: position >= LEAST_CHAIN_POSITION ? 1 : 0, position };
}

/**
 * Reports and power events in the order of their times, and of one second in that of the chain; where that is not known,
 * power events come first, in the order of their file, and reports last.
 */
export function mergeEvents(reports: readonly UptimeReport[], powers: readonly PowerEvent[]): readonly CreditEvent[] {
  if (powers.length === 0) {
    return reports.map(({ atS, upS }): CreditEvent => ['uptime', atS, upS]);
  }
  return [...powers.map(placePower), ...reports.map(placeReport)]
    .toSorted((a, b) => a.event[1] - b.event[1] || a.rank - b.rank || a.position - b.position)
    .map(({ event }) => event);
}
