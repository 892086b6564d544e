import { DAY_S } from '#shared/units.ts';

/** The payment status of a receipt; see {@link payoutState}. */
export const PAYOUT_STATES = ['paid', 'computed', 'late', 'nothing-due', 'unknown'] as const;
/** One of {@link PAYOUT_STATES}. */
export type PayoutState = (typeof PAYOUT_STATES)[number];

/** A receipt that is not published so long after its period's end is late, in seconds: 15 days. */
export const RECEIPT_LATE_AFTER_S = 15 * DAY_S;
/** A payment that is not seen so long after it could be expected is late, in seconds: 30 days. */
const PAYMENT_LATE_AFTER_S = 30 * DAY_S;

/** What is known of the payment of a receipt. */
export interface PayoutEvidence {
  /** Whether a payment bears the hash of the receipt. */
  readonly isSeen: boolean;
  readonly rewardTftUnits: bigint;
  /** From when on it could be expected: the period's end, or when a correction came. */
  readonly expectedFromS: number;
  /** When the payments of the account were read last; null where they never were, or the receipt has no hash. */
  readonly readAtS: number | null;
}

/**
 * The payment status of a receipt. An unseen payment never counts as "not paid": `computed` and `late` mean that the
 * payments of the account were read and none has the hash of the receipt.
 * Source: docs/grid.md#payments
 */
export function payoutState({ isSeen, rewardTftUnits, expectedFromS, readAtS }: PayoutEvidence): PayoutState {
  if (isSeen) {
    return 'paid';
  }
  if (rewardTftUnits === 0n) {
    return 'nothing-due';
  }
  if (readAtS === null) {
    return 'unknown';
  }
  return readAtS > expectedFromS + PAYMENT_LATE_AFTER_S ? 'late' : 'computed';
}

/**
 * The steps of a payout, in their order. `running`: the period is not over; `ended`: it is, and nobody looked for its
 * receipt since; `receipt-awaited`: the receipt was looked for and is not published; `computed`: it is here, and the
 * payments were not read; `payment-awaited`: they were, and none bears its hash; `paid`; `nothing-due`: it pays nothing.
 */
export const PAYOUT_STEPS = [
  'running',
  'ended',
  'receipt-awaited',
  'computed',
  'payment-awaited',
  'paid',
  'nothing-due',
] as const;
/** One of {@link PAYOUT_STEPS}. */
export type PayoutStep = (typeof PAYOUT_STEPS)[number];

/** What is known of the payout of a node's period. */
export interface PayoutFacts {
  readonly periodEndS: number;
  readonly nowS: number;
  /** When the receipts of the node were read last; null where they never were. */
  readonly receiptsReadAtS: number | null;
  /** Of what its receipt and the corrections of it owe; empty where neither is here. */
  readonly dues: readonly { readonly payoutState: PayoutState; readonly expectedFromS: number }[];
}

/**
 * The step at which a payout is, from facts alone, and since when it is late; null where it is not, or where nobody looked
 * after that. Source: docs/grid.md#where-is-my-payout
 */
export function payoutStep({ periodEndS, nowS, receiptsReadAtS, dues }: PayoutFacts): {
  readonly step: PayoutStep;
  readonly lateSinceS: number | null;
} {
  const at = (step: PayoutStep, lateSinceS: number | null = null) => ({ step, lateSinceS });
  if (dues.length === 0) {
    if (nowS <= periodEndS) return at('running');
    if (receiptsReadAtS === null || receiptsReadAtS <= periodEndS) return at('ended');
    const lateS = periodEndS + RECEIPT_LATE_AFTER_S;
    return at('receipt-awaited', receiptsReadAtS > lateS ? lateS : null);
  }
  const owed = dues.filter(({ payoutState: state }) => state !== 'nothing-due');
  if (owed.length === 0) return at('nothing-due');
  if (owed.every(({ payoutState: state }) => state === 'paid')) return at('paid');
  if (owed.some(({ payoutState: state }) => state === 'unknown')) return at('computed');
  const late = owed.filter(({ payoutState: state }) => state === 'late').map(({ expectedFromS }) => expectedFromS);
  return at('payment-awaited', late.length === 0 ? null : Math.min(...late) + PAYMENT_LATE_AFTER_S);
}
