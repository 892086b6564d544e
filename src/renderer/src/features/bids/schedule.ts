import type { BestSet } from '#shared/contract/bids/bids.ts';

/** A bid of the best set with its time and slices. */
export type ScheduledBid = BestSet['chosen'][number];

/** The slices that the chosen bids use together, in each of the coming months. */
export function slicesTaken(
  chosen: readonly {
    readonly startMonth: number;
    readonly slices: number;
    readonly bid: { readonly months: number };
  }[],
  months: number,
): readonly number[] {
  return Array.from({ length: months }, (_, month) =>
    chosen
      .filter(({ startMonth, bid }) => startMonth <= month && month < startMonth + bid.months)
      .reduce((sum, { slices }) => sum + slices, 0),
  );
}
