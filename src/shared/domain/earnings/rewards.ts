import type { RewardAmounts } from '#shared/contract/earnings/rewards.ts';
import { floorDiv, fromTftUnits } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { HOUR_S, TFT_UNITS_PER_TFT } from '#shared/units.ts';
import { capacityMillionthsV3 } from '#shared/domain/hardware/capacity.ts';
import { PERIOD_LENGTH_S, TARGET_PERMILLE, uptimePermille } from '#shared/domain/uptime/periods.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { FARMING_POLICIES } from '#shared/domain/rules/minting-v3.ts';
import { MAX_CONNECTION_PRICE_MUSD, type RewardTerms } from './reward-terms.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';

/** Why a period pays nothing: the first cause in the order in which the minting program asks. */
export type ZeroCause = 'uptime' | 'virtual' | ViolationKind;

/** All that decides what a node earns in one period under `minting-v3`. */
export interface RewardInput extends RewardTerms {
  readonly resources: Resources;
  /** Public traffic in millionths of a GiB, 0 to {@link MAX_NU_MILLIONTHS}. */
  readonly nuMillionths: bigint;
  /** Sum over public IPv4 addresses of the seconds they were reserved, 0 to 2^53-1. */
  readonly ipv4Seconds: number;
  /** Credited uptime in whole seconds; more than a period counts as a whole period. */
  readonly uptimeSeconds: number;
  readonly isVirtual: boolean;
  readonly violation: ViolationKind | null;
}

/**
 * What a period pays. mUSD are milli-USD, floored at each step and never negative. The TFT amounts are there as decimals
 * and in the units of 1e-7 TFT that the minting program counts in.
 */
export type Reward = RewardAmounts & { readonly fullTftUnits: bigint; readonly tftUnits: bigint };

/** The most public traffic taken as real: 10^12 GiB, in millionths. */
export const MAX_NU_MILLIONTHS = 10n ** 18n;

const MILLION = 1_000_000n;

function assertRewardInput(input: RewardInput): void {
  if (input.nuMillionths < 0n || input.nuMillionths > MAX_NU_MILLIONTHS) {
    throw invalidInput(message('earnings:core.publicTrafficOutOfRange'), message('earnings:core.giveGibOfPeriod'), {
      field: 'nuGib',
    });
  }
  if (!Number.isSafeInteger(input.ipv4Seconds) || input.ipv4Seconds < 0) {
    throw invalidInput(
      message('earnings:core.ipv4TimeInvalid', {
        ipv4Seconds: String(input.ipv4Seconds),
      }),
      message('earnings:core.addUpAddressSeconds'),
      { field: 'ipv4Seconds' },
    );
  }
  const price = input.connectionPriceMusd;
  if (!Number.isSafeInteger(price) || price < 1 || price > MAX_CONNECTION_PRICE_MUSD) {
    throw invalidInput(
      message('earnings:core.connectionPriceInvalid', {
        price: String(price),
      }),
      message('earnings:core.giveTftPriceMusd'),
      { field: 'connectionPriceMusd' },
    );
  }
}

function baseReward(input: RewardInput): bigint {
  const policy = FARMING_POLICIES[input.policy];
  const units = capacityMillionthsV3(input.resources);
  const capacity = units.cu * policy.cuMusd + units.su * policy.suMusd + input.nuMillionths * policy.nuMusd;
  const addresses = floorDiv(BigInt(input.ipv4Seconds) * policy.ipv4HourMusd, BigInt(HOUR_S));
  return floorDiv(capacity, MILLION) + addresses;
}

/** The order of the minting program: it scales by uptime first, and only then looks at the node itself. */
function zeroCause(input: RewardInput, permille: number): ZeroCause | null {
  if (permille < TARGET_PERMILLE[input.certification]) {
    return 'uptime';
  }
  return input.isVirtual ? 'virtual' : input.violation;
}

/** Milli-USD into units of 1e-7 TFT at a connection price, floored. Source: docs/rules.md#connection-price */
export function musdToTftUnits(musd: bigint, connectionPriceMusd: number): bigint {
  return floorDiv(musd * TFT_UNITS_PER_TFT, BigInt(connectionPriceMusd));
}

/**
 * What a node earns in one minting period, in the integer steps of the running minting program.
 * @throws FarmerError INVALID_INPUT when an amount is negative, fractional or absurd, or the connection price is zero
 * Source: docs/rules.md#minting-v3
 */
export function computeReward(input: RewardInput): Reward {
  assertRewardInput(input);
  const permille = uptimePermille(input.uptimeSeconds);
  const baseMusd = baseReward(input);
  const hasBonus = input.certification === 'certified' && input.policy === 1;
  const fullMusd = hasBonus ? floorDiv(baseMusd * 5n, 4n) : baseMusd;
  const fullTftUnits = musdToTftUnits(fullMusd, input.connectionPriceMusd);
  const zeroedBy = zeroCause(input, permille);
  const scale = (amount: bigint) => (zeroedBy === null ? floorDiv(amount * BigInt(permille), 1000n) : 0n);
  const tftUnits = scale(fullTftUnits);
  return {
    baseMusd,
    fullMusd,
    fullTft: fromTftUnits(fullTftUnits),
    fullTftUnits,
    permille,
    musd: scale(fullMusd),
    tft: fromTftUnits(tftUnits),
    tftUnits,
    zeroedBy,
  };
}

/**
 * What resources earn in a whole period of full uptime, without traffic, addresses or violations: the figure by which
 * machines and upgrades are compared. A virtual machine is taken for the real one it could be.
 * @throws FarmerError INVALID_INPUT when an amount is negative, fractional or absurd
 * Source: docs/rules.md#minting-v3
 */
export function computeFullReward(resources: Resources, terms: RewardTerms): Reward {
  return computeReward({
    ...terms,
    resources,
    nuMillionths: 0n,
    ipv4Seconds: 0,
    uptimeSeconds: PERIOD_LENGTH_S,
    isVirtual: false,
    violation: null,
  });
}
