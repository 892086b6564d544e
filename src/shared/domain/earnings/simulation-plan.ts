import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { TFT_UNITS_PER_TFT } from '#shared/units.ts';
import type { SimulationSize } from '#shared/contract/earnings/projections.ts';
import type { SimulationPlan } from '#shared/contract/earnings/simulation.ts';
import { payRule } from '#shared/domain/rules/pay-rules.ts';
import { policyUnknown } from '#shared/domain/rules/policies.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { type Assumptions, assertAssumptions } from './assumptions.ts';
import { fullTftOfMonth } from './income.ts';
import { hardwareOfMonth, wattPrices } from './projection.ts';
import { DEFAULT_PATHS, MAX_PATHS, MAX_SEED } from './limits.ts';
import { hasRevenue, RULE_PAY } from './rule-pay.ts';
import { assertUncertainty, type OutageModel, type Uncertainty } from './uncertainty.ts';

function assertSize({ seed, paths }: SimulationSize): void {
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw invalidInput(message('earnings:core.seedInvalid', { maxSeed: MAX_SEED }), message('earnings:core.anySeed'), {
      field: 'seed',
    });
  }
  if (!Number.isInteger(paths) || paths < 1 || paths > MAX_PATHS) {
    throw invalidInput(
      message('earnings:core.pathsInvalid', { maxPaths: MAX_PATHS }),
      message('earnings:core.defaultPathsSuffice', { defaultPaths: DEFAULT_PATHS }),
      {
        field: 'paths',
      },
    );
  }
}

function plannedOutages(outages: OutageModel): SimulationPlan['outages'] {
  return outages.kind === 'record' ? outages : { ...outages, perMonth: outages.perMonth.toNumber() };
}

/**
 * Turns assumptions and how sure they are into the numbers of a simulation.
 * @throws FarmerError INVALID_INPUT naming the invalid field
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
  const { rules, node, costs, usage, token, months } = assumptions;
  const { minimumPermille, scale } = payRule(TODAYS_RULES.pay, node.policy, node.certification);
  if (minimumPermille === null) {
    throw policyUnknown(node.policy.id);
  }
  const monthNumbers = Array.from({ length: months }, (_, index) => index + 1);
  const prices = wattPrices(assumptions);
  const span = costs.wattsLoaded.minus(costs.wattsIdle);
  const { tft, keptRevenue } = RULE_PAY[rules];
  const isFarmed = tft === 'farmed';
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
    targetPermille: minimumPermille,
    fullTftUnits: monthNumbers.map((month) =>
      fullTftOfMonth(assumptions, month).times(TFT_UNITS_PER_TFT.toString()).toNumber(),
    ),
    scaling: isFarmed ? 'whole' : scale === 'permille' ? 'permille' : 'all-or-nothing',
    worth: isFarmed ? 'fixed' : 'market',
    fullRevenue: full,
    bookedRevenue: monthNumbers.map((month) => (hasRevenue(rules) ? (usage.bookedUsd[month - 1]?.toNumber() ?? 0) : 0)),
    keptRevenue: keptRevenue.toNumber(),
    runningCost: prices.map((price) => costs.wattsIdle.times(price).plus(costs.otherPerMonthUsd).toNumber()),
    loadCost: prices.map((price) => span.times(price).toNumber()),
    hardware: monthNumbers.map((month) => hardwareOfMonth(assumptions, month).toNumber()),
    hardwareTotal: costs.hardwareUsd.toNumber(),
  };
}
