import type { ComputedSummary, PricedOutage } from '#shared/contract/uptime/uptime.ts';
import { Decimal, fromTftUnits } from '#shared/decimal.ts';
import { REPORT_INTERVAL_S } from './credit-types.ts';
import type { RunningSession } from './simulated-credit.ts';
import type { UnpricedOutage } from './timeline.ts';

/** What a period pays for so many credited seconds, in units of 1e-7 TFT: the one function that prices outages. */
export type PayAt = (creditedS: number) => bigint;

/** When the last report before an instant was sent, or null when no session reaches it. Unix seconds. */
function lastReportBefore(sessions: readonly RunningSession[], atS: number): number | null {
  const session = sessions.findLast(({ fromS, toS }) => fromS < atS && toS >= atS);
  if (session === undefined) {
    return null;
  }
  const sentS = session.bootedAtS + Math.floor((atS - session.bootedAtS) / REPORT_INTERVAL_S) * REPORT_INTERVAL_S;
  return Math.max(sentS, session.fromS);
}

/**
 * Prices each outage: what the period would pay without it, less what it pays with all of them.
 * @param sessions as the high reading has them
 * @param payAt null where the node's resources are not known
 * @param endCreditS the credited seconds expected at the period's end, from the forecast
 */
export function priceOutages(
  outages: readonly UnpricedOutage[],
  sessions: readonly RunningSession[],
  endCreditS: number,
  periodStartS: number,
  payAt: PayAt | null,
): readonly PricedOutage[] {
  const paid = payAt?.(endCreditS) ?? 0n;
  return outages.map((outage) => {
    const reportedS = Math.max(lastReportBefore(sessions, outage.startS) ?? outage.startS, periodStartS);
    const creditLostS = outage.endS - Math.min(reportedS, outage.startS);
    if (payAt === null) return { ...outage, creditLostS, costTft: null };
    const cost = payAt(endCreditS + creditLostS) - paid;
    return { ...outage, creditLostS, costTft: fromTftUnits(cost > 0n ? cost : 0n) };
  });
}

/**
 * The cliff ahead: how much more may be lost before nothing is paid, and what the next second takes.
 * @param leftS the budget left, seconds
 */
export function findCliff(
  endCreditS: number,
  leftS: number,
  payAt: PayAt,
): Pick<ComputedSummary['cliff'], 'distanceS' | 'lossTft'> {
  const lossTftUnits = payAt(endCreditS);
  return lossTftUnits === 0n || leftS < 0
    ? { distanceS: null, lossTft: new Decimal(0) }
    : { distanceS: leftS, lossTft: fromTftUnits(lossTftUnits) };
}
