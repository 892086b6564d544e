import type { Stores } from '#main/store/stores.ts';
import { bookedRevenue, type PeriodRevenue } from '#shared/domain/bids/revenue.ts';
import type { RuleSplitId } from '#shared/domain/economy/splits.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { Decimal } from '#shared/decimal.ts';

/** Which reservations count, from the period of `nowMs` on. */
export interface BookedQuestion {
  /** Null for every node of the farm. */
  readonly nodeId: number | null;
  readonly split: RuleSplitId;
  readonly periods: number;
  readonly nowMs: number;
}

/** What accepted bids bring by period: the one total behind the bids page, the command line and every projection. */
export function readBookedRevenue(stores: Stores, question: BookedQuestion): readonly PeriodRevenue[] {
  const { nodeId, split, periods, nowMs } = question;
  const reservations = stores.bids
    .reservations()
    .filter((entry) => nodeId === null || entry.nodeId === nodeId)
    .map((entry) => ({ ...entry, monthUsd: new Decimal(entry.monthUsd) }));
  return bookedRevenue(reservations, periodAt(nowMs / 1000).index, periods, split);
}
