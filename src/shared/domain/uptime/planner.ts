import { invalidInput } from '#shared/errors.ts';
import { allowedDownSeconds, type Certification, type Period, PERIOD_LENGTH_S } from './periods.ts';
import type { ErrorBudget } from './budget.ts';
import { REPORT_INTERVAL_S } from './credit-types.ts';
import type { PayAt } from './outage-price.ts';

/** A reboot or other maintenance that the farmer thinks of. */
export interface RebootPlan {
  /** Unix seconds, now or later. */
  readonly startS: number;
  readonly lengthS: number;
}

/** What a plan does to one period. */
export interface PlanEffect {
  readonly periodIndex: number;
  /** Credit lost, seconds: the time off and what ran since the last report. */
  readonly lostS: number;
  /** The budget left afterwards; negative means that the period is lost. */
  readonly leftAfterS: number;
  /** What the period pays less because of it, in units of 1e-7 TFT. */
  readonly riskTftUnits: bigint;
}

/**
 * `safe`: even if unwatched time was down; `safe-if-up`: only if unwatched time was up; `unsafe`: the plan loses a period
 * that would pay; `already-lost`: the period pays nothing with or without it.
 */
export type PlanVerdict = 'safe' | 'safe-if-up' | 'unsafe' | 'already-lost';

/** Why a window costs less. */
export const BETTER_WINDOW_REASONS = ['after-report', 'both-periods', 'next-period'] as const;
/** One of {@link BETTER_WINDOW_REASONS}. */
export type BetterWindowReason = (typeof BETTER_WINDOW_REASONS)[number];

/** A window that costs less. */
export interface BetterWindow {
  readonly startS: number;
  readonly lostS: number;
  readonly riskTftUnits: bigint;
  /**
   * `after-report`: right after a report, so that nothing unreported is lost; `both-periods`: over the end, so that two budgets
   * share it; `next-period`: a fresh budget.
   */
  readonly why: BetterWindowReason;
}

/** The answer to "safe to reboot?". */
export interface PlanAnswer {
  readonly verdict: PlanVerdict;
  readonly effects: readonly PlanEffect[];
  readonly better: BetterWindow | null;
}

/** What the planner knows of the node. */
export interface PlannerState {
  readonly period: Period;
  /** The period after it, for plans that reach over the end or wait for it. */
  readonly nextPeriod: Period;
  readonly certification: Certification;
  readonly budget: ErrorBudget;
  readonly nowS: number;
  /** When the machine was booted, which sets the rhythm of its reports; null when it is not running. */
  readonly bootedAtS: number | null;
  readonly payAt: PayAt;
}

/** Time after a report before the machine goes off, so that the report is surely in a block. Seconds. */
const AFTER_REPORT_S = 120;

/** Seconds that ran unreported when the machine goes off at an instant. */
function unreportedAt(bootedAtS: number | null, atS: number): number {
  return bootedAtS === null || atS < bootedAtS ? 0 : (atS - bootedAtS) % REPORT_INTERVAL_S;
}

function effectOn(state: PlannerState, period: Period, lostS: number): PlanEffect {
  const isCurrent = period.index === state.period.index;
  const allowedS = allowedDownSeconds(state.certification);
  const leftS = isCurrent ? state.budget.leftS.high : allowedS;
  const endCreditS = PERIOD_LENGTH_S - (isCurrent ? state.budget.lostS.low : 0);
  const risk = state.payAt(Math.max(0, endCreditS)) - state.payAt(Math.max(0, endCreditS - lostS));
  return { periodIndex: period.index, lostS, leftAfterS: leftS - lostS, riskTftUnits: risk };
}

/** Splits a plan over the periods it touches; what lies past the next one is not looked at. */
function effectsOf(state: PlannerState, plan: RebootPlan): readonly PlanEffect[] {
  const fromS = plan.startS - unreportedAt(state.bootedAtS, plan.startS);
  const toS = plan.startS + plan.lengthS;
  return [state.period, state.nextPeriod]
    .map((period) => ({ period, lostS: Math.min(toS, period.endS) - Math.max(fromS, period.startS) }))
    .filter(({ lostS }) => lostS > 0)
    .map(({ period, lostS }) => effectOn(state, period, lostS));
}

function totalRisk(effects: readonly PlanEffect[]): bigint {
  return effects.reduce((sum, effect) => sum + effect.riskTftUnits, 0n);
}

function totalLost(effects: readonly PlanEffect[]): number {
  return effects.reduce((sum, effect) => sum + effect.lostS, 0);
}

function judge(state: PlannerState, effects: readonly PlanEffect[]): PlanVerdict {
  const current = effects.find((effect) => effect.periodIndex === state.period.index);
  if (effects.some((effect) => effect.periodIndex !== state.period.index && effect.leftAfterS < 0)) {
    return 'unsafe';
  }
  if (current === undefined) {
    return 'safe';
  }
  if (state.budget.leftS.high < 0) {
    return 'already-lost';
  }
  if (current.leftAfterS < 0) {
    return 'unsafe';
  }
  const unknownS = state.budget.leftS.high - state.budget.leftS.low;
  return current.leftAfterS - unknownS >= 0 ? 'safe' : 'safe-if-up';
}

type Candidate = RebootPlan & { readonly why: BetterWindowReason };

/** Shortly after the first report at or after an instant. */
function afterReport(bootedAtS: number, fromS: number): number {
  return bootedAtS + Math.ceil((fromS - bootedAtS) / REPORT_INTERVAL_S) * REPORT_INTERVAL_S + AFTER_REPORT_S;
}

/** The windows worth looking at, nearest first; a later period only comes last. */
function candidates(state: PlannerState, { startS, lengthS }: RebootPlan): readonly Candidate[] {
  const { bootedAtS } = state;
  const freshS = bootedAtS === null ? state.nextPeriod.startS : afterReport(bootedAtS, state.nextPeriod.startS);
  const near =
    bootedAtS === null
      ? []
      : [afterReport(bootedAtS, startS - REPORT_INTERVAL_S), afterReport(bootedAtS, startS)].toSorted(
          (a, b) => Math.abs(a - startS) - Math.abs(b - startS),
        );
  const all: readonly Candidate[] = [
    ...near.map((atS) => ({ startS: atS, lengthS, why: 'after-report' as const })),
    { startS: state.period.endS - Math.floor(lengthS / 2), lengthS, why: 'both-periods' },
    { startS: freshS, lengthS, why: 'next-period' },
  ];
  return all.filter((candidate) => candidate.startS >= state.nowS && candidate.startS !== startS);
}

function findBetter(state: PlannerState, plan: RebootPlan, effects: readonly PlanEffect[]): BetterWindow | null {
  const risk = totalRisk(effects);
  const lostS = totalLost(effects);
  for (const candidate of candidates(state, plan)) {
    const other = effectsOf(state, candidate);
    const saves = totalRisk(other) < risk;
    const isShorter = totalRisk(other) === risk && totalLost(other) < lostS && candidate.why === 'after-report';
    if (saves || isShorter) {
      const { startS, why } = candidate;
      return { startS, lostS: totalLost(other), riskTftUnits: totalRisk(other), why };
    }
  }
  return null;
}

/**
 * Answers "safe to reboot?": what is left of the budget afterwards, what money is at risk, and the nearest window that
 * costs less. The grid has no maintenance mode: planned downtime counts like any other.
 * @param plan starts now or later and ends within the current or the next period
 * @throws FarmerError INVALID_INPUT for any other plan
 */
export function planReboot(state: PlannerState, plan: RebootPlan): PlanAnswer {
  if (plan.lengthS <= 0 || plan.startS < state.nowS || plan.startS + plan.lengthS > state.nextPeriod.endS) {
    throw invalidInput(
      'The plan must start now or later, last a while, and end before the next period does.',
      'Give a start within this period or the next, and a length above zero.',
      { field: 'startS' },
    );
  }
  const effects = effectsOf(state, plan);
  return { verdict: judge(state, effects), effects, better: findBetter(state, plan, effects) };
}
