import type { ReceiptPayment } from '#shared/contract/uptime/receipts.ts';
import { fromTftUnits } from '#shared/decimal.ts';
import { payoutState } from '#shared/domain/uptime/payout.ts';
import { remembered } from '#main/app/remembered.ts';
import type { Stores } from '#main/store/stores.ts';

/** A receipt as far as its payment goes. */
interface PaidReceipt {
  /** Empty where the receipt came without one. */
  readonly hash: string;
  readonly payoutAddress: string;
  readonly periodEndS: number;
  readonly rewardTftUnits: bigint;
}

/** The question under which it is noted when the payments of an account were read. */
export function paymentsQuestion(account: string): string {
  return `payments of ${account}`;
}

/** Reads all payments at once. @returns how the payment of a receipt stands, by the payments that bear its hash */
export function loadPayments({ payouts, grid }: Stores): (receipt: PaidReceipt) => ReceiptPayment {
  const payoutsOf = Map.groupBy(payouts.list(), ({ receiptHash }) => receiptHash);
  const readAtS = remembered((account: string) => {
    const asked = grid.lastAsked(paymentsQuestion(account));
    return asked === undefined ? null : Math.floor(asked.askedAtMs / 1000);
  });
  return ({ hash, payoutAddress, periodEndS, rewardTftUnits }) => {
    const payout = payoutsOf.get(hash)?.[0];
    const isSeen = payout !== undefined;
    const state = payoutState({
      isSeen,
      rewardTftUnits,
      periodEndS,
      readAtS: hash === '' ? null : readAtS(payoutAddress),
    });
    if (payout === undefined) {
      return { payoutState: state, payout: null };
    }
    const { atS, tftUnits, transactionHash: transaction, account: address } = payout;
    return { payoutState: state, payout: { atS, tft: fromTftUnits(BigInt(tftUnits)), transaction, address } };
  };
}
