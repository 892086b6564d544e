import type {
  Maintenance,
  TimeWindow,
  BurnWindow,
  ClockStep,
  ComputedSummary,
  Interval,
  PricedOutage,
  UptimeBasis,
  ViolationEvidence,
} from '#shared/contract/uptime/uptime.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import { Decimal, fromTftUnits } from '#shared/decimal.ts';
import { BURN_WINDOWS_S, burnRateMilli, errorBudget, firstPeriodReadings, forecastPeriod } from './budget.ts';
import type { Certification } from './limits.ts';
import type { ObservedBoot } from './observations.ts';
import { PERIOD_LENGTH_S } from './periods.ts';
import type { NodeState } from '#shared/domain/nodes/node-states.ts';
import type { FarmingPolicy } from '#shared/contract/rules/policies.ts';
import { DIY_POLICY } from '#shared/domain/rules/policies.ts';
import { uptimeTarget } from '#shared/domain/rules/pay-rules.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { totalSeconds } from './reachability.ts';
import { type CreditInterval, type RunningSession, simulateCredit } from './simulated-credit.ts';
import { type BootStretch, computeTimeline, findOutages, totalStates } from './timeline.ts';
import type { ViolationKind } from './violations.ts';

/** All recorded and imported facts about a node in a period. */
export interface UptimeFacts {
  readonly basis: UptimeBasis;
  readonly period: Period;
  readonly nowMs: number;
  readonly boots: readonly ObservedBoot[];
  readonly stretches: readonly BootStretch[];
  /** When it was up and none of the hosts that the farmer named answered; ascending, without overlaps. */
  readonly unreachable: readonly TimeWindow[];
  /** With unwatched time counted as up. */
  readonly sessions: readonly RunningSession[];
  readonly credit: CreditInterval;
  /** The seconds of credit that an outage cost. */
  readonly lostBy: (outage: TimeWindow) => number;
  /** The reports that break a rule. */
  readonly evidence: readonly ViolationEvidence[];
  readonly quietSinceS: number | null;
  readonly state: NodeState;
  /** Up to when the grid's own record is here; null for a node that is not followed on the grid. */
  readonly asOfS: number | null;
  readonly maintenance: readonly Maintenance[];
  readonly clockSteps: readonly ClockStep[];
  /** When the node was first seen at all, unix seconds; null when it never was. */
  readonly firstSeenS: number | null;
}

/** The node that a summary is about. */
export interface SummarisedNode {
  readonly id: number;
  readonly name: string;
  readonly certification: Certification;
  readonly isVirtual: boolean | null;
  readonly policy: FarmingPolicy;
}

/** The payment of a period, by credited seconds and violation, in units of 1e-7 TFT. */
export type PayFunction = (creditedS: number, violation: ViolationKind | null) => bigint;
/** A {@link PayFunction} whose violation is settled. */
export type PayAt = (creditedS: number) => bigint;

/** The facts of a period of which nothing is known and no node exists. */
export function nothingKnown(period: Period, nowMs: number): UptimeFacts {
  return {
    basis: 'none',
    period,
    nowMs,
    boots: [],
    stretches: computeTimeline([], period, nowMs),
    unreachable: [],
    sessions: [],
    credit: simulateCredit([], period, nowMs),
    lostBy: () => 0,
    evidence: [],
    quietSinceS: null,
    state: 'unknown',
    asOfS: null,
    maintenance: [],
    clockSteps: [],
    firstSeenS: null,
  };
}

/** Prices each outage: what the period would pay without it, less what it pays with all of them. */
function priceOutages(
  { stretches, maintenance, lostBy }: UptimeFacts,
  endCreditS: number,
  payAt: PayAt | null,
): readonly PricedOutage[] {
  const paid = payAt?.(endCreditS) ?? 0n;
  return findOutages(stretches, maintenance).map((outage) => {
    const creditLostS = lostBy(outage);
    if (payAt === null) return { ...outage, creditLostS, costTft: null };
    const cost = payAt(endCreditS + creditLostS) - paid;
    return { ...outage, creditLostS, costTft: fromTftUnits(cost > 0n ? cost : 0n) };
  });
}

/**
 * The cliff ahead: how much more may be lost before nothing is paid, and what the next second takes.
 * @param leftS the budget left, seconds
 */
function findCliff(
  endCreditS: number,
  leftS: number,
  payAt: PayAt,
): Pick<ComputedSummary['cliff'], 'distanceS' | 'lossTft'> {
  const lossTftUnits = payAt(endCreditS);
  return lossTftUnits === 0n || leftS < 0
    ? { distanceS: null, lossTft: new Decimal(0) }
    : { distanceS: leftS, lossTft: fromTftUnits(lossTftUnits) };
}

/** The outage that illustrates the cliff: three hours, in seconds. */
const EXAMPLE_OUTAGE_S = 10_800;

/** The amounts of a period. */
function moneyOf(node: SummarisedNode, pay: PayFunction, facts: UptimeFacts, best: Interval) {
  const violation = facts.credit.low.result.firstViolation;
  const full = pay(facts.period.endS - facts.period.startS, null);
  const soFar = (permille: number) => fromTftUnits((full * BigInt(permille)) / 1000n);
  const expected = { low: pay(best.low, violation), high: pay(best.high, violation) };
  return {
    fullTft: fromTftUnits(full),
    soFarTft: { low: soFar(facts.credit.permille.low), high: soFar(facts.credit.permille.high) },
    expectedTft: { low: fromTftUnits(expected.low), high: fromTftUnits(expected.high) },
    atRiskTft: fromTftUnits(expected.high),
    zeroedBy: node.isVirtual === true ? ('virtual' as const) : violation,
  };
}

function firstPeriodOf(facts: UptimeFacts, creditedS: number): ComputedSummary['firstPeriod'] {
  const { period, firstSeenS } = facts;
  if (firstSeenS === null || firstSeenS <= period.startS || firstSeenS >= period.endS) {
    return null;
  }
  return firstPeriodReadings(creditedS, period, firstSeenS);
}

function clockPermille(upS: number, unknownS: number, elapsedS: number): Interval {
  const permille = (seconds: number) => (elapsedS === 0 ? 1000 : Math.floor((seconds * 1000) / elapsedS));
  return { low: permille(elapsedS === 0 ? 0 : upS), high: permille(upS + unknownS) };
}

/** Everything that has a price: the outages, the cliff and the amounts of the period. */
function pricesOf(
  facts: UptimeFacts,
  node: SummarisedNode | null,
  pay: PayFunction | null,
  bestS: Interval,
  leftS: number,
) {
  const violation = facts.credit.low.result.firstViolation;
  const payAt = pay === null ? null : (creditedS: number) => pay(creditedS, violation);
  const cliff =
    payAt === null ? { distanceS: leftS < 0 ? null : leftS, lossTft: null } : findCliff(bestS.high, leftS, payAt);
  return {
    outages: priceOutages(facts, bestS.high, payAt),
    cliff: {
      ...cliff,
      exampleOutageS: EXAMPLE_OUTAGE_S,
      losesPeriod: leftS >= 0 && leftS < EXAMPLE_OUTAGE_S,
    },
    money: node === null || pay === null ? null : moneyOf(node, pay, facts, bestS),
  };
}

/**
 * Computes a summary from facts: one function for the page, the command line and the export.
 * @param pay null where the node's resources are not known
 */
export function summarise(facts: UptimeFacts, node: SummarisedNode | null, pay: PayFunction | null): ComputedSummary {
  const { period, credit, stretches } = facts;
  const nowS = Math.floor(facts.nowMs / 1000);
  const certification = node?.certification ?? 'diy';
  const totals = totalStates(stretches);
  const { basis, evidence, quietSinceS, state, asOfS, unreachable, clockSteps } = facts;
  const rules = rulesOfPeriod(period.index);
  const target = uptimeTarget(rules.pay, node?.policy ?? DIY_POLICY, certification);
  const targetPermille = target.permille;
  const allowedS = PERIOD_LENGTH_S - Math.ceil((PERIOD_LENGTH_S * targetPermille) / 1000);
  const budget = errorBudget(credit, period, allowedS, nowS);
  const atS = Math.min(nowS, period.endS);
  const rateMilli = (window: BurnWindow) => burnRateMilli(stretches, BURN_WINDOWS_S[window], atS, allowedS);
  const burnRate = (window: BurnWindow) => ({ window, rateMilli: rateMilli(window) });
  const week = burnRate('7d');
  const { bestS, bestPermille, trendPermille, exhaustedAtS } = forecastPeriod(budget, week.rateMilli, atS);
  return {
    node: node && { id: node.id, name: node.name },
    certification,
    period,
    isClosed: nowS > period.endS,
    frozen: null,
    atS: nowS,
    basis,
    ...totals,
    clockPermille: clockPermille(totals.upS, totals.unknownS, totals.upS + totals.downS + totals.unknownS),
    creditedS: credit.creditedS,
    permille: credit.permille,
    targetPermille,
    isTargetAssumed: target.isAssumed,
    lateBoots: credit.low.result.lateBoots,
    violation: credit.low.result.firstViolation,
    evidence,
    // Set by the caller, which knows the last minted period.
    isAsIfMinted: false,
    rulesFrom: rules.fromPeriod,
    quietSinceS,
    state,
    asOfS,
    budget,
    burn: [burnRate('1h'), burnRate('1d'), week],
    forecast: { bestPermille, trendPermille, exhaustedAtS },
    ...pricesOf(facts, node, pay, bestS, budget.leftS.high),
    stretches,
    unreachable,
    unreachableS: totalSeconds(unreachable),
    clockSteps,
    firstPeriod: firstPeriodOf(facts, bestS.high),
  };
}
