import type { HashCheck, ReceiptKind } from '#shared/contract/uptime/receipts.ts';
import { Decimal } from '#shared/decimal.ts';
import { message, type Message, type Text } from '#shared/message.ts';
import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import { type Certification, MAX_PERIOD_INDEX } from './limits.ts';
import { FIRST_PERIOD_START_S, PERIOD_LENGTH_S } from './periods.ts';
import { type ReceiptFields, resourcesOfReceipt } from './receipt-resources.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';

/** A reward: milli-USD and units of 1e-7 TFT. */
export interface ReceiptReward {
  readonly musd: bigint;
  readonly tftUnits: bigint;
}

/** The fields that every receipt has. */
interface ReceiptPlace {
  readonly periodStartS: number;
  readonly periodEndS: number;
  readonly gridFarmId: number;
  /** The Stellar account that is paid; empty where none is named. */
  readonly payoutAddress: string;
}

/** The fields of a minting receipt that Farmer uses; the receipt itself is stored unchanged. */
export interface MintingReceipt extends ReceiptPlace {
  readonly gridNodeId: number;
  readonly gridTwinId: number | null;
  /** Credited seconds as the grid measured them. */
  readonly measuredUptimeS: number;
  /** As it is printed: the same for everybody. */
  readonly connectionPriceMusd: number;
  readonly rewardMusd: bigint;
  readonly rewardTftUnits: bigint;
  readonly certification: Certification;
  readonly cu: Decimal;
  readonly su: Decimal;
  readonly nu: Decimal;
  /** Public IPv4 addresses in use, over the period. */
  readonly ip: Decimal;
  /** The number of the farming policy; null on receipts from before it was named. */
  readonly policyId: number | null;
  /** Rewards in milli-USD per CU, SU, GiB of NU and IPv4 hour; null on receipts from before they were named. */
  readonly resourceRewards: {
    readonly cu: number;
    readonly su: number;
    readonly nu: number;
    readonly ipv4: number;
  } | null;
  /** Null where they are missing or impossible. */
  readonly resources: Resources | null;
}

/** A correction of a receipt: it names the wrong one and the right one by their hashes. */
export interface FixupReceipt extends ReceiptPlace {
  readonly gridNodeId: number;
  readonly mintedHash: string;
  readonly correctHash: string;
  readonly mintedReward: ReceiptReward;
  readonly correctReward: ReceiptReward;
  readonly fixupReward: ReceiptReward;
  /** Of the corrected receipt; null where they are missing. */
  readonly units: Readonly<Record<'cu' | 'su' | 'nu', Decimal>> | null;
}

/** A payment that failed and was sent again. Its period is the one whose payment failed. */
export interface RetryReceipt extends ReceiptPlace {
  readonly retryPeriodStartS: number;
  readonly receiptHash: string;
  readonly reward: ReceiptReward;
}

/** A receipt of any kind. */
export type ReadReceipt =
  | { readonly kind: 'minting'; readonly receipt: MintingReceipt }
  | { readonly kind: 'fixup'; readonly receipt: FixupReceipt }
  | { readonly kind: 'retry'; readonly receipt: RetryReceipt };

/** What is wrong with a receipt. `field` is the name of a field in the receipt, or of the receipt itself. */
export interface ReceiptFault {
  readonly field: Text;
  readonly reason: Message;
}

/** The fault of a receipt that is no object. */
export const NOT_OBJECT: ReceiptFault = {
  field: message('uptime:core.receipt'),
  reason: message('uptime:core.notObject'),
};

/** A receipt that could be read, or why not. */
export type ReceiptReading =
  | ({ readonly ok: true } & ReadReceipt)
  | { readonly ok: false; readonly fault: ReceiptFault };

/** A stored receipt as it is read: with its hash, empty where it came without one. */
export type KnownReceipt<T> = T & { readonly id: number; readonly hash: string; readonly verification: HashCheck };

/** After a period's end so much may be credited at most, in seconds. Source: docs/rules.md#receipts */
const LATE_CREDIT_S = 27 * 3600;
/** No reward is more: a thousand million USD. */
const MAX_REWARD_MUSD = 1_000_000_000_000;
/** A receipt's period may miss a minting period by so much, in seconds. */
const PERIOD_TOLERANCE_S = 3600;

class Faulty extends Error {
  readonly fault: ReceiptFault;
  constructor(field: string, reason: Message) {
    super(field);
    this.fault = { field, reason };
  }
}

/** The fields of an object; null for anything else. */
export function fieldsOf(value: unknown): ReceiptFields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ReceiptFields) : null;
}

function whole(fields: ReceiptFields, name: string, path: string, max = Number.MAX_SAFE_INTEGER): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > max) {
    throw new Faulty(
      path,
      value === undefined ? message('app:core.isMissing') : message('uptime:core.notWholeNumberFromZero'),
    );
  }
  return value as number;
}

function section(fields: ReceiptFields, name: string): ReceiptFields {
  const value = fieldsOf(fields[name]);
  if (value === null) {
    throw new Faulty(name, message('app:core.isMissing'));
  }
  return value;
}

function amount(fields: ReceiptFields, name: string, path: string, absent?: 0): Decimal {
  const value = fields[name] ?? absent;
  if (value === undefined) {
    throw new Faulty(path, message('app:core.isMissing'));
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value >= 1e15) {
    throw new Faulty(path, message('uptime:core.notNumberFromZero'));
  }
  return new Decimal(value);
}

function gridNumber(fields: ReceiptFields, name: string): number {
  const value = whole(fields, name, name, MAX_CHAIN_NUMBER);
  if (value === 0) {
    throw new Faulty(name, message('uptime:core.notWholeNumberFromZero'));
  }
  return value;
}

function hashIn(fields: ReceiptFields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || !isReceiptHash(value)) {
    throw new Faulty(name, value === undefined ? message('app:core.isMissing') : message('uptime:core.notReceiptHash'));
  }
  return value.toLowerCase();
}

function periodIn(fields: ReceiptFields, name: string) {
  const period = section(fields, name);
  const startS = whole(period, 'start', `${name}.start`);
  const endS = whole(period, 'end', `${name}.end`);
  if (endS <= startS) {
    throw new Faulty(`${name}.end`, message('uptime:core.notAfterPeriodStart'));
  }
  const index = Math.floor(((startS + endS) / 2 - FIRST_PERIOD_START_S) / PERIOD_LENGTH_S);
  const missedS = Math.abs(startS - FIRST_PERIOD_START_S - index * PERIOD_LENGTH_S);
  const lengthErrorS = Math.abs(endS - startS - PERIOD_LENGTH_S);
  if (index < 0 || index > MAX_PERIOD_INDEX || missedS > PERIOD_TOLERANCE_S || lengthErrorS > PERIOD_TOLERANCE_S) {
    throw new Faulty(name, message('uptime:core.notMintingPeriod'));
  }
  return { startS, endS };
}

/** The index of the minting period of a receipt that could be read. */
export function periodIndexOf({ periodStartS, periodEndS }: ReceiptPlace): number {
  return Math.floor(((periodStartS + periodEndS) / 2 - FIRST_PERIOD_START_S) / PERIOD_LENGTH_S);
}

function rewardIn(fields: ReceiptFields, name: string): ReceiptReward {
  const reward = section(fields, name);
  return {
    musd: BigInt(whole(reward, 'musd', `${name}.musd`, MAX_REWARD_MUSD)),
    tftUnits: BigInt(whole(reward, 'tft', `${name}.tft`)),
  };
}

function placeIn(fields: ReceiptFields, period: { readonly startS: number; readonly endS: number }): ReceiptPlace {
  const address = fields['stellar_payout_address'];
  return {
    periodStartS: period.startS,
    periodEndS: period.endS,
    gridFarmId: whole(fields, 'farm_id', 'farm_id', MAX_CHAIN_NUMBER),
    payoutAddress: typeof address === 'string' ? address.slice(0, 100) : '',
  };
}

function certificationOf(value: unknown): Certification {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text !== 'diy' && text !== 'certified') {
    throw new Faulty('node_type', message('uptime:core.certificationUnknown'));
  }
  return text;
}

/** Periods of early 2023 hold numbers near 2^64, which an uptime that fell below zero became. */
function measuredUptime(fields: ReceiptFields, period: { readonly startS: number; readonly endS: number }): number {
  const value = fields['measured_uptime'];
  if (typeof value === 'number' && value > period.endS - period.startS + LATE_CREDIT_S) {
    throw new Faulty('measured_uptime', message('uptime:core.uptimeLongerThanPeriod'));
  }
  return whole(fields, 'measured_uptime', 'measured_uptime');
}

function resourceRewards(fields: ReceiptFields): MintingReceipt['resourceRewards'] {
  const rewards = fieldsOf(fields['resource_rewards']);
  return rewards === null
    ? null
    : {
        cu: whole(rewards, 'cu', 'resource_rewards.cu', MAX_CHAIN_NUMBER),
        su: whole(rewards, 'su', 'resource_rewards.su', MAX_CHAIN_NUMBER),
        nu: whole(rewards, 'nu', 'resource_rewards.nu', MAX_CHAIN_NUMBER),
        ipv4: whole(rewards, 'ipv4', 'resource_rewards.ipv4', MAX_CHAIN_NUMBER),
      };
}

/** A number that older receipts do not have. */
function optionalNumber(fields: ReceiptFields, name: string): number | null {
  return fields[name] === undefined || fields[name] === null ? null : whole(fields, name, name, MAX_CHAIN_NUMBER);
}

function readMinting(fields: ReceiptFields): MintingReceipt {
  const period = periodIn(fields, 'period');
  const units = section(fields, 'cloud_units');
  const reward = rewardIn(fields, 'reward');
  const cu = amount(units, 'cu', 'cloud_units.cu');
  return {
    ...placeIn(fields, period),
    gridNodeId: gridNumber(fields, 'node_id'),
    gridTwinId: optionalNumber(fields, 'twin_id') || null,
    measuredUptimeS: measuredUptime(fields, period),
    connectionPriceMusd: whole(fields, 'tft_connection_price', 'tft_connection_price'),
    rewardMusd: reward.musd,
    rewardTftUnits: reward.tftUnits,
    certification: certificationOf(fields['node_type']),
    cu,
    su: amount(units, 'su', 'cloud_units.su'),
    nu: amount(units, 'nu', 'cloud_units.nu', 0),
    ip: amount(fieldsOf(fields['resource_utilization']) ?? {}, 'ip', 'resource_utilization.ip', 0),
    policyId: optionalNumber(fields, 'farming_policy_id'),
    resourceRewards: resourceRewards(fields),
    resources: resourcesOfReceipt(fieldsOf(fields['resource_units']), cu),
  };
}

function readFixup(fields: ReceiptFields): FixupReceipt {
  const units = fieldsOf(fields['correct_cloud_units']);
  return {
    ...placeIn(fields, periodIn(fields, 'period')),
    gridNodeId: gridNumber(fields, 'node_id'),
    mintedHash: hashIn(fields, 'minted_receipt'),
    correctHash: hashIn(fields, 'correct_receipt'),
    mintedReward: rewardIn(fields, 'minted_reward'),
    correctReward: rewardIn(fields, 'correct_reward'),
    fixupReward: rewardIn(fields, 'fixup_reward'),
    units: units && {
      cu: amount(units, 'cu', 'correct_cloud_units.cu'),
      su: amount(units, 'su', 'correct_cloud_units.su'),
      nu: amount(units, 'nu', 'correct_cloud_units.nu', 0),
    },
  };
}

function readRetry(fields: ReceiptFields): RetryReceipt {
  return {
    ...placeIn(fields, periodIn(fields, 'failed_payout_period')),
    retryPeriodStartS: periodIn(fields, 'retry_period').startS,
    receiptHash: hashIn(fields, 'retry_for_receipt'),
    reward: rewardIn(fields, 'reward'),
  };
}

/** What a receipt without the name of its kind is: each kind has fields that no other has. */
function kindOf(fields: ReceiptFields): ReceiptKind {
  if ('retry_for_receipt' in fields || 'failed_payout_period' in fields) {
    return 'retry';
  }
  return 'minted_receipt' in fields || 'fixup_reward' in fields ? 'fixup' : 'minting';
}

/**
 * Reads a receipt of any kind.
 * @param content parsed JSON of unknown shape, without the name of its kind around it
 * @param named its kind where it was named
 * Source: docs/rules.md#receipts
 */
export function readReceipt(content: unknown, named?: ReceiptKind): ReceiptReading {
  const fields = fieldsOf(content);
  if (fields === null) {
    return { ok: false, fault: NOT_OBJECT };
  }
  try {
    const kind = named ?? kindOf(fields);
    if (kind === 'fixup') {
      return { ok: true, kind, receipt: readFixup(fields) };
    }
    return kind === 'retry'
      ? { ok: true, kind, receipt: readRetry(fields) }
      : { ok: true, kind, receipt: readMinting(fields) };
  } catch (error) {
    if (error instanceof Faulty) {
      return { ok: false, fault: error.fault };
    }
    throw error;
  }
}

/** Whether a text is the hash of a receipt: 32 bytes in hexadecimal. */
export function isReceiptHash(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text);
}
