import type { UptimeSummary } from '#shared/contract/uptime.ts';

/** The budget at an instant, in hours: a drawing position, not a figure. */
export interface BudgetPoint {
  readonly x: number;
  readonly leftHours: number | null;
  readonly aheadHours: number | null;
  readonly leftS: number;
  readonly [key: string]: number | null;
}

const HOUR_S = 3600;

function point(x: number, leftS: number, isAhead: boolean): BudgetPoint {
  return { x, leftS, leftHours: isAhead ? null : leftS / HOUR_S, aheadHours: isAhead ? leftS / HOUR_S : null };
}

/** The error budget from the start of a period until now, falling with each outage, and straight on to the end. */
export function budgetPoints({ period, budget, outages, atS }: UptimeSummary): readonly BudgetPoint[] {
  const points: BudgetPoint[] = [point(period.startS, budget.allowedS, false)];
  let leftS = budget.allowedS;
  for (const outage of outages) {
    points.push(point(outage.startS, leftS, false));
    leftS -= outage.creditLostS;
    points.push(point(outage.endS, leftS, false));
  }
  const nowS = Math.min(atS, period.endS);
  points.push({ ...point(nowS, budget.leftS.high, false), aheadHours: budget.leftS.high / HOUR_S });
  return nowS < period.endS ? [...points, point(period.endS, budget.leftS.high, true)] : points;
}
