import { PERIOD_LENGTH_S, uptimePermille } from './periods.ts';
import type {
  BurnWindow,
  ErrorBudget,
  FirstPeriod,
  Interval,
  Stretch,
  TimeWindow,
} from '#shared/contract/uptime/uptime.ts';
import { overlapSeconds } from '#shared/domain/time-windows.ts';
import type { CreditPeriod } from './credit-types.ts';
import type { CreditInterval } from './simulated-credit.ts';

/** How far back burn is looked at, in seconds, shortest first. */
export const BURN_WINDOWS_S = { '1h': 3600, '1d': 86_400, '7d': 604_800 } as const satisfies Record<BurnWindow, number>;

/**
 * The error budget of a period: what the target allows to lose, less what is lost.
 * @param nowS unix seconds; past the end the whole period counts
 * Source: docs/rules.md#uptime-target
 */
export function errorBudget(credit: CreditInterval, period: CreditPeriod, allowedS: number, nowS: number): ErrorBudget {
  const elapsedS = Math.max(0, Math.min(nowS, period.endS) - period.startS);
  const lost = (side: 'low' | 'high') => Math.max(0, elapsedS - credit[side].result.creditedS - credit[side].pendingS);
  const lostS = { low: Math.min(lost('high'), lost('low')), high: lost('low') };
  return {
    allowedS,
    lostS,
    leftS: { low: allowedS - lostS.high, high: allowedS - lostS.low },
    untilS: period.endS,
  };
}

/**
 * How fast the budget burns, in thousandths of the rate that would use it up exactly over a whole period: 1000 spends
 * it all by the end, 0 spends nothing. Only known downtime counts.
 * @param windowS how far back to look; shortened to what lies within `stretches`
 */
export function burnRateMilli(stretches: readonly Stretch[], windowS: number, nowS: number, allowedS: number): number {
  const fromS = Math.max(nowS - windowS, stretches[0]?.startS ?? nowS);
  const watchedS = nowS - fromS;
  if (watchedS <= 0) {
    return 0;
  }
  const downS = downWithin(stretches, { startS: fromS, endS: nowS });
  return Math.floor((downS * PERIOD_LENGTH_S * 1000) / (watchedS * allowedS));
}

/** The seconds of known downtime within a window, without a farmerbot's sleep. */
function downWithin(stretches: readonly Stretch[], window: TimeWindow): number {
  return stretches
    .filter((stretch) => stretch.state === 'down' && stretch.cause !== 'standby')
    .reduce((sum, stretch) => sum + overlapSeconds(stretch, window), 0);
}

/** How a period ends if what is lost so far stays lost, with no more outage and at the rate of the last week. */
export interface Forecast {
  /** Credited seconds at the end without another outage. */
  readonly bestS: Interval;
  readonly bestPermille: Interval;
  /** The same if downtime continues as in the last week. */
  readonly trendPermille: Interval;
  /** When the budget runs out at that rate, unix seconds; null when it lasts to the end. */
  readonly exhaustedAtS: number | null;
}

/** Credited seconds at the end of a period, given the lost seconds. */
function atEnd(lostS: number): number {
  return Math.max(0, PERIOD_LENGTH_S - lostS);
}

/**
 * Looks ahead to the end of a period.
 * @param burnMilli the rate of the last week, from {@link burnRateMilli}
 */
export function forecastPeriod(budget: ErrorBudget, burnMilli: number, nowS: number): Forecast {
  const remainingS = Math.max(0, budget.untilS - nowS);
  const { allowedS } = budget;
  const trendLossS = Math.min(remainingS, Math.ceil((burnMilli * allowedS * remainingS) / (1000 * PERIOD_LENGTH_S)));
  const bestS = { low: atEnd(budget.lostS.high), high: atEnd(budget.lostS.low) };
  const trendS = { low: atEnd(budget.lostS.high + trendLossS), high: atEnd(budget.lostS.low + trendLossS) };
  return {
    bestS,
    bestPermille: permilleOf(bestS),
    trendPermille: permilleOf(trendS),
    exhaustedAtS: exhaustion(budget.leftS.high, trendLossS, remainingS, nowS),
  };
}

function exhaustion(leftS: number, trendLossS: number, remainingS: number, nowS: number): number | null {
  if (leftS < 0) {
    return nowS;
  }
  return trendLossS > leftS ? nowS + Math.floor((leftS * remainingS) / trendLossS) : null;
}

/** The permille of a whole period at both ends of an interval of seconds. Source: docs/rules.md#permille */
function permilleOf(seconds: Interval): Interval {
  return { low: uptimePermille(seconds.low), high: uptimePermille(seconds.high) };
}

/**
 * The uptime of a node that joined within a period, read both ways.
 * @param joinedAtS unix seconds, within the period
 * @returns both the reading of the running program, in which the whole period counts, and the other, in which only the
 * time since the node joined does
 * Source: docs/rules.md#first-period
 */
export function firstPeriodReadings(creditedS: number, period: CreditPeriod, joinedAtS: number): FirstPeriod {
  const memberS = Math.max(1, period.endS - Math.max(joinedAtS, period.startS));
  return {
    joinedAtS,
    fullPermille: uptimePermille(creditedS),
    proratedPermille: Math.min(1000, Math.floor((creditedS * 1000) / memberS)),
  };
}
