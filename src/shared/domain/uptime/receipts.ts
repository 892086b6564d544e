import type { ReceiptCause } from '#shared/contract/uptime/receipts.ts';
import type { Interval } from '#shared/contract/uptime/uptime.ts';
import { Decimal, fromTftUnits } from '#shared/decimal.ts';
import type { Certification } from './limits.ts';
import { uptimePermille } from './periods.ts';
import { message, type Message } from '#shared/message.ts';

/** A minting receipt, as far as Farmer reads it; the receipt itself is kept as it came. */
export interface MintingReceipt {
  readonly periodStartS: number;
  readonly periodEndS: number;
  readonly gridNodeId: number;
  readonly gridFarmId: number;
  /** Credited seconds as the grid measured them. */
  readonly measuredUptimeS: number;
  readonly connectionPriceMusd: number;
  readonly rewardMusd: bigint;
  readonly rewardTftUnits: bigint;
  readonly certification: Certification;
  readonly cu: Decimal;
  readonly su: Decimal;
  readonly nu: Decimal;
  /** Rewards in milli-USD per CU, SU, GiB of NU and IPv4 hour. */
  readonly resourceRewards: { readonly cu: number; readonly su: number; readonly nu: number; readonly ipv4: number };
}

/** What a receipt has wrong. `field` is the receipt's own name. */
export interface ReceiptFault {
  readonly field: string;
  readonly reason: Message;
}

/** A receipt that could be read, or why not. */
export type ReceiptReading =
  | { readonly ok: true; readonly receipt: MintingReceipt }
  | { readonly ok: false; readonly fault: ReceiptFault };

/** The rewards of receipts from before they named them. Source: docs/rules.md#minting-v3 */
const FIRST_REWARDS = { cu: 2400, su: 1000, nu: 30, ipv4: 5 } as const;

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

class Faulty extends Error {
  readonly fault: ReceiptFault;
  constructor(field: string, reason: Message) {
    super(field);
    this.fault = { field, reason };
  }
}

function whole(fields: Fields, name: string, path: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new Faulty(
      path,
      value === undefined ? message('app:core.isMissing') : message('uptime:core.notWholeNumberFromZero'),
    );
  }
  return value as number;
}

function section(fields: Fields, name: string): Fields {
  const value = fieldsOf(fields[name]);
  if (value === null) {
    throw new Faulty(name, message('app:core.isMissing'));
  }
  return value;
}

function amount(fields: Fields, name: string, path: string): Decimal {
  const value = fields[name] ?? 0;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value >= 1e15) {
    throw new Faulty(path, message('uptime:core.notNumberFromZero'));
  }
  return new Decimal(value);
}

function certificationOf(value: unknown): Certification {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text !== 'diy' && text !== 'certified') {
    throw new Faulty('node_type', message('uptime:core.certificationUnknown'));
  }
  return text;
}

function readFields(fields: Fields): MintingReceipt {
  const period = section(fields, 'period');
  const units = section(fields, 'cloud_units');
  const reward = section(fields, 'reward');
  const rewards = fieldsOf(fields['resource_rewards']) ?? FIRST_REWARDS;
  const periodStartS = whole(period, 'start', 'period.start');
  const periodEndS = whole(period, 'end', 'period.end');
  if (periodEndS <= periodStartS) {
    throw new Faulty('period.end', message('uptime:core.notAfterPeriodStart'));
  }
  return {
    periodStartS,
    periodEndS,
    gridNodeId: whole(fields, 'node_id', 'node_id'),
    gridFarmId: whole(fields, 'farm_id', 'farm_id'),
    measuredUptimeS: whole(fields, 'measured_uptime', 'measured_uptime'),
    connectionPriceMusd: whole(fields, 'tft_connection_price', 'tft_connection_price'),
    rewardMusd: BigInt(whole(reward, 'musd', 'reward.musd')),
    rewardTftUnits: BigInt(whole(reward, 'tft', 'reward.tft')),
    certification: certificationOf(fields['node_type']),
    cu: amount(units, 'cu', 'cloud_units.cu'),
    su: amount(units, 'su', 'cloud_units.su'),
    nu: amount(units, 'nu', 'cloud_units.nu'),
    resourceRewards: {
      cu: whole(rewards, 'cu', 'resource_rewards.cu'),
      su: whole(rewards, 'su', 'resource_rewards.su'),
      nu: whole(rewards, 'nu', 'resource_rewards.nu'),
      ipv4: whole(rewards, 'ipv4', 'resource_rewards.ipv4'),
    },
  };
}

/**
 * Reads a minting receipt.
 * @param content parsed JSON of unknown shape
 * Source: docs/rules.md#receipts
 */
export function readReceipt(content: unknown): ReceiptReading {
  const fields = fieldsOf(content);
  if (fields === null) {
    return { ok: false, fault: { field: 'receipt', reason: message('uptime:core.notObject') } };
  }
  try {
    return { ok: true, receipt: readFields(fields) };
  } catch (error) {
    if (error instanceof Faulty) {
      return { ok: false, fault: error.fault };
    }
    throw error;
  }
}

/** What the own record says of the receipt's period. */
export interface OwnRecord {
  /** Credited seconds; null when nothing was recorded. */
  readonly creditedS: Interval | null;
  readonly rewardMusd: bigint;
  readonly rewardTftUnits: bigint;
  readonly connectionPriceMusd: number;
  readonly certification: Certification;
  readonly cu: Decimal;
  readonly su: Decimal;
  /** The policy's reward of a CU in milli-USD. */
  readonly cuRewardMusd: number;
}

/** A receipt beside the own record. Differences are receipt less own. */
export interface ReceiptComparison {
  /** Seconds; null when nothing was recorded. */
  readonly uptimeDifferenceS: number | null;
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

/** One report's worth of seconds: where the own simulation may stand in another place of the 40-minute rhythm. */
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
 * @returns the printed one where nothing was paid
 */
export function paidPriceMusd({ rewardMusd, rewardTftUnits, connectionPriceMusd }: MintingReceipt): number {
  return rewardTftUnits === 0n
    ? connectionPriceMusd
    : Number((rewardMusd * TFT_UNITS_PER_TFT + rewardTftUnits / 2n) / rewardTftUnits);
}

/** Whether the two amounts of a receipt fit a price. */
function isPaidAt({ rewardMusd, rewardTftUnits }: MintingReceipt, priceMusd: number): boolean {
  const difference = rewardTftUnits * BigInt(priceMusd) - rewardMusd * TFT_UNITS_PER_TFT;
  const allowed = FLOORED_MUSD * TFT_UNITS_PER_TFT;
  return difference <= allowed && difference >= -allowed;
}

function rewardCauses(receipt: MintingReceipt, own: OwnRecord, isBelowTarget: boolean): readonly ReceiptCause[] {
  const causes: ReceiptCause[] = [];
  if (receipt.rewardTftUnits === 0n && own.rewardTftUnits > 0n) {
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
  if (receipt.resourceRewards.cu !== own.cuRewardMusd) {
    causes.push('policy');
  }
  return causes;
}

/**
 * Compares a receipt with the own record of its period and names what makes the difference.
 * @param isBelowTarget whether the measured uptime misses the target
 */
export function compareReceipt(receipt: MintingReceipt, own: OwnRecord, isBelowTarget: boolean): ReceiptComparison {
  const differenceTftUnits = receipt.rewardTftUnits - own.rewardTftUnits;
  const uptimeDifferenceS = own.creditedS === null ? null : uptimeDifference(receipt.measuredUptimeS, own.creditedS);
  const causes = [
    ...uptimeCauses(receipt, own.creditedS),
    ...(differenceTftUnits === 0n ? [] : rewardCauses(receipt, own, isBelowTarget)),
  ];
  const isUnexplained = differenceTftUnits !== 0n && causes.length === 0;
  return {
    uptimeDifferenceS,
    tftDifference: fromTftUnits(differenceTftUnits),
    causes: isUnexplained ? ['rounding'] : causes,
  };
}

/** Seconds outside the interval; 0 within it. */
function uptimeDifference(measuredS: number, own: Interval): number {
  if (measuredS < own.low) {
    return measuredS - own.low;
  }
  return measuredS > own.high ? measuredS - own.high : 0;
}
