import type { Compared } from '#shared/domain/earnings/decisions.ts';
import type { Obstacles } from '#shared/domain/earnings/obstacles.ts';
import type { Payback, ProjectedMonth, Projection } from '#shared/domain/earnings/projection.ts';
import {
  type Quantiles,
  simulatedDecimal,
  type SimulationSummary,
} from '#shared/domain/earnings/simulation-summary.ts';
import type { ProjectionWire, SimulationSummaryWire } from '#shared/contract/earnings/projections.ts';
import { type Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';

type MonthWire = ProjectionWire['months'][number];
type CaseWire = ProjectionWire['cases']['low'];

/** Places of an amount that is the result of a division. */
const QUOTIENT_PLACES = 8;

/** A decimal, or null where there is none. */
export function plainOrNull(value: Decimal | null): string | null {
  return value === null ? null : toPlain(value);
}

/** An average or another quotient, rounded for a boundary. */
export function quotient(value: Decimal): string {
  return toPlain(roundHalfUp(value, QUOTIENT_PLACES));
}

function monthToWire(month: ProjectedMonth): MonthWire {
  return {
    month: month.month,
    period: month.period,
    rewardTft: toPlain(month.rewardTft),
    gross: toPlain(month.gross),
    share: toPlain(month.share),
    electricity: toPlain(month.electricity),
    hardware: toPlain(month.hardware),
    other: toPlain(month.other),
    net: toPlain(month.net),
    cumulative: toPlain(month.cumulative),
    cash: toPlain(month.cash),
  };
}

/** The months and totals of a projection. */
export function projectionToWire(projection: Projection) {
  return {
    months: projection.months.map(monthToWire),
    breakEvenMonth: projection.breakEvenMonth,
    payback: projection.payback,
    roi: plainOrNull(projection.roi),
    totalNet: toPlain(projection.totalNet),
  };
}

/** The totals of a projection. */
export function caseToWire(projection: Projection): CaseWire {
  return {
    totalNet: toPlain(projection.totalNet),
    payback: projection.payback satisfies Payback,
    roi: plainOrNull(projection.roi),
  };
}

/** What keeps the first month from bringing anything. */
export function obstaclesToWire({ found, unhindered }: Obstacles): ProjectionWire['obstacles'] {
  return {
    found: [...found],
    unhindered:
      unhindered === null
        ? null
        : {
            rewardTft: toPlain(unhindered.rewardTft),
            shareUsd: quotient(unhindered.shareUsd),
            sruBytes: unhindered.sruBytes,
          },
  };
}

function simulated(value: number): string {
  return toPlain(simulatedDecimal(value));
}

function quantilesToWire(quantiles: Quantiles) {
  return { p10: simulated(quantiles.p10), p50: simulated(quantiles.p50), p90: simulated(quantiles.p90) };
}

/** What a simulation says, its numbers rounded to what the draws can carry. */
export function simulationToWire(summary: SimulationSummary): SimulationSummaryWire {
  const chances = ({ diy, certified }: { readonly diy: number; readonly certified: number }) => ({
    diy: simulated(diy),
    certified: simulated(certified),
  });
  return {
    paths: summary.paths,
    seed: summary.seed,
    total: quantilesToWire(summary.total),
    byMonth: summary.byMonth.map(quantilesToWire),
    missChance: chances(summary.missChance),
    missAnyChance: chances(summary.missAnyChance),
    paybackChance: simulated(summary.paybackChance),
    paybackMonth: summary.paybackMonth,
  };
}

/** One machine of a comparison; `position` is its place in the question. */
export function comparedToWire(compared: Compared, position: number) {
  const { projection, assumptions } = compared;
  return {
    label: compared.label,
    position,
    totalNet: toPlain(projection.totalNet),
    netPerMonth: quotient(projection.totalNet.div(projection.months.length)),
    hardwareUsd: toPlain(assumptions.costs.hardwareUsd),
    netPerUsd: plainOrNull(compared.netPerUsd),
    payback: projection.payback,
    roi: plainOrNull(projection.roi),
    cumulative: projection.months.map((month) => toPlain(month.cumulative)),
  };
}
