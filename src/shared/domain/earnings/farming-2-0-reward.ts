import type { Farming20Reward } from '#shared/contract/earnings/rewards.ts';
import type { Certification } from '#shared/domain/uptime/limits.ts';
import { Decimal, floorTo } from '#shared/decimal.ts';
import { assertNever, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { FARMING_2_CAP_TFT, FARMING_2_LAST_FRACTION } from '#shared/domain/economy/minting-cap.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';

/** What the price of one CPR was set to, in USD. Source: docs/rules.md#farming-2-0 */
const CPR_PRICE_USD = new Decimal(40);
/** The months in which the first batch was to return its price. Source: docs/rules.md#farming-2-0 */
const RETURN_MONTHS = 6;
/** Places of a TFT amount that Stellar can pay. */
const TFT_PLACES = 7;

/** The zone of a node, for the bandwidth threshold. Source: docs/rules.md#factors-2-0 */
export type NetworkZone = 'emerging' | 'other' | number;

/**
 * The thresholds that Farming 2.0 wrote down and never switched on. An absent one counts as met. Percentages 0 to 100,
 * bandwidth in Mbit/s.
 */
export interface Farming20WhatIf {
  readonly uptimePercent?: Decimal;
  readonly utilisationPercent?: Decimal;
  /** Whole months since the node's first. */
  readonly monthsSinceStart?: number;
  readonly bandwidthMbps?: Decimal;
  readonly zone?: NetworkZone;
}

/** All that decides what a node earned in a month under Farming 2.0. */
export interface Farming20Input {
  readonly resources: Resources;
  readonly certification: Certification;
  readonly tftPriceUsd: Decimal;
  /** All TFT ever farmed. */
  readonly farmedTft: Decimal;
  readonly whatIf?: Farming20WhatIf;
}

const ONE = new Decimal(1);
const HALF = new Decimal('0.5');
const NONE = new Decimal(0);

function assertPrice(tftPriceUsd: Decimal): void {
  if (!tftPriceUsd.isFinite() || tftPriceUsd.lte(0)) {
    throw invalidInput(message('earnings:core.tftPriceNotAboveZero'), message('earnings:core.giveTftPriceUsd'), {
      field: 'tftPriceUsd',
    });
  }
}

/**
 * 1 − p with p = farmed / 4 billion, and 0 where p is above 0.999. At 0.999 itself a thousandth is still paid.
 * @throws FarmerError INVALID_INPUT when `farmedTft` is negative
 * Source: docs/rules.md#difficulty
 */
export function difficultyFactor(farmedTft: Decimal): Decimal {
  if (!farmedTft.isFinite() || farmedTft.isNegative()) {
    throw invalidInput(message('earnings:core.tftFarmedNegative'), message('earnings:core.giveAllTftFarmed'), {
      field: 'farmedTft',
    });
  }
  const p = farmedTft.div(FARMING_2_CAP_TFT);
  return p.gt(FARMING_2_LAST_FRACTION) ? NONE : ONE.minus(p);
}

/** 1 at or above the threshold (99 % DIY, 99.8 % certified), else 0. Source: docs/rules.md#factors-2-0 */
function uptimeFactor(uptimePercent: Decimal, certification: Certification): Decimal {
  switch (certification) {
    case 'diy':
      return uptimePercent.lt(99) ? NONE : ONE;
    case 'certified':
      return uptimePercent.lt('99.8') ? NONE : ONE;
    default:
      return assertNever(certification);
  }
}

/** 1 above 50 %, a half above 25 %, else 0; 1 in the first 12 months and for certified. Source: docs/rules.md#factors-2-0 */
function utilisationFactor(percent: Decimal, monthsSinceStart: number, certification: Certification): Decimal {
  if (certification === 'certified' || monthsSinceStart < 12 || percent.gt(50)) {
    return ONE;
  }
  return percent.gt(25) ? HALF : NONE;
}

/**
 * The number of a network zone: 1 in emerging regions, 10 elsewhere, or any whole number from 1 to 20.
 * @throws FarmerError INVALID_INPUT for another number
 * Source: docs/rules.md#factors-2-0
 */
function networkZoneNumber(zone: NetworkZone): number {
  const value = zone === 'emerging' ? 1 : zone === 'other' ? 10 : zone;
  if (!Number.isInteger(value) || value < 1 || value > 20) {
    throw invalidInput(message('earnings:core.networkZoneInvalid'), message('earnings:core.networkZoneExample'), {
      field: 'zone',
    });
  }
  return value;
}

/** 1 above twice the zone's Mbit/s, a half above once, else 0; 1 for certified. Source: docs/rules.md#factors-2-0 */
function bandwidthFactor(mbps: Decimal, zone: NetworkZone, certification: Certification): Decimal {
  const number = networkZoneNumber(zone);
  if (certification === 'certified' || mbps.gt(2 * number)) {
    return ONE;
  }
  return mbps.gt(number) ? HALF : NONE;
}

function whatIfFactors(whatIf: Farming20WhatIf, certification: Certification): Farming20Reward['factors'] {
  const { uptimePercent, utilisationPercent, monthsSinceStart = 12, bandwidthMbps, zone = 'other' } = whatIf;
  return {
    uptime: uptimePercent === undefined ? ONE : uptimeFactor(uptimePercent, certification),
    utilisation:
      utilisationPercent === undefined ? ONE : utilisationFactor(utilisationPercent, monthsSinceStart, certification),
    bandwidth: bandwidthMbps === undefined ? ONE : bandwidthFactor(bandwidthMbps, zone, certification),
  };
}

/**
 * What a month paid under Farming 2.0: CPR of the units of 2020, times 40/6 USD, over the TFT price, times 1 − p.
 * One division, so that the value is right to the last of its digits; only the paid amount is floored to 1e-7 TFT.
 * @throws FarmerError INVALID_INPUT for a price not above zero and a negative amount farmed
 * Source: docs/rules.md#farming-2-0
 */
export function computeFarming20Reward(input: Farming20Input): Farming20Reward {
  assertPrice(input.tftPriceUsd);
  const { cpr } = computeCapacity(input.resources, 'v2');
  const factor = difficultyFactor(input.farmedTft);
  const factors = whatIfFactors(input.whatIf ?? {}, input.certification);
  const whatIf = factors.uptime.times(factors.utilisation).times(factors.bandwidth);
  const tft = cpr.times(CPR_PRICE_USD).times(factor).times(whatIf).div(input.tftPriceUsd.times(RETURN_MONTHS));
  return { cpr, difficultyFactor: factor, factors, tft, paidTft: floorTo(tft, TFT_PLACES) };
}
