import { HOUR_S } from '#shared/units.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';

/** The budget at an instant, in hours for drawing. */
export interface BudgetPoint {
  readonly x: number;
  /** The upper bound: unobserved time was up, and missing reports were received. */
  readonly leftS: number;
  /** The lower bound; never negative, and never more than {@link leftS}. */
  readonly sureS: number;
  readonly leftHours: number | null;
  readonly sureHours: number | null;
  /** The lower edge of the uncertain range: {@link sureHours}. */
  readonly openHours: number | null;
  readonly aheadHours: number | null;
  readonly [key: string]: number | null;
}

interface Span {
  readonly startS: number;
  readonly endS: number;
}

/** The part of a span before an instant, in seconds. */
function passedS({ startS, endS }: Span, atS: number): number {
  return Math.max(0, Math.min(atS, endS) - startS);
}

/** The spans that make the budget uncertain: unobserved, or unreachable. */
function uncertainSpans({ stretches, unreachable }: UptimeSummary): readonly Span[] {
  return [...stretches.filter(({ state }) => state === 'unknown'), ...unreachable];
}

function drawn(x: number, leftS: number, sureS: number): BudgetPoint {
  const sureHours = sureS / HOUR_S;
  return { x, leftS, sureS, leftHours: leftS / HOUR_S, sureHours, openHours: sureHours, aheadHours: null };
}

/**
 * The budget up to an instant, in the best and the worst case. Each outage reduces it while it lasts, and the
 * uncertainty grows during unobserved time.
 */
function budgetAt(
  summary: UptimeSummary,
  nowS: number,
): (atS: number) => { readonly best: number; readonly worst: number } {
  const { budget, outages } = summary;
  const doubtful = uncertainSpans(summary);
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

/** The error budget from the start of a period until now, reduced by each outage, then constant to the end. */
export function budgetPoints(summary: UptimeSummary): readonly BudgetPoint[] {
  const { period, outages, atS } = summary;
  const nowS = Math.min(atS, period.endS);
  const at = budgetAt(summary, nowS);
  const turns = [...outages, ...uncertainSpans(summary)].flatMap(({ startS, endS }) => [startS, endS]);
  const times = [...new Set([period.startS, ...turns.filter((time) => time > period.startS && time < nowS), nowS])];
  const points: BudgetPoint[] = [];
  let before = { x: period.startS, worst: summary.budget.allowedS };
  for (const x of times.toSorted((a, b) => a - b)) {
    const { best, worst } = at(x);
    // Where the worst case exhausts the budget between two points, the line has a corner.
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
