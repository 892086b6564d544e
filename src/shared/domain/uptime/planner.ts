import type { Period } from '#shared/contract/uptime/periods.ts';
import type { ErrorBudget, PlanEffect, RebootAdvice } from '#shared/contract/uptime/uptime.ts';
import { type Decimal, fromTftUnits, sumOf } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { overlapSeconds } from '#shared/domain/time-windows.ts';
import { PERIOD_LENGTH_S } from './periods.ts';
import { REPORT_INTERVAL_S } from './credit-types.ts';
import type { PayAt } from './summary.ts';

/** A reboot or other maintenance that the farmer considers. */
export interface RebootPlan {
  /** Unix seconds, now or later. */
  readonly startS: number;
  readonly lengthS: number;
}

/** The planner's facts about the node. */
export interface PlannerState {
  readonly period: Period;
  /** The period after it, for plans that reach over the end or wait for it. */
  readonly nextPeriod: Period;
  readonly budget: ErrorBudget;
  readonly nowS: number;
  /** When the machine was booted, which sets the rhythm of its reports; null when it is not running. */
  readonly bootedAtS: number | null;
  readonly payAt: PayAt;
}

/** Time after a report before the machine goes off, so that the report is surely in a block. Seconds. */
const AFTER_REPORT_S = 120;

/** The unreported running time if the machine is turned off at an instant, in seconds. */
function unreportedAt(bootedAtS: number | null, atS: number): number {
  return bootedAtS === null || atS < bootedAtS ? 0 : (atS - bootedAtS) % REPORT_INTERVAL_S;
}

function effectOn(state: PlannerState, period: Period, lostS: number): PlanEffect {
  const isCurrent = period.index === state.period.index;
  const { allowedS } = state.budget;
  const leftS = isCurrent ? state.budget.leftS.high : allowedS;
  const endCreditS = PERIOD_LENGTH_S - (isCurrent ? state.budget.lostS.low : 0);
  const risk = state.payAt(Math.max(0, endCreditS)) - state.payAt(Math.max(0, endCreditS - lostS));
  return { periodIndex: period.index, lostS, leftAfterS: leftS - lostS, riskTft: fromTftUnits(risk) };
}

/** Splits a plan over the current and the next period. */
function effectsOf(state: PlannerState, plan: RebootPlan): readonly PlanEffect[] {
  const lost = {
    startS: plan.startS - unreportedAt(state.bootedAtS, plan.startS),
    endS: plan.startS + plan.lengthS,
  };
  return [state.period, state.nextPeriod]
    .map((period) => ({ period, lostS: overlapSeconds(lost, period) }))
    .filter(({ lostS }) => lostS > 0)
    .map(({ period, lostS }) => effectOn(state, period, lostS));
}

function totalRisk(effects: readonly PlanEffect[]): Decimal {
  return sumOf(effects.map(({ riskTft }) => riskTft));
}

function totalLost(effects: readonly PlanEffect[]): number {
  return effects.reduce((sum, effect) => sum + effect.lostS, 0);
}

function judge(state: PlannerState, effects: readonly PlanEffect[]): RebootAdvice['verdict'] {
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

type BetterWindow = NonNullable<RebootAdvice['better']>;
type Candidate = RebootPlan & { readonly why: BetterWindow['why'] };

/** Shortly after the first report at or after an instant. */
function afterReport(bootedAtS: number, fromS: number): number {
  return bootedAtS + Math.ceil((fromS - bootedAtS) / REPORT_INTERVAL_S) * REPORT_INTERVAL_S + AFTER_REPORT_S;
}

/** The windows to compare, nearest first and the next period last. */
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
    const otherRisk = totalRisk(other);
    const saves = otherRisk.lt(risk);
    const isShorter = otherRisk.eq(risk) && totalLost(other) < lostS && candidate.why === 'after-report';
    if (saves || isShorter) {
      const { startS, why } = candidate;
      return { startS, lostS: totalLost(other), riskTft: otherRisk, why };
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
export function planReboot(state: PlannerState, plan: RebootPlan): RebootAdvice {
  if (plan.lengthS <= 0 || plan.startS < state.nowS || plan.startS + plan.lengthS > state.nextPeriod.endS) {
    throw invalidInput(message('uptime:core.planTimeInvalid'), message('uptime:core.givePlanTime'), {
      field: 'startS',
    });
  }
  const effects = effectsOf(state, plan);
  return { verdict: judge(state, effects), effects, better: findBetter(state, plan, effects) };
}
