import { describe, expect, test } from 'vitest';
import type { TimeWindow } from '#shared/contract/uptime/uptime.ts';
import { DIY_POLICY } from '#shared/domain/rules/policies.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { Decimal, fromTftUnits } from '#shared/decimal.ts';
import { burnRateMilli, errorBudget, firstPeriodReadings, forecastPeriod } from '#shared/domain/uptime/budget.ts';
import { bootsFromReports, type ObservedBoot } from '#shared/domain/uptime/observations.ts';
import { planReboot, type PlannerState } from '#shared/domain/uptime/planner.ts';
import { creditLostBy, runningSessions, simulateCredit } from '#shared/domain/uptime/simulated-credit.ts';
import { nothingKnown, summarise } from '#shared/domain/uptime/summary.ts';
import { computeTimeline } from '#shared/domain/uptime/timeline.ts';
import { periodByIndex, TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';

const PERIOD = periodByIndex(92);
const NEXT = periodByIndex(93);
const START = PERIOD.startS;
const DAY = 86_400;
/** What the DIY Titan is paid: 282.5 TFT a period, by permille, nothing below 950. */
const payAt = (creditedS: number): bigint => {
  const permille = BigInt(Math.min(1000, Math.floor((creditedS * 1000) / 2_630_880)));
  return permille < 950n ? 0n : (2_825_000_000n * permille) / 1000n;
};

function up(id: string, fromS: number, toS: number): ObservedBoot {
  return {
    bootId: id,
    bootedAtMs: (START + fromS) * 1000,
    spans: [{ startMs: (START + Math.max(0, fromS)) * 1000, endMs: (START + toS) * 1000, end: 'open' }],
  };
}

function situation(boots: readonly ObservedBoot[], nowAfterS: number) {
  const nowMs = (START + nowAfterS) * 1000;
  const credit = simulateCredit(boots, PERIOD, nowMs);
  const stretches = computeTimeline(boots, PERIOD, nowMs);
  return {
    credit,
    stretches,
    nowS: START + nowAfterS,
    budget: errorBudget(credit, PERIOD, 131_544, START + nowAfterS),
  };
}

describe('the error budget', () => {
  test('is complete while nothing was lost, although the last report is minutes old', () => {
    expect(situation([up('a', -100, 10 * DAY)], 10 * DAY).budget.leftS).toEqual({ low: 131_544, high: 131_544 });
  });

  test('is reduced by the length of an outage and the time since the last report', () => {
    const { budget } = situation([up('a', 0, 3000), up('b', 10_000, DAY)], DAY);
    expect(budget.lostS).toEqual({ low: 10_000 - 2400, high: 10_000 - 2400 });
  });

  test('becomes a range by unobserved time, without being spent', () => {
    const { budget } = situation([up('a', 5 * DAY, 6 * DAY)], 6 * DAY);
    expect(budget.leftS.high).toBeGreaterThan(131_544 - 2401);
    expect(budget.leftS.low).toBe(131_544 - 5 * DAY);
  });

  test('is 52,617 s for a certified node', () => {
    const { credit, nowS } = situation([up('a', -100, DAY)], DAY);
    expect(errorBudget(credit, PERIOD, 52_617, nowS).leftS.high).toBe(52_617);
  });
});

describe('burn rate and forecast', () => {
  test('are 1000 for a rate that exhausts the budget exactly at the end', () => {
    const downS = Math.round((DAY * 131_544) / 2_630_880);
    const { stretches, nowS } = situation([up('a', -100, DAY), up('b', DAY + downS, 2 * DAY)], 2 * DAY);
    expect(burnRateMilli(stretches, DAY, nowS, 131_544)).toBe(1000);
    expect(burnRateMilli(stretches, 3600, nowS, 131_544)).toBe(0);
  });

  test('predict a missed target for half a day off in a week, unless there is no further outage', () => {
    const { budget, stretches, nowS } = situation([up('a', -100, 6 * DAY), up('b', 6.5 * DAY, 7 * DAY)], 7 * DAY);
    const forecast = forecastPeriod(budget, burnRateMilli(stretches, 7 * DAY, nowS, 131_544), nowS);
    expect(forecast.bestPermille.low).toBeGreaterThanOrEqual(TARGET_PERMILLE.diy);
    expect(forecast.trendPermille.low).toBeLessThan(TARGET_PERMILLE.diy);
    expect(forecast.exhaustedAtS).toBeGreaterThan(nowS);
    expect(forecast.exhaustedAtS).toBeLessThan(PERIOD.endS);
  });

  test('are never exhausted when nothing is lost', () => {
    const { budget, nowS } = situation([up('a', -100, DAY)], DAY);
    expect(forecastPeriod(budget, 0, nowS).exhaustedAtS).toBeNull();
  });

  test('cover both readings of a first period', () => {
    expect(firstPeriodReadings(1_315_440, PERIOD, START + 1_315_440)).toEqual({
      joinedAtS: START + 1_315_440,
      fullPermille: 500,
      proratedPermille: 1000,
    });
  });
});

/** Eight days with one outage. */
function summaryOf(outageS: number, pay: typeof payAt | null = payAt) {
  const boots = [up('a', -2400 * 10, 5 * DAY), up('b', 5 * DAY + outageS, 8 * DAY)];
  const { credit, stretches, nowS } = situation(boots, 8 * DAY);
  const sessions = runningSessions(stretches, new Map(boots.map((b) => [b.bootId, b.bootedAtMs / 1000])), 'high');
  const lostBy = (outage: TimeWindow) => creditLostBy(outage, sessions, START, TODAYS_RULES);
  const facts = { ...nothingKnown(PERIOD, nowS * 1000), boots, credit, stretches, sessions, lostBy };
  return summarise(facts, { id: 1, name: 'Titan', certification: 'diy', isVirtual: false, policy: DIY_POLICY }, pay);
}

describe('the cost of an outage', () => {
  const { outages, cliff, budget } = summaryOf(10_000);
  const endCreditS = 2_630_880 - budget.lostS.low;

  test('is the pay without it minus the actual pay', () => {
    expect(outages[0]?.creditLostS).toBe(budget.lostS.low);
    expect(outages[0]?.costTft).toEqual(fromTftUnits(payAt(2_630_880) - payAt(endCreditS)));
  });

  test('is everything one second beyond the budget', () => {
    expect(cliff).toMatchObject({ distanceS: budget.leftS.high, lossTft: fromTftUnits(payAt(endCreditS)) });
    expect(payAt(endCreditS - (cliff.distanceS ?? 0))).toBeGreaterThan(0n);
    expect(payAt(endCreditS - (cliff.distanceS ?? 0) - 1)).toBe(0n);
    expect(summaryOf(2 * DAY).cliff).toMatchObject({ distanceS: null, lossTft: new Decimal(0) });
  });

  // Catches "0 TFT are at risk" of a node whose reward nobody knows.
  test('is not known where the reward is not', () => {
    expect(summaryOf(10_000, null)).toMatchObject({
      cliff: { distanceS: cliff.distanceS, lossTft: null },
      money: null,
    });
  });
});

describe('the reboot planner', () => {
  const { budget, nowS } = situation([up('a', 0, 10 * DAY)], 10 * DAY);
  const state: PlannerState = {
    period: PERIOD,
    nextPeriod: NEXT,
    budget,
    nowS,
    bootedAtS: START,
    payAt,
  };

  test('allows ten minutes, at the lowest cost right after a report', () => {
    const answer = planReboot(state, { startS: nowS + 1200, lengthS: 600 });
    expect(answer.verdict).toBe('safe');
    expect(answer.effects[0]?.lostS).toBe(600 + 1200);
    expect(answer.better).toMatchObject({ why: 'after-report', lostS: 720 });
  });

  test('allows the budget to the second, and suggests the next period for one second more', () => {
    expect(planReboot(state, { startS: nowS, lengthS: 131_544 }).verdict).toBe('safe');
    const answer = planReboot(state, { startS: nowS, lengthS: 131_545 });
    expect(answer.verdict).toBe('unsafe');
    expect(answer.effects[0]?.riskTft).toEqual(fromTftUnits(payAt(2_630_880)));
    expect(answer.better).toMatchObject({ why: 'both-periods', riskTft: expect.any(Decimal) });
  });

  test('suggests the next period when the budget is exhausted', () => {
    const tight = {
      ...state,
      budget: { ...budget, leftS: { low: 100, high: 100 }, lostS: { low: 131_444, high: 131_444 } },
    };
    expect(planReboot(tight, { startS: nowS, lengthS: 3600 })).toMatchObject({
      verdict: 'unsafe',
      better: { why: 'next-period' },
    });
  });

  test('splits a downtime across the end of a period between two budgets', () => {
    const answer = planReboot(state, { startS: PERIOD.endS - 100_000, lengthS: 200_000 });
    expect(answer.effects.map((effect) => effect.periodIndex)).toEqual([92, 93]);
    expect(answer.verdict).toBe('safe');
  });

  test('answers "safe if it was up" for unobserved time', () => {
    const unsure = situation([up('a', 2 * DAY, 3 * DAY)], 3 * DAY);
    const answer = planReboot(
      { ...state, budget: unsure.budget, nowS: unsure.nowS },
      { startS: unsure.nowS, lengthS: 600 },
    );
    expect(answer.verdict).toBe('safe-if-up');
  });

  test('has nothing to lose in a lost period, and refuses the past', () => {
    const lost = { ...state, budget: { ...budget, leftS: { low: -1, high: -1 } } };
    expect(planReboot(lost, { startS: nowS, lengthS: 60 }).verdict).toBe('already-lost');
    expect(() => planReboot(state, { startS: nowS - 1, lengthS: 60 })).toThrow('must start now');
  });
});

test('prices an imported node’s reports like recorded ones', () => {
  const reports = Array.from({ length: 200 }, (_, k) => ({ atS: START + k * 2400, upS: 9000 + k * 2400 }));
  expect(situation(bootsFromReports(reports), 199 * 2400).budget.leftS.high).toBe(131_544);
});
