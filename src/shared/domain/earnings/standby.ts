import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { StandbyPlan, StandbyVerdict } from '#shared/contract/earnings/decisions.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { type Assumptions, assertAssumptions } from './assumptions.ts';
import { monthIncome } from './income.ts';
import { RULE_PAY } from './rule-pay.ts';
import { usdPerWattInHours } from './tariff.ts';

/** A sleeping node must wake within a day of falling asleep, so it wakes once a day. Source: docs/rules.md#wake-up */
const WAKE_UPS_PER_PERIOD = 31;
const ONE = new Decimal(1);

/** The probability of at least two late wake-ups among a number of them. */
function secondLateChance(lateChance: Decimal, wakeUps: number): Decimal {
  const onTime = ONE.minus(lateChance);
  const none = onTime.pow(wakeUps);
  const one = lateChance.times(wakeUps).times(onTime.pow(Math.max(0, wakeUps - 1)));
  return Decimal.max(0, ONE.minus(none).minus(wakeUps === 0 ? 0 : one));
}

function isHour(hour: number): boolean {
  return Number.isInteger(hour) && hour >= 0 && hour <= 23;
}

function assertPlan(plan: StandbyPlan, wattsIdle: Decimal): void {
  if (!isHour(plan.fromHour) || !isHour(plan.untilHour) || plan.fromHour === plan.untilHour) {
    throw invalidInput(message('earnings:core.sleepHoursInvalid'), message('earnings:core.sleepExample'), {
      field: 'untilHour',
    });
  }
  for (const [value, field] of [
    [plan.lateChance, 'lateChance'],
    [plan.lostUse, 'lostUse'],
  ] as const) {
    if (!value.isFinite() || value.lt(0) || value.gt(1)) {
      throw invalidInput(
        message('earnings:core.fieldOutOfUnitRange', { field }),
        message('earnings:core.onePercentExample'),
        {
          field,
        },
      );
    }
  }
  if (!plan.wattsAsleep.isFinite() || plan.wattsAsleep.isNegative() || plan.wattsAsleep.gt(wattsIdle)) {
    throw invalidInput(message('earnings:core.wattsAsleepOutOfRange'), message('earnings:core.sleepingWattsExample'), {
      field: 'wattsAsleep',
    });
  }
}

/** The largest late chance that still pays, by halving: the loss grows with the chance. */
function findBreakEven(rewardAtRisk: Decimal, worth: Decimal): Decimal | null {
  if (rewardAtRisk.lte(0) || worth.gte(rewardAtRisk)) {
    return null;
  }
  let [low, high] = [new Decimal(0), ONE];
  for (let step = 0; step < 40; step += 1) {
    const middle = low.plus(high).div(2);
    const isPaying = secondLateChance(middle, WAKE_UPS_PER_PERIOD).times(rewardAtRisk).lte(worth);
    [low, high] = isPaying ? [middle, high] : [low, middle];
  }
  return low.toDecimalPlaces(4, Decimal.ROUND_FLOOR);
}

/**
 * Whether it pays to let a node sleep: the energy saved under the tariff against the chance of losing the reward to a
 * second late wake-up and the revenue that sleeping turns away.
 * @throws FarmerError INVALID_INPUT naming the invalid field
 * Source: docs/rules.md#sleep-or-stay
 */
export function evaluateStandby(assumptions: Assumptions, plan: StandbyPlan): StandbyVerdict {
  assertAssumptions(assumptions);
  assertPlan(plan, assumptions.costs.wattsIdle);
  const isAsleep = (hour: number) =>
    plan.fromHour < plan.untilHour
      ? hour >= plan.fromHour && hour < plan.untilHour
      : hour >= plan.fromHour || hour < plan.untilHour;
  const period = periodByIndex(assumptions.firstPeriod);
  const perWatt = usdPerWattInHours(assumptions.costs.tariff, period.startS, period.endS, isAsleep);
  const energySaved = assumptions.costs.wattsIdle.minus(plan.wattsAsleep).times(perWatt);
  const income = monthIncome(assumptions, 1);
  const rewardAtRisk = RULE_PAY[assumptions.rules].tft === 'farmed' ? new Decimal(0) : income.rewardUsd;
  const lostRevenue = income.share.minus(income.rewardUsd).times(plan.lostUse);
  const lossChance = secondLateChance(plan.lateChance, WAKE_UPS_PER_PERIOD);
  const expectedLoss = lossChance.times(rewardAtRisk);
  const gain = energySaved.minus(expectedLoss).minus(lostRevenue);
  return {
    sleepHoursPerDay: (plan.untilHour - plan.fromHour + 24) % 24,
    wakeUps: WAKE_UPS_PER_PERIOD,
    energySaved,
    lossChance,
    rewardAtRisk,
    expectedLoss,
    lostRevenue,
    gain,
    verdict: gain.gt(0) ? 'sleep' : 'stay',
    breakEvenLateChance: findBreakEven(rewardAtRisk, energySaved.minus(lostRevenue)),
  };
}
