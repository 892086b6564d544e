import type { BurnWindow, ComputedSummary, Interval } from '#shared/contract/uptime/uptime.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';

import { fromTftUnits } from '#shared/decimal.ts';
import { TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import {
  BURN_WINDOWS_S,
  burnRateMilli,
  errorBudget,
  firstPeriodReadings,
  forecastPeriod,
} from '#shared/domain/uptime/budget.ts';
import { findCliff, type PayAt, priceOutages } from '#shared/domain/uptime/outage-price.ts';
import { totalSeconds } from '#shared/domain/uptime/reachability.ts';
import { findOutages, totalStates } from '#shared/domain/uptime/timeline.ts';
import { rewardOfNode } from '#main/app/nodes/node-terms.ts';
import type { UptimeFacts } from './uptime-facts.ts';

/** The outage that illustrates the cliff: three hours, in seconds. */
const EXAMPLE_OUTAGE_S = 10_800;

/** The reward of a node by its credited seconds, or null where its resources are not known. */
export function payFunction(node: FarmNode | null, violation: ViolationKind | null): PayAt | null {
  if (node === null || node.resources === null) {
    return null;
  }
  const { resources } = node;
  const rewardAt = (creditedS: number) =>
    rewardOfNode(node, resources, { uptimeSeconds: Math.max(0, creditedS), violation });
  // Where no uptime is worth nothing for sure, none is worth anything that could be told.
  return rewardAt(0) === null ? null : (creditedS) => rewardAt(creditedS)?.tftUnits ?? 0n;
}

/** The amounts of a period. @param cleanPayAt pays as if there were no violation */
function moneyOf(node: FarmNode, payAt: PayAt, cleanPayAt: PayAt, facts: UptimeFacts, best: Interval) {
  const full = cleanPayAt(facts.period.endS - facts.period.startS);
  const soFar = (permille: number) => fromTftUnits((full * BigInt(permille)) / 1000n);
  const expected = { low: payAt(best.low), high: payAt(best.high) };
  return {
    fullTft: fromTftUnits(full),
    soFarTft: { low: soFar(facts.credit.permille.low), high: soFar(facts.credit.permille.high) },
    expectedTft: { low: fromTftUnits(expected.low), high: fromTftUnits(expected.high) },
    atRiskTft: fromTftUnits(expected.high),
    zeroedBy: node.isVirtual === true ? ('virtual' as const) : facts.credit.low.result.firstViolation,
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
function pricesOf(facts: UptimeFacts, node: FarmNode | null, bestS: Interval, leftS: number) {
  const payAt = payFunction(node, facts.credit.low.result.firstViolation);
  const cleanPayAt = payFunction(node, null);
  const outages = findOutages(facts.stretches, facts.maintenance);
  const cliff = findCliff(bestS.high, leftS, payAt ?? (() => 0n));
  return {
    outages: priceOutages(outages, facts.sessions, bestS.high, facts.period.startS, payAt),
    cliff: {
      ...cliff,
      distanceS: payAt === null && leftS >= 0 ? leftS : cliff.distanceS,
      exampleOutageS: EXAMPLE_OUTAGE_S,
      losesPeriod: leftS >= 0 && leftS < EXAMPLE_OUTAGE_S,
    },
    money:
      node === null || payAt === null || cleanPayAt === null ? null : moneyOf(node, payAt, cleanPayAt, facts, bestS),
  };
}

/** Computes a summary from facts: one function for the screen, the command line and the export. */
export function summarise(facts: UptimeFacts, node: FarmNode | null): ComputedSummary {
  const { period, credit, stretches } = facts;
  const nowS = Math.floor(facts.nowMs / 1000);
  const certification = node?.certification ?? 'diy';
  const totals = totalStates(stretches);
  const { firstViolation, lateBoots } = credit.low.result;
  const budget = errorBudget(credit, period, certification, nowS);
  const atS = Math.min(nowS, period.endS);
  const burnRate = (window: BurnWindow) => ({
    window,
    rateMilli: burnRateMilli(stretches, BURN_WINDOWS_S[window], atS, certification),
  });
  const week = burnRate('7d');
  const { bestS, bestPermille, trendPermille, exhaustedAtS } = forecastPeriod(
    budget,
    week.rateMilli,
    atS,
    certification,
  );
  return {
    node,
    certification,
    period,
    isClosed: nowS > period.endS,
    frozen: null,
    atS: nowS,
    basis: facts.basis,
    ...totals,
    clockPermille: clockPermille(totals.upS, totals.unknownS, totals.upS + totals.downS + totals.unknownS),
    creditedS: credit.creditedS,
    permille: credit.permille,
    targetPermille: TARGET_PERMILLE[certification],
    lateBoots,
    violation: firstViolation,
    budget,
    burn: [burnRate('1h'), burnRate('1d'), week],
    forecast: { bestPermille, trendPermille, exhaustedAtS },
    ...pricesOf(facts, node, bestS, budget.leftS.high),
    stretches,
    unreachable: facts.unreachable,
    unreachableS: totalSeconds(facts.unreachable),
    clockSteps: facts.clockSteps,
    firstPeriod: firstPeriodOf(facts, bestS.high),
  };
}
