/** How the payment of a receipt stands; see {@link payoutState}. */
export const PAYOUT_STATES = ['paid', 'computed', 'late', 'nothing-due', 'unknown'] as const;
/** One of {@link PAYOUT_STATES}. */
export type PayoutState = (typeof PAYOUT_STATES)[number];

/** A payment that is not seen so long after a period's end is late, in seconds: 30 days. */
const LATE_AFTER_S = 30 * 86_400;

/** What is known of the payment of a receipt. */
export interface PayoutEvidence {
  /** Whether a payment bears the hash of the receipt. */
  readonly isSeen: boolean;
  readonly rewardTftUnits: bigint;
  readonly periodEndS: number;
  /** When the payments of the account were read last; null where they never were, or the receipt has no hash. */
  readonly readAtS: number | null;
}

/**
 * How the payment of a receipt stands. That none is seen is never taken for "not paid": `computed` and `late` say that
 * the payments of the account were read and none of them bears the hash.
 * Source: docs/grid.md#payments
 */
export function payoutState({ isSeen, rewardTftUnits, periodEndS, readAtS }: PayoutEvidence): PayoutState {
  if (isSeen) {
    return 'paid';
  }
  if (rewardTftUnits === 0n) {
    return 'nothing-due';
  }
  if (readAtS === null) {
    return 'unknown';
  }
  return readAtS > periodEndS + LATE_AFTER_S ? 'late' : 'computed';
}
