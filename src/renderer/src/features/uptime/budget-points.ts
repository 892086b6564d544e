import { HOUR_S } from '#shared/units.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';

/** The budget at an instant; hours are drawing positions, not figures. */
export interface BudgetPoint {
  readonly x: number;
  /** What is left at most: what nobody watched was up, what was not heard was reported. */
  readonly leftS: number;
  /** What is left for certain; never below zero, and never more than {@link leftS}. */
  readonly sureS: number;
  readonly leftHours: number | null;
  readonly sureHours: number | null;
  /** The lower edge of what is not certain: {@link sureHours}. */
  readonly openHours: number | null;
  readonly aheadHours: number | null;
  readonly [key: string]: number | null;
}

interface Span {
  readonly startS: number;
  readonly endS: number;
}

/** The seconds of a span that lie before an instant. */
function passedS({ startS, endS }: Span, atS: number): number {
  return Math.max(0, Math.min(atS, endS) - startS);
}

/** The time that leaves the budget open: nobody watched, or nobody answered. */
function doubtfulSpans({ stretches, unreachable }: UptimeSummary): readonly Span[] {
  return [...stretches.filter(({ state }) => state === 'unknown'), ...unreachable];
}

function drawn(x: number, leftS: number, sureS: number): BudgetPoint {
  const sureHours = sureS / HOUR_S;
  return { x, leftS, sureS, leftHours: leftS / HOUR_S, sureHours, openHours: sureHours, aheadHours: null };
}

/**
 * The budget until an instant, in the best and in the worst case: each outage takes its credit while it lasts, and what
 * is not certain in the end grew while nobody watched.
 */
function budgetAt(
  summary: UptimeSummary,
  nowS: number,
): (atS: number) => { readonly best: number; readonly worst: number } {
  const { budget, outages } = summary;
  const doubtful = doubtfulSpans(summary);
  const openS = budget.leftS.high - budget.leftS.low;
  const doubtfulS = doubtful.reduce((sum, span) => sum + passedS(span, nowS), 0);
  return (atS) => {
    if (atS >= nowS) return { best: budget.leftS.high, worst: budget.leftS.low };
    const lostS = outages.reduce(
      (sum, outage) => sum + (outage.creditLostS * passedS(outage, atS)) / Math.max(1, outage.endS - outage.startS),
      0,
    );
    const best = budget.allowedS - lostS;
    const passed = doubtful.reduce((sum, span) => sum + passedS(span, atS), 0);
    return { best, worst: best - (doubtfulS === 0 ? 0 : (openS * passed) / doubtfulS) };
  };
}

/** The error budget from the start of a period until now, falling with each outage, and straight on to the end. */
export function budgetPoints(summary: UptimeSummary): readonly BudgetPoint[] {
  const { period, outages, atS } = summary;
  const nowS = Math.min(atS, period.endS);
  const at = budgetAt(summary, nowS);
  const turns = [...outages, ...doubtfulSpans(summary)].flatMap(({ startS, endS }) => [startS, endS]);
  const times = [...new Set([period.startS, ...turns.filter((time) => time > period.startS && time < nowS), nowS])];
  const points: BudgetPoint[] = [];
  let before = { x: period.startS, worst: summary.budget.allowedS };
  for (const x of times.toSorted((a, b) => a - b)) {
    const { best, worst } = at(x);
    // Where the worst case uses up the budget on the way, the drawn line has a corner.
    if (before.worst > 0 && worst < 0) {
      const corner = Math.round(before.x + ((x - before.x) * before.worst) / (before.worst - worst));
      if (corner > before.x && corner < x) points.push(drawn(corner, at(corner).best, 0));
    }
    points.push(drawn(x, best, Math.min(best, Math.max(0, worst))));
    before = { x, worst };
  }
  const last = points.at(-1);
  if (last === undefined || nowS >= period.endS) return points;
  const ahead = { ...last, aheadHours: last.leftHours };
  return [
    ...points.slice(0, -1),
    ahead,
    { ...ahead, x: period.endS, leftHours: null, sureHours: null, openHours: null },
  ];
}
