import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { fromTftUnits, toPlain } from '#shared/decimal.ts';
import { TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import {
  BURN_WINDOWS,
  BURN_WINDOWS_S,
  burnRateMilli,
  errorBudget,
  firstPeriodReadings,
  forecastPeriod,
} from '#shared/domain/uptime/budget.ts';
import { findCliff, type PayAt, priceOutages } from '#shared/domain/uptime/outage-price.ts';
import type { Interval } from '#shared/domain/uptime/simulated-credit.ts';
import { totalSeconds } from '#shared/domain/uptime/reachability.ts';
import { findOutages, totalStates } from '#shared/domain/uptime/truth.ts';
import { rewardOfNode } from '#main/app/nodes/node-terms.ts';
import type { UptimeFacts } from './uptime-facts.ts';

/** The outage by which the cliff is made plain: three hours, in seconds. */
const EXAMPLE_OUTAGE_S = 10_800;

/** What a node is paid by credited seconds, or null where its resources are not known. */
export function payFunction(node: FarmNode | null, violation: ViolationKind | null): PayAt | null {
  if (node === null || node.resources === null) {
    return null;
  }
  const { resources } = node;
  return (creditedS) => rewardOfNode(node, resources, { uptimeSeconds: Math.max(0, creditedS), violation }).tftUnits;
}

function tft(units: bigint): string {
  return toPlain(fromTftUnits(units));
}

/** What the period pays. @param cleanPayAt what is paid without a violation: what a whole period would bring */
function moneyOf(node: FarmNode, payAt: PayAt, cleanPayAt: PayAt, facts: UptimeFacts, best: Interval) {
  const full = cleanPayAt(facts.period.endS - facts.period.startS);
  const soFar = (permille: number) => tft((full * BigInt(permille)) / 1000n);
  const expected = { low: payAt(best.low), high: payAt(best.high) };
  return {
    fullTft: tft(full),
    soFarTft: { low: soFar(facts.credit.permille.low), high: soFar(facts.credit.permille.high) },
    expectedTft: { low: tft(expected.low), high: tft(expected.high) },
    atRiskTft: tft(expected.high),
    zeroedBy: node.isVirtual === true ? ('virtual' as const) : facts.credit.low.result.firstViolation,
  };
}

function firstPeriodOf(facts: UptimeFacts, creditedS: number): UptimeSummary['firstPeriod'] {
  const { period, firstSeenS } = facts;
  if (firstSeenS === null || firstSeenS <= period.startS || firstSeenS >= period.endS) {
    return null;
  }
  return { joinedAtS: firstSeenS, ...firstPeriodReadings(creditedS, period, firstSeenS) };
}

function clockPermille(upS: number, unknownS: number, elapsedS: number): Interval {
  const permille = (seconds: number) => (elapsedS === 0 ? 1000 : Math.floor((seconds * 1000) / elapsedS));
  return { low: permille(elapsedS === 0 ? 0 : upS), high: permille(upS + unknownS) };
}

/** What the money part needs: outages with prices, the cliff, and the figures of the period. */
function pricesOf(facts: UptimeFacts, node: FarmNode | null, bestS: Interval, leftS: number) {
  const payAt = payFunction(node, facts.credit.low.result.firstViolation);
  const cleanPayAt = payFunction(node, null);
  const pay = payAt ?? (() => 0n);
  const priced = priceOutages(
    findOutages(facts.stretches, facts.maintenance),
    facts.sessions,
    bestS.high,
    facts.period.startS,
    pay,
  );
  const cliff = findCliff(bestS.high, leftS, pay);
  return {
    outages: priced.map(({ costTftUnits, ...outage }) => ({
      ...outage,
      costTft: payAt === null ? null : tft(costTftUnits),
    })),
    cliff: {
      distanceS: payAt === null && leftS >= 0 ? leftS : cliff.distanceS,
      lossTft: tft(cliff.lossTftUnits),
      exampleOutageS: EXAMPLE_OUTAGE_S,
      losesPeriod: leftS >= 0 && leftS < EXAMPLE_OUTAGE_S,
    },
    money:
      node === null || payAt === null || cleanPayAt === null ? null : moneyOf(node, payAt, cleanPayAt, facts, bestS),
  };
}

/** Makes the answer of the facts: one function for the screen, the command line and the export. */
export function summarise(facts: UptimeFacts, node: FarmNode | null): UptimeSummary {
  const { period, credit, stretches } = facts;
  const nowS = Math.floor(facts.nowMs / 1000);
  const certification = node?.certification ?? 'diy';
  const totals = totalStates(stretches);
  const { firstViolation, lateBoots } = credit.low.result;
  const budget = errorBudget(credit, period, certification, nowS);
  const atS = Math.min(nowS, period.endS);
  const burn = BURN_WINDOWS.map((window) => ({
    window,
    rateMilli: burnRateMilli(stretches, BURN_WINDOWS_S[window], atS, certification),
  }));
  const weekBurn = burn.at(-1)?.rateMilli ?? 0;
  const { bestS, bestPermille, trendPermille, exhaustedAtS } = forecastPeriod(budget, weekBurn, atS, certification);
  return {
    node: node === null ? null : { id: node.id, name: node.name },
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
    burn,
    forecast: { bestPermille, trendPermille, exhaustedAtS },
    ...pricesOf(facts, node, bestS, budget.leftS.high),
    stretches: stretches.map(({ startS, endS, state, isInferred, cause }) => ({
      startS,
      endS,
      state,
      isInferred,
      cause,
    })),
    unreachable: [...facts.unreachable],
    unreachableS: totalSeconds(facts.unreachable),
    clockSteps: [...facts.clockSteps],
    firstPeriod: firstPeriodOf(facts, bestS.high),
  };
}
