import type { RewardAmounts } from '#shared/contract/earnings/rewards.ts';
import type { PolicyRates } from '#shared/contract/rules/policies.ts';
import { floorDiv, fromTftUnits } from '#shared/decimal.ts';
import { assertNever, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { HOUR_S, TFT_UNITS_PER_TFT } from '#shared/units.ts';
import { capacityMillionthsV3 } from '#shared/domain/hardware/capacity.ts';
import { PERIOD_LENGTH_S, uptimePermille } from '#shared/domain/uptime/periods.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import { DIY_POLICY } from '#shared/domain/rules/policies.ts';
import { payRule, type PayRule } from '#shared/domain/rules/pay-rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { MAX_CONNECTION_PRICE_MUSD, type RewardTerms } from './reward-terms.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';

/** Why a period pays nothing: the first cause in the order of the minting program's checks. */
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
  /** Those of the period; today's where there are none. */
  readonly rules?: RuleVersion;
  /** The seconds of the period since the node connected; the whole period where it was there before. */
  readonly connectedSeconds?: number;
}

/**
 * What a period pays. mUSD are milli-USD, floored at each step and never negative. The TFT amounts are there as decimals
 * and in the units of 1e-7 TFT that the minting program counts in.
 */
export type Reward = RewardAmounts & { readonly fullTftUnits: bigint; readonly tftUnits: bigint };

/** The most public traffic taken as real: 10^12 GiB, in millionths. */
const MAX_NU_MILLIONTHS = 10n ** 18n;

const MILLION = 1_000_000n;
const WHOLE_PERMILLE = 1000;

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

function baseReward(input: RewardInput, rates: PolicyRates): bigint {
  const units = capacityMillionthsV3(input.resources);
  const capacity =
    units.cu * BigInt(rates.cuMusd) + units.su * BigInt(rates.suMusd) + input.nuMillionths * BigInt(rates.nuMusd);
  const addresses = floorDiv(BigInt(input.ipv4Seconds) * BigInt(rates.ipv4HourMusd), BigInt(HOUR_S));
  return floorDiv(capacity, MILLION) + addresses;
}

/**
 * Why nothing is paid. The order of the minting program: it scales by uptime first, and only then looks at the node.
 * @returns `unknown` where it depends on a minimum that is not known
 */
function zeroCause(input: RewardInput, permille: number, minimum: number | null): ZeroCause | 'unknown' | null {
  if (minimum !== null && permille < minimum) {
    return 'uptime';
  }
  const cause = input.isVirtual ? 'virtual' : input.violation;
  return cause === null && minimum === null && permille < WHOLE_PERMILLE ? 'unknown' : cause;
}

/** The share of the whole reward that is paid, as a fraction. */
function paidShare(scale: PayRule['scale'], permille: number, connectedS: number): readonly [bigint, bigint] {
  switch (scale) {
    case 'permille':
      return [BigInt(permille), 1000n];
    case 'since-connected':
      return [BigInt(connectedS), BigInt(PERIOD_LENGTH_S)];
    case 'whole':
      return [1n, 1n];
    default:
      return assertNever(scale);
  }
}

/** The uptime in permille of a part of the period, floored. */
function permilleOfPart(uptimeSeconds: number, partS: number): number {
  return partS === 0 ? 0 : Math.floor((Math.min(uptimeSeconds, partS) * WHOLE_PERMILLE) / partS);
}

/** Milli-USD into units of 1e-7 TFT at a connection price, floored. Source: docs/rules.md#connection-price */
function musdToTftUnits(musd: bigint, connectionPriceMusd: number): bigint {
  return floorDiv(musd * TFT_UNITS_PER_TFT, BigInt(connectionPriceMusd));
}

/**
 * What a node earns in one minting period, in the integer steps of the minting program.
 * @returns null where it is not known: the rewards of the policy are not known, or an uptime below the whole period
 * has to reach a minimum that is not known
 * @throws FarmerError INVALID_INPUT when an amount is negative, fractional or absurd, or the connection price is zero
 * Source: docs/rules.md#minting-v3
 */
export function computeReward(input: RewardInput): Reward | null {
  assertRewardInput(input);
  const { policy, certification, rules = TODAYS_RULES } = input;
  const { minimumPermille, scale } = payRule(rules.pay, policy, certification);
  const connectedS = Math.min(input.connectedSeconds ?? PERIOD_LENGTH_S, PERIOD_LENGTH_S);
  const ofPeriod = uptimePermille(input.uptimeSeconds);
  const permille = scale === 'since-connected' ? permilleOfPart(input.uptimeSeconds, connectedS) : ofPeriod;
  const zeroedBy = zeroCause(input, permille, minimumPermille);
  if (policy.rates === null || zeroedBy === 'unknown') {
    return null;
  }
  const baseMusd = baseReward(input, policy.rates);
  const hasBonus = certification === 'certified' && policy.id === DIY_POLICY.id;
  const fullMusd = hasBonus ? floorDiv(baseMusd * 5n, 4n) : baseMusd;
  const fullTftUnits = musdToTftUnits(fullMusd, input.connectionPriceMusd);
  const [part, whole] = paidShare(scale, permille, connectedS);
  const paid = (amount: bigint) => (zeroedBy === null ? floorDiv(amount * part, whole) : 0n);
  const tftUnits = paid(fullTftUnits);
  return {
    baseMusd,
    fullMusd,
    fullTft: fromTftUnits(fullTftUnits),
    fullTftUnits,
    permille,
    musd: paid(fullMusd),
    tft: fromTftUnits(tftUnits),
    tftUnits,
    zeroedBy,
  };
}

/**
 * What resources earn in a whole period of full uptime, without traffic, addresses or violations: the figure by which
 * machines and upgrades are compared. A virtual machine counts as the real one it could be.
 * @returns null where the rewards of the policy are not known
 * @throws FarmerError INVALID_INPUT when an amount is negative, fractional or absurd
 * Source: docs/rules.md#minting-v3
 */
export function computeFullReward(resources: Resources, terms: RewardTerms): Reward | null {
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
