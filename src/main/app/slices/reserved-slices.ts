import type { Stores } from '#main/store/stores.ts';

/** Slices of a node that are promised now or later. */
export function reservedSlices(stores: Stores, nodeId: number, nowMs: number): number {
  return stores.bids
    .reservations()
    .filter((entry) => entry.nodeId === nodeId && entry.endS * 1000 > nowMs)
    .reduce((sum, entry) => sum + entry.slices, 0);
}
