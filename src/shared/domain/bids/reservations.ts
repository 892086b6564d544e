import type { Reservation } from '#shared/contract/bids/bids.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { overlapSeconds } from '#shared/domain/time-windows.ts';

/** Slices of one kind on one node, reserved from a start up to, but not including, an end. */
export type ReservedSlices = Pick<Reservation, 'nodeId' | 'kindId' | 'slices' | 'startS' | 'endS'>;

/** The end of a number of months after a start, in unix seconds. */
export function endAfterMonths(startS: number, months: number): number {
  return startS + months * PERIOD_LENGTH_S;
}

/** The reservations of one kind of slice on one node. */
export function reservationsAt(
  reservations: readonly ReservedSlices[],
  place: Pick<Reservation, 'nodeId' | 'kindId'>,
): readonly ReservedSlices[] {
  return reservations.filter((entry) => entry.nodeId === place.nodeId && entry.kindId === place.kindId);
}

/**
 * The most slices that are reserved at any moment of a time range.
 * @param reservations of one place
 */
export function peakReserved(reservations: readonly ReservedSlices[], startS: number, endS: number): number {
  const within = reservations.filter((entry) => overlapSeconds(entry, { startS, endS }) > 0);
  const edges = within
    .flatMap((entry) => [
      { atS: Math.max(entry.startS, startS), change: entry.slices },
      { atS: entry.endS, change: -entry.slices },
    ])
    .toSorted((a, b) => a.atS - b.atS || a.change - b.change);
  let inUse = 0;
  let peak = 0;
  for (const edge of edges) {
    inUse += edge.change;
    peak = edge.atS < endS ? Math.max(peak, inUse) : peak;
  }
  return peak;
}

/**
 * Slices that are free throughout each of the coming months.
 * @param count slices of the place in all
 * @param reservations of one place
 */
export function freeInMonths(
  count: number,
  reservations: readonly ReservedSlices[],
  nowS: number,
  months: number,
): readonly number[] {
  return Array.from({ length: months }, (_, month) =>
    Math.max(0, count - peakReserved(reservations, endAfterMonths(nowS, month), endAfterMonths(nowS, month + 1))),
  );
}

function notFreeError(free: number, wanted: number): FarmerError {
  return new FarmerError(
    'CONFLICT',
    free === 0 ? message('bids:core.noSliceFreeForTerm') : message('bids:core.onlySomeSlicesFree', { free, wanted }),
    { hint: message('bids:core.rankOrCounterWithLaterStart'), details: { free, wanted } },
  );
}

/**
 * Checks that a reservation never takes more slices than there are, at any moment of its time.
 * @param count slices of the place in all
 * @param existing every reservation of the same place
 * @throws FarmerError CONFLICT when too few are free, INVALID_INPUT for an empty time range or no slices
 */
export function assertReservable(count: number, existing: readonly ReservedSlices[], wanted: ReservedSlices): void {
  if (wanted.slices < 1 || !Number.isSafeInteger(wanted.slices) || wanted.endS <= wanted.startS) {
    throw invalidInput(message('bids:core.reservationEmpty'), message('bids:core.checkMonths'), {
      field: 'slices',
    });
  }
  const free = Math.max(0, count - peakReserved(existing, wanted.startS, wanted.endS));
  if (wanted.slices > free) {
    throw notFreeError(free, wanted.slices);
  }
}
