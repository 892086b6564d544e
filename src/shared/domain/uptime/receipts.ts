import type { ReceiptCause } from '#shared/contract/uptime/receipts.ts';
import type { Interval } from '#shared/contract/uptime/uptime.ts';
import { type Decimal, fromTftUnits } from '#shared/decimal.ts';
import type { Certification } from './limits.ts';
import { MAX_CONNECTION_PRICE_MUSD } from '#shared/domain/earnings/reward-terms.ts';
import { uptimePermille } from './periods.ts';
import type { MintingReceipt } from './receipt-reading.ts';

/** The own record of the receipt's period. */
export interface OwnRecord {
  /** Credited seconds; null when nothing was recorded. */
  readonly creditedS: Interval | null;
  /** The payment for the credited seconds; both bounds are equal if all time was watched. */
  readonly rewardTftUnits: { readonly low: bigint; readonly high: bigint };
  readonly connectionPriceMusd: number;
  readonly certification: Certification;
  readonly cu: Decimal;
  readonly su: Decimal;
  /** The policy's reward of a CU in milli-USD. */
  readonly cuRewardMusd: number;
}

/** A receipt compared with the own record. Differences are receipt less own. */
export interface ReceiptComparison {
  /** Seconds; null when nothing was recorded. */
  readonly uptimeDifferenceS: number | null;
  /** 0 within the interval. */
  readonly tftDifference: Decimal;
  /** Named causes, the weightiest first; empty when both agree. */
  readonly causes: readonly ReceiptCause[];
}

/** What a receipt paid, and for how much uptime. */
export function paidByReceipt(receipt: MintingReceipt) {
  return {
    permille: uptimePermille(receipt.measuredUptimeS),
    musd: Number(receipt.rewardMusd),
    tft: fromTftUnits(receipt.rewardTftUnits),
  };
}

/** The length of one report interval: the simulation may be offset by that much from the real reports. */
const TIMING_TOLERANCE_S = 2460;

function uptimeCauses(receipt: MintingReceipt, own: Interval | null): readonly ReceiptCause[] {
  if (own === null) {
    return ['not-recorded'];
  }
  const measured = receipt.measuredUptimeS;
  if (measured >= own.low && measured <= own.high) {
    return own.low === own.high ? [] : ['unwatched-time'];
  }
  const gapS = measured < own.low ? own.low - measured : measured - own.high;
  if (gapS <= TIMING_TOLERANCE_S) {
    return ['report-timing'];
  }
  return [measured < own.low ? 'uptime-lower-than-recorded' : 'uptime-higher-than-recorded'];
}

/** Units of 1e-7 TFT in one milli-USD at a price of one milli-USD for a TFT. */
const TFT_UNITS_PER_TFT = 10_000_000n;
/** Both amounts are floored twice on their own, so that they may differ by this many milli-USD. */
const FLOORED_MUSD = 2n;

/**
 * The price of a TFT in milli-USD that a receipt was really paid at. The one it prints is the same for everybody.
 * @returns null where nothing was paid: then nothing follows
 */
export function paidPriceMusd({ rewardMusd, rewardTftUnits }: MintingReceipt): number | null {
  if (rewardTftUnits === 0n) {
    return null;
  }
  const price = (rewardMusd * TFT_UNITS_PER_TFT + rewardTftUnits / 2n) / rewardTftUnits;
  return price >= 1n && price <= BigInt(MAX_CONNECTION_PRICE_MUSD) ? Number(price) : null;
}

/** Whether the two amounts of a receipt fit a price. */
function isPaidAt({ rewardMusd, rewardTftUnits }: MintingReceipt, priceMusd: number): boolean {
  const difference = rewardTftUnits * BigInt(priceMusd) - rewardMusd * TFT_UNITS_PER_TFT;
  const allowed = FLOORED_MUSD * TFT_UNITS_PER_TFT;
  return difference <= allowed && difference >= -allowed;
}

/** Whether a difference is no more than both amounts lose by being floored. */
function isRounding(differenceTftUnits: bigint, priceMusd: number): boolean {
  const size = differenceTftUnits < 0n ? -differenceTftUnits : differenceTftUnits;
  return size * BigInt(priceMusd) <= FLOORED_MUSD * TFT_UNITS_PER_TFT;
}

function rewardCauses(receipt: MintingReceipt, own: OwnRecord, isBelowTarget: boolean): readonly ReceiptCause[] {
  const causes: ReceiptCause[] = [];
  if (receipt.rewardTftUnits === 0n && own.rewardTftUnits.high > 0n) {
    causes.push(isBelowTarget ? 'target-missed' : 'violation');
  }
  if (!isPaidAt(receipt, own.connectionPriceMusd)) {
    causes.push('connection-price');
  }
  if (!receipt.cu.eq(own.cu) || !receipt.su.eq(own.su)) {
    causes.push('capacity');
  }
  if (!receipt.nu.isZero()) {
    causes.push('traffic');
  }
  if (receipt.certification !== own.certification) {
    causes.push('certification');
  }
  if (receipt.resourceRewards !== null && receipt.resourceRewards.cu !== own.cuRewardMusd) {
    causes.push('policy');
  }
  return causes;
}

/**
 * Compares a receipt with the own record of its period and names what makes the difference.
 * @param isBelowTarget whether the measured uptime misses the target
 */
export function compareReceipt(receipt: MintingReceipt, own: OwnRecord, isBelowTarget: boolean): ReceiptComparison {
  const differenceTftUnits = tftUnitsDifference(receipt.rewardTftUnits, own.rewardTftUnits);
  const uptimeDifferenceS = own.creditedS === null ? null : uptimeDifference(receipt.measuredUptimeS, own.creditedS);
  const causes = [
    ...uptimeCauses(receipt, own.creditedS),
    ...(differenceTftUnits === 0n ? [] : rewardCauses(receipt, own, isBelowTarget)),
  ];
  const rest: ReceiptCause = isRounding(differenceTftUnits, own.connectionPriceMusd) ? 'rounding' : 'not-known';
  return {
    uptimeDifferenceS,
    tftDifference: fromTftUnits(differenceTftUnits),
    causes: differenceTftUnits !== 0n && causes.length === 0 ? [rest] : causes,
  };
}

function tftUnitsDifference(paid: bigint, own: OwnRecord['rewardTftUnits']): bigint {
  if (paid < own.low) {
    return paid - own.low;
  }
  return paid > own.high ? paid - own.high : 0n;
}

/** Seconds outside the interval; 0 within it. */
function uptimeDifference(measuredS: number, own: Interval): number {
  if (measuredS < own.low) {
    return measuredS - own.low;
  }
  return measuredS > own.high ? measuredS - own.high : 0;
}
