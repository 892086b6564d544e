import { REPORT_INTERVAL_S } from './credit-types.ts';
import type { RunningSession } from './simulated-credit.ts';
import type { Outage } from './truth.ts';

/** What a period pays for so many credited seconds, in units of 1e-7 TFT: the one function that prices outages. */
export type PayAt = (creditedS: number) => bigint;

/** An outage with its cost. */
export interface PricedOutage extends Outage {
  /** Credit lost with it: the downtime, and what ran since the last report and was never reported. Seconds. */
  readonly creditLostS: number;
  /** What the period would pay more without it, in units of 1e-7 TFT. */
  readonly costTftUnits: bigint;
}

/** When the last report before an instant was sent, or null when no session reaches it. Unix seconds. */
export function lastReportBefore(sessions: readonly RunningSession[], atS: number): number | null {
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
 * @param endCreditS the credited seconds expected at the period's end, from the forecast
 */
export function priceOutages(
  outages: readonly Outage[],
  sessions: readonly RunningSession[],
  endCreditS: number,
  periodStartS: number,
  payAt: PayAt,
): readonly PricedOutage[] {
  const paid = payAt(endCreditS);
  return outages.map((outage) => {
    const reportedS = Math.max(lastReportBefore(sessions, outage.startS) ?? outage.startS, periodStartS);
    const creditLostS = outage.endS - Math.min(reportedS, outage.startS);
    const costTftUnits = payAt(endCreditS + creditLostS) - paid;
    return { ...outage, creditLostS, costTftUnits: costTftUnits > 0n ? costTftUnits : 0n };
  });
}

/** Where the period stops paying. */
export interface Cliff {
  /** Seconds that may still be lost before nothing is paid; null when the period pays nothing already. */
  readonly distanceS: number | null;
  /** What is lost at the edge, in units of 1e-7 TFT. */
  readonly lossTftUnits: bigint;
}

/**
 * The cliff ahead: how much more may be lost, and what goes with the second after it.
 * @param leftS the budget left, seconds
 */
export function findCliff(endCreditS: number, leftS: number, payAt: PayAt): Cliff {
  const lossTftUnits = payAt(endCreditS);
  return lossTftUnits === 0n || leftS < 0 ? { distanceS: null, lossTftUnits: 0n } : { distanceS: leftS, lossTftUnits };
}
