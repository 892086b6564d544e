import { PERIOD_LENGTH_S, TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import { createRandom, type RandomSource } from './random.ts';
import type { SimulationPlan } from '#shared/contract/earnings/simulation.ts';

type Outages = SimulationPlan['outages'];

/** Some simulated paths; `nets` is by path then month, the others by path. Buffers can be transferred between threads. */
export interface SimulatedPaths {
  readonly firstPath: number;
  readonly paths: number;
  /** Cumulative net after each month, USD. */
  readonly cumulative: Float64Array;
  /** First month in which the machine has paid for itself, 0 for not within the months. */
  readonly paybackMonth: Uint16Array;
  /** Months below 95 % and below 98 %. */
  readonly missedDiy: Uint16Array;
  readonly missedCertified: Uint16Array;
}

const TFT_UNITS = 1e7;

/** A Poisson count by multiplying uniforms: fast for the small rates that outages have. */
function poisson(random: RandomSource, limit: number): number {
  let count = 0;
  let product = random.uniform();
  while (product > limit) {
    count += 1;
    product *= random.uniform();
  }
  return count;
}

/** The sum of exponential lengths is the logarithm of a product of uniforms: one logarithm for all. */
function drawDownSeconds(random: RandomSource, outages: Outages, limit: number): number {
  if (outages.kind === 'record') {
    return outages.downSecondsByPeriod[random.index(outages.downSecondsByPeriod.length)] ?? 0;
  }
  const count = poisson(random, limit);
  let product = 1;
  for (let left = count; left > 0; left -= 1) {
    product *= random.uniform();
  }
  return count === 0 ? 0 : Math.min(PERIOD_LENGTH_S, Math.floor(-Math.log(product) * outages.meanSeconds));
}

function poissonLimit(outages: Outages): number {
  return outages.kind === 'rate' ? Math.exp(-outages.perMonth) : 0;
}

function rewardUsd(plan: SimulationPlan, month: number, permille: number, price: number): number {
  const units = plan.fullTftUnits[month] ?? 0;
  if (plan.scaling === 'whole') {
    return (units / TFT_UNITS) * (plan.worth === 'fixed' ? plan.price.start : price);
  }
  const share = plan.scaling === 'permille' ? permille : 1000;
  return permille < plan.targetPermille ? 0 : (Math.floor((units * share) / 1000) / TFT_UNITS) * price;
}

function runPath(plan: SimulationPlan, path: number, row: number, limit: number, out: SimulatedPaths): void {
  const random = createRandom(plan.seed, path);
  const { volatility, drift, start } = plan.price;
  const { mean, deviation } = plan.utilisation;
  let logPrice = 0;
  let cumulative = 0;
  let cash = -plan.hardwareTotal;
  for (let month = 0; month < plan.months; month += 1) {
    logPrice += drift + volatility * random.normal();
    const use = Math.min(1, Math.max(0, mean + deviation * random.normal()));
    const upSeconds = PERIOD_LENGTH_S - drawDownSeconds(random, plan.outages, limit);
    const permille = Math.floor((upSeconds * 1000) / PERIOD_LENGTH_S);
    const reward = rewardUsd(plan, month, permille, start * Math.exp(logPrice));
    const sold = Math.max(plan.fullRevenue * use, plan.bookedRevenue[month] ?? 0);
    const revenue = sold * plan.keptRevenue * (upSeconds / PERIOD_LENGTH_S);
    const taken = reward + revenue - (plan.runningCost[month] ?? 0) - (plan.loadCost[month] ?? 0) * use;
    cumulative += taken - (plan.hardware[month] ?? 0);
    cash += taken;
    out.cumulative[row * plan.months + month] = cumulative;
    const isPaid = plan.hardwareTotal === 0 ? cash > 0 : cash >= 0;
    if (isPaid && out.paybackMonth[row] === 0) out.paybackMonth[row] = month + 1;
    if (permille < TARGET_PERMILLE.diy) out.missedDiy[row] = (out.missedDiy[row] ?? 0) + 1;
    if (permille < TARGET_PERMILLE.certified) out.missedCertified[row] = (out.missedCertified[row] ?? 0) + 1;
  }
}

/**
 * Simulates some of a plan's paths. Every path has its own stream of the seed, so any cut into pieces, in any order and
 * on any thread, gives the same paths.
 * @param firstPath from 0
 * @param count how many paths from there
 * Source: docs/rules.md#monte-carlo
 */
export function simulatePaths(plan: SimulationPlan, firstPath: number, count: number): SimulatedPaths {
  const out: SimulatedPaths = {
    firstPath,
    paths: count,
    cumulative: new Float64Array(count * plan.months),
    paybackMonth: new Uint16Array(count),
    missedDiy: new Uint16Array(count),
    missedCertified: new Uint16Array(count),
  };
  const limit = poissonLimit(plan.outages);
  for (let row = 0; row < count; row += 1) {
    runPath(plan, firstPath + row, row, limit, out);
  }
  return out;
}
