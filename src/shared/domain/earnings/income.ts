import { Decimal, fromTftUnits } from '#shared/decimal.ts';
import { assertNever } from '#shared/errors.ts';
import { FARMING_2_CAP_TFT } from '#shared/domain/economy/minting-cap.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import { policyUnknown } from '#shared/domain/rules/policies.ts';
import { computeReward, type Reward } from './rewards.ts';
import type { Assumptions } from './assumptions.ts';
import { computeFarming20Reward } from './farming-2-0-reward.ts';
import { hasRevenue, RULE_PAY } from './rule-pay.ts';
import { worthOfTft } from './value.ts';

/** The income of one month, in USD and not yet rounded. `gross` is before any split, `share` what the farmer keeps. */
export interface MonthIncome {
  readonly rewardTft: Decimal;
  readonly rewardUsd: Decimal;
  readonly revenueUsd: Decimal;
  readonly gross: Decimal;
  readonly share: Decimal;
}

/** TFT that exist before a month, if the network mints at a steady rate; null when nobody typed the supply. */
export function mintedBefore(assumptions: Assumptions, month: number): Decimal | null {
  const { mintedTft, mintedPerMonthTft } = assumptions.token;
  return mintedTft === null ? null : mintedTft.plus((mintedPerMonthTft ?? new Decimal(0)).times(month - 1));
}

/**
 * The reward of one period under today's minting.
 * @param uptimeSeconds credited, counted in whole seconds, rounded up
 * @throws FarmerError REFUSED where the numbers of the policy are not known
 */
export function mintingReward(
  { node }: Assumptions,
  uptimeSeconds: Decimal,
  violation: ViolationKind | null = null,
): Reward {
  const reward = computeReward({ ...node, uptimeSeconds: uptimeSeconds.ceil().toNumber(), violation });
  if (reward === null) {
    throw policyUnknown(node.policy.id);
  }
  return reward;
}

/**
 * The TFT of a month at full uptime, before it is scaled. In Farming 2.0 it depends on the month through the supply, in
 * the 2024 rules it ends with the cap.
 */
export function fullTftOfMonth(assumptions: Assumptions, month: number): Decimal {
  const { rules, node, token } = assumptions;
  const minted = mintedBefore(assumptions, month);
  const { tft, capTft } = RULE_PAY[rules];
  switch (tft) {
    case 'none':
      return new Decimal(0);
    case 'farmed':
      return computeFarming20Reward({
        resources: node.resources,
        certification: node.certification,
        tftPriceUsd: token.tftPriceUsd,
        farmedTft: minted === null ? new Decimal(0) : Decimal.min(minted, FARMING_2_CAP_TFT),
      }).paidTft;
    case 'minted': {
      const isOver = capTft !== null && minted !== null && minted.gte(capTft);
      const full = mintingReward(assumptions, new Decimal(PERIOD_LENGTH_S));
      return isOver || full.zeroedBy !== null ? new Decimal(0) : fromTftUnits(full.fullTftUnits);
    }
    default:
      return assertNever(tft);
  }
}

/** The uptime of a month in seconds. @param month from 1 */
export function uptimeOfMonth({ running, uptimeSeconds }: Assumptions, month: number): Decimal {
  return month === 1 && running !== null ? running.uptimeSeconds : uptimeSeconds;
}

function rewardTftOfMonth(assumptions: Assumptions, month: number): Decimal {
  const full = fullTftOfMonth(assumptions, month);
  if (RULE_PAY[assumptions.rules].tft !== 'minted' || full.isZero()) {
    return full;
  }
  const violation = month === 1 ? (assumptions.running?.violation ?? null) : null;
  return fromTftUnits(mintingReward(assumptions, uptimeOfMonth(assumptions, month), violation).tftUnits);
}

/**
 * What users pay for a month of full uptime, in USD: what the utilisation makes one expect, and never less than what
 * accepted bids have promised for that month, since they are part of what is sold.
 * @param month from 1
 */
function revenueAtFullUptime(assumptions: Assumptions, month: number): Decimal {
  const { slices, pricePerSliceUsd, utilisation, bookedUsd } = assumptions.usage;
  return hasRevenue(assumptions.rules)
    ? Decimal.max(pricePerSliceUsd.times(slices).times(utilisation), bookedUsd[month - 1] ?? 0)
    : new Decimal(0);
}

/**
 * The income of a month. The whole reward is the farmer's; of what users pay, the split of the rule set counts. Users
 * do not pay for time in which the node was down.
 * @param month from 1
 * Source: docs/rules.md#projection
 */
export function monthIncome(assumptions: Assumptions, month: number): MonthIncome {
  const rewardTft = rewardTftOfMonth(assumptions, month);
  const rewardUsd = worthOfTft(rewardTft, assumptions.token.tftPriceUsd);
  const revenueUsd = revenueAtFullUptime(assumptions, month)
    .times(uptimeOfMonth(assumptions, month))
    .div(PERIOD_LENGTH_S);
  return {
    rewardTft,
    rewardUsd,
    revenueUsd,
    gross: rewardUsd.plus(revenueUsd),
    share: rewardUsd.plus(revenueUsd.times(RULE_PAY[assumptions.rules].keptRevenue)),
  };
}
