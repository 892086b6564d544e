import { invalidInput } from '#shared/errors.ts';
import { TFT_UNITS_PER_TFT } from '#shared/units.ts';
import { phrase } from '#shared/phrase.ts';
import { TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import { type Assumptions, assertAssumptions } from './assumptions.ts';
import { fullTftOfMonth, hasRevenue, keptRevenueFraction } from './income.ts';
import { hardwareOfMonth, wattPrices } from './projection.ts';
import { MAX_SEED } from './random.ts';
import { assertUncertainty, type OutageModel, type Uncertainty } from './uncertainty.ts';

/** Where a simulated month's outages come from, in plain numbers. */
export type PlannedOutages =
  | { readonly kind: 'rate'; readonly perMonth: number; readonly meanSeconds: number }
  | { readonly kind: 'record'; readonly downSecondsByPeriod: readonly number[] };

/**
 * All that a simulation needs, in plain numbers that can be sent to a worker. The numbers are floating point: this is
 * the one place where money is, and nothing that leaves the simulation but quantiles is made of it.
 */
export interface SimulationPlan {
  readonly seed: number;
  readonly paths: number;
  readonly months: number;
  readonly price: { readonly start: number; readonly volatility: number; readonly drift: number };
  readonly utilisation: { readonly mean: number; readonly deviation: number };
  readonly outages: PlannedOutages;
  /** The permille below which a period's reward is lost. */
  readonly targetPermille: number;
  /** Units of 1e-7 TFT at full uptime, by month. */
  readonly fullTftUnits: readonly number[];
  /** `permille`: floored to the permille of uptime, zero below the target. `whole`: uptime does not count. */
  readonly scaling: 'permille' | 'whole';
  /** `market`: the reward is worth what TFT is worth then. `fixed`: it follows the price, so its worth is that of today. */
  readonly worth: 'market' | 'fixed';
  /** USD of a month in which all is sold and nothing is down, before the split. */
  readonly fullRevenue: number;
  /** USD by month that accepted bids have promised, before the split: the least that is sold. */
  readonly bookedRevenue: readonly number[];
  readonly keptRevenue: number;
  /** USD by month: electricity of an idle machine plus other costs. */
  readonly runningCost: readonly number[];
  /** USD by month that full utilisation adds to the electricity. */
  readonly loadCost: readonly number[];
  /** USD by month written off. */
  readonly hardware: readonly number[];
  readonly hardwareTotal: number;
}

/** How many paths and from which seed. */
export interface SimulationSize {
  readonly seed: number;
  readonly paths: number;
}

/** How many paths are drawn when nothing is said. */
export const DEFAULT_PATHS = 10_000;
/** The most paths of one simulation. */
export const MAX_PATHS = 100_000;

function assertSize({ seed, paths }: SimulationSize): void {
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw invalidInput(
      phrase('The seed must be a whole number from 0 to {{maxSeed}}.', { maxSeed: MAX_SEED }),
      'Any will do; the same gives the same.',
      {
        field: 'seed',
      },
    );
  }
  if (!Number.isInteger(paths) || paths < 1 || paths > MAX_PATHS) {
    throw invalidInput(
      phrase('Paths must be a whole number from 1 to {{maxPaths}}.', { maxPaths: MAX_PATHS }),
      phrase('{{defaultPaths}} is plenty.', { defaultPaths: DEFAULT_PATHS }),
      {
        field: 'paths',
      },
    );
  }
}

function plannedOutages(outages: OutageModel): PlannedOutages {
  return outages.kind === 'record' ? outages : { ...outages, perMonth: outages.perMonth.toNumber() };
}

/**
 * Turns assumptions and how sure they are into the numbers of a simulation.
 * @throws FarmerError INVALID_INPUT naming the field that cannot stand
 * Source: docs/rules.md#monte-carlo
 */
export function planSimulation(
  assumptions: Assumptions,
  uncertainty: Uncertainty,
  size: SimulationSize,
): SimulationPlan {
  assertAssumptions(assumptions);
  assertUncertainty(uncertainty);
  assertSize(size);
  const { rules, costs, usage, token, months } = assumptions;
  const monthNumbers = Array.from({ length: months }, (_, index) => index + 1);
  const prices = wattPrices(assumptions);
  const span = costs.wattsLoaded.minus(costs.wattsIdle);
  const full = hasRevenue(rules) ? usage.pricePerSliceUsd.times(usage.slices).toNumber() : 0;
  return {
    ...size,
    months,
    price: {
      start: token.tftPriceUsd.toNumber(),
      volatility: uncertainty.priceVolatility.toNumber(),
      drift: uncertainty.priceDrift.toNumber(),
    },
    utilisation: { mean: usage.utilisation.toNumber(), deviation: uncertainty.utilisationDeviation.toNumber() },
    outages: plannedOutages(uncertainty.outages),
    targetPermille: TARGET_PERMILLE[assumptions.node.certification],
    fullTftUnits: monthNumbers.map((month) =>
      fullTftOfMonth(assumptions, month).times(TFT_UNITS_PER_TFT.toString()).toNumber(),
    ),
    scaling: rules === 'farming-2.0' ? 'whole' : 'permille',
    worth: rules === 'farming-2.0' ? 'fixed' : 'market',
    fullRevenue: full,
    bookedRevenue: monthNumbers.map((month) => (hasRevenue(rules) ? (usage.bookedUsd[month - 1]?.toNumber() ?? 0) : 0)),
    keptRevenue: keptRevenueFraction(rules).toNumber(),
    runningCost: prices.map((price) => costs.wattsIdle.times(price).plus(costs.otherPerMonthUsd).toNumber()),
    loadCost: prices.map((price) => span.times(price).toNumber()),
    hardware: monthNumbers.map((month) => hardwareOfMonth(assumptions, month).toNumber()),
    hardwareTotal: costs.hardwareUsd.toNumber(),
  };
}
