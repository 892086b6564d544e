import type { Assumptions } from '#shared/domain/earnings/assumptions.ts';
import { createRandom, type RandomSource } from '#shared/domain/earnings/random.ts';
import type { SimulationPlan } from '#shared/contract/earnings/simulation.ts';
import type { Uncertainty } from '#shared/domain/earnings/uncertainty.ts';
import { wattPrices } from '#shared/domain/earnings/projection.ts';
import { fullTftOfMonth } from '#shared/domain/earnings/income.ts';
import { RULE_PAY } from '#shared/domain/earnings/rule-pay.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { Decimal, floorTo } from '#shared/decimal.ts';

/** The time down in one month: as many outages as a Poisson count says, each of an exponential length. */
function drawDownSeconds(random: RandomSource, { outages }: SimulationPlan): number {
  if (outages.kind === 'record') {
    return outages.downSecondsByPeriod[random.index(outages.downSecondsByPeriod.length)] ?? 0;
  }
  let count = 0;
  for (let product = random.uniform(); product > Math.exp(-outages.perMonth); product *= random.uniform()) count += 1;
  let seconds = 0;
  for (; count > 0; count -= 1) seconds -= Math.log(random.uniform()) * outages.meanSeconds;
  return Math.min(PERIOD_LENGTH_S, Math.floor(seconds));
}

/**
 * The simulation as anyone would write it first: 40-digit decimals all the way, straight from the assumptions, over the
 * same draws. Slow, and the yardstick of the fast one.
 * @returns the cumulative net of each path after the last month
 */
export function naiveTotals(
  assumptions: Assumptions,
  uncertainty: Uncertainty,
  plan: SimulationPlan,
  paths: number,
): Decimal[] {
  const { costs, usage, token, rules } = assumptions;
  const prices = wattPrices(assumptions);
  const kept = RULE_PAY[rules].keptRevenue;
  const volatility = uncertainty.priceVolatility;
  const tft = prices.map((_, index) => fullTftOfMonth(assumptions, index + 1));
  return Array.from({ length: paths }, (_, path) => {
    let logPrice = new Decimal(0);
    let total = new Decimal(0);
    const random = createRandom(plan.seed, path);
    for (let index = 0; index < plan.months; index += 1) {
      logPrice = logPrice.plus(uncertainty.priceDrift).plus(volatility.times(random.normal()));
      const use = Decimal.max(
        0,
        Decimal.min(1, usage.utilisation.plus(uncertainty.utilisationDeviation.times(random.normal()))),
      );
      const up = new Decimal(PERIOD_LENGTH_S - drawDownSeconds(random, plan));
      const permille = up.times(1000).div(PERIOD_LENGTH_S).floor();
      const paid = permille.lt(plan.targetPermille)
        ? new Decimal(0)
        : floorTo((tft[index] ?? new Decimal(0)).times(permille).div(1000), 7);
      const reward = paid.times(token.tftPriceUsd).times(logPrice.exp());
      const sold = Decimal.max(usage.pricePerSliceUsd.times(usage.slices).times(use), usage.bookedUsd[index] ?? 0);
      const revenue = sold.times(kept).times(up).div(PERIOD_LENGTH_S);
      const watts = costs.wattsIdle.plus(costs.wattsLoaded.minus(costs.wattsIdle).times(use));
      total = total
        .plus(reward)
        .plus(revenue)
        .minus(watts.times(prices[index] ?? 0))
        .minus(costs.otherPerMonthUsd)
        .minus(index < costs.amortisationMonths ? costs.hardwareUsd.div(costs.amortisationMonths) : 0);
    }
    return total;
  });
}
