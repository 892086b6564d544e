import { fromTftUnits, toPlain } from '#shared/decimal.ts';
import { uptimePermille } from '#shared/domain/uptime/periods.ts';
import type { MintingReceipt } from '#shared/domain/uptime/receipts.ts';

/** What a receipt says was paid, and for how much uptime, as it crosses a boundary. */
export function paidByReceipt(receipt: MintingReceipt) {
  return {
    permille: uptimePermille(receipt.measuredUptimeS),
    musd: Number(receipt.rewardMusd),
    tft: toPlain(fromTftUnits(receipt.rewardTftUnits)),
  };
}
