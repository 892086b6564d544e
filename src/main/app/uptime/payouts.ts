import { implement } from '@orpc/server';
import type { z } from 'zod';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { type payoutSchema, payoutsContract } from '#shared/contract/uptime/payouts.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import type { ReceiptPayment } from '#shared/contract/uptime/receipts.ts';
import { fromTftUnits } from '#shared/decimal.ts';
import { payoutState, payoutStep } from '#shared/domain/uptime/payout.ts';
import { currentPeriod, periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { periodIndexOf } from '#shared/domain/uptime/receipt-reading.ts';
import { isCounted, type KnownFixup, rankReceipts } from '#shared/domain/uptime/receipt-standing.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { memoize } from '#main/app/memoize.ts';
import { isPeriodAsIfMinted } from '#main/app/rules/minting-end.ts';
import type { Stores } from '#main/store/stores.ts';
import { parseStoredReceipts } from './node-receipts.ts';

/** The fields of a receipt that its payment depends on. */
interface PaidReceipt {
  /** Empty when the receipt was imported without one. */
  readonly hash: string;
  readonly payoutAddress: string;
  /** The earliest time at which its payment can be expected. */
  readonly expectedFromS: number;
  readonly rewardTftUnits: bigint;
}

/** The key under which the last reading of an account's payments is recorded. */
export function paymentsRequestKey(account: string): string {
  return `payments of ${account}`;
}

/** The key under which the last reading of a node's receipts is recorded. */
export function receiptsRequestKey(gridNodeId: number): string {
  return `receipts of node ${gridNodeId}`;
}

function lastRequestedS({ grid }: Stores, question: string): number | null {
  const asked = grid.lastAsked(question);
  return asked === undefined ? null : Math.floor(asked.askedAtMs / 1000);
}

/**
 * The earliest time at which the payment of a correction can be expected, because it is issued after the receipt that
 * it corrects.
 */
export function correctionExpectedS({ importedAtMs }: Pick<KnownFixup, 'importedAtMs'>, { endS }: Period): number {
  return Math.max(endS, Math.floor(importedAtMs / 1000));
}

/**
 * Loads all payments at once.
 * @returns the payment state of a receipt: by payments with its hash, or with the hash of a repeated payment; for a
 * corrected receipt, by the payment of its correction
 */
export function loadPayments(stores: Stores): (receipt: PaidReceipt) => ReceiptPayment {
  const payoutsOf = Map.groupBy(stores.payouts.list(), ({ receiptHash }) => receiptHash);
  const { retries } = parseStoredReceipts(stores.receipts.listKind('retry'));
  const { fixups } = parseStoredReceipts(stores.receipts.listKind('fixup'));
  const retriesOf = Map.groupBy(retries, ({ receiptHash }) => receiptHash);
  const fixupOf = new Map(fixups.map((fixup) => [fixup.correctHash, fixup]));
  const readAtS = memoize((account: string) => lastRequestedS(stores, paymentsRequestKey(account)));
  return (receipt) => {
    const fixup = fixupOf.get(receipt.hash);
    const { hash, payoutAddress, expectedFromS, rewardTftUnits } =
      fixup === undefined
        ? receipt
        : {
            ...fixup,
            rewardTftUnits: fixup.fixupReward.tftUnits,
            expectedFromS: correctionExpectedS(fixup, periodByIndex(periodIndexOf(fixup))),
          };
    const hashes = [hash, ...(retriesOf.get(hash) ?? []).map((retry) => retry.hash)];
    const payout = hash === '' ? undefined : hashes.flatMap((one) => payoutsOf.get(one) ?? [])[0];
    const isSeen = payout !== undefined;
    const state = payoutState({
      isSeen,
      rewardTftUnits,
      expectedFromS,
      readAtS: hash === '' ? null : readAtS(payoutAddress),
    });
    if (payout === undefined) {
      return { payoutState: state, payout: null };
    }
    const { atS, tftUnits, transactionHash: transaction, account: address } = payout;
    return { payoutState: state, payout: { atS, tft: fromTftUnits(BigInt(tftUnits)), transaction, address } };
  };
}

/**
 * The payments due for a period: the receipt itself, or when it was corrected the first receipt and each correction.
 */
function paymentsDue(
  { mintings, fixups }: Pick<ReturnType<typeof parseStoredReceipts>, 'mintings' | 'fixups'>,
  period: Period,
): readonly (PaidReceipt & { readonly kind: 'receipt' | 'correction' })[] {
  const expectedFromS = period.endS;
  if (fixups.length === 0) {
    const counted = rankReceipts(mintings, []).find(({ standing }) => isCounted(standing))?.receipt;
    return counted === undefined ? [] : [{ ...counted, kind: 'receipt', expectedFromS }];
  }
  const corrected = new Set(fixups.map(({ correctHash }) => correctHash));
  const addressOf = (hash: string, fixup: KnownFixup) =>
    mintings.find((receipt) => receipt.hash === hash)?.payoutAddress ?? fixup.payoutAddress;
  return fixups.flatMap((fixup) => [
    ...(corrected.has(fixup.mintedHash)
      ? []
      : [
          {
            kind: 'receipt' as const,
            hash: fixup.mintedHash,
            payoutAddress: addressOf(fixup.mintedHash, fixup),
            rewardTftUnits: fixup.mintedReward.tftUnits,
            expectedFromS,
          },
        ]),
    {
      kind: 'correction' as const,
      hash: fixup.hash,
      payoutAddress: fixup.payoutAddress,
      rewardTftUnits: fixup.fixupReward.tftUnits,
      expectedFromS: correctionExpectedS(fixup, period),
    },
  ]);
}

/** The data from which the payouts of nodes are computed. */
interface PayoutSources {
  readonly stores: Stores;
  readonly nowS: number;
  readonly paymentOf: ReturnType<typeof loadPayments>;
}

type Payout = z.input<typeof payoutSchema>;

function payoutOf(
  { stores, nowS, paymentOf }: PayoutSources,
  node: FarmNode & { readonly grid: { readonly nodeId: number } },
  period: Period,
  known: ReturnType<typeof parseStoredReceipts>,
): Payout {
  const ofPeriod = {
    mintings: known.mintings.filter((receipt) => periodIndexOf(receipt) === period.index),
    fixups: known.fixups.filter((receipt) => periodIndexOf(receipt) === period.index),
  };
  const dues = paymentsDue(ofPeriod, period).map((due) => ({ ...due, ...paymentOf(due) }));
  const receiptsReadAtS = lastRequestedS(stores, receiptsRequestKey(node.grid.nodeId));
  const readAt = dues.map(({ payoutAddress }) => lastRequestedS(stores, paymentsRequestKey(payoutAddress)));
  return {
    node: { id: node.id, name: node.name, gridNodeId: node.grid.nodeId },
    period,
    ...payoutStep({ periodEndS: period.endS, nowS, receiptsReadAtS, dues }),
    receiptsReadAtS,
    paymentsReadAtS: readAt.reduce(
      (oldest, at) => (oldest === null || at === null ? null : Math.min(oldest, at)),
      readAt[0] ?? null,
    ),
    tft: dues.length === 0 ? null : fromTftUnits(dues.reduce((sum, { rewardTftUnits }) => sum + rewardTftUnits, 0n)),
    isAsIfMinted: isPeriodAsIfMinted(stores, period.index),
    payments: dues.map(({ kind, hash, rewardTftUnits, payoutState: state, payout }) => ({
      kind,
      hash: hash || null,
      tft: fromTftUnits(rewardTftUnits),
      payoutState: state,
      payout,
    })),
  };
}

/** The nodes whose payouts are listed: one, or all real nodes with a grid number. */
function paidNodes(stores: Stores, nodeId: number | null) {
  const nodes = nodeId === null ? stores.nodes.list() : [findNode(stores, nodeId)];
  const real = nodes.filter(({ isDemo }) => !isDemo);
  return (real.length === 0 ? nodes : real).flatMap((node) =>
    node.grid.nodeId === null ? [] : [{ ...node, grid: { ...node.grid, nodeId: node.grid.nodeId } }],
  );
}

/** The state of the payouts for the latest periods in which a node was seen or has receipts. */
function listPayouts(
  stores: Stores,
  nowMs: number,
  { nodeId, periods, periodIndex }: { nodeId: number | null; periods: number; periodIndex: number | null },
): readonly Payout[] {
  const nodes = paidNodes(stores, nodeId);
  const sources = { stores, nowS: Math.floor(nowMs / 1000), paymentOf: loadPayments(stores) };
  const seen = stores.uptime.seen(nodes.map(({ id }) => id));
  const receiptsOf = Map.groupBy(stores.receipts.listOf(nodes.map(({ id }) => id)), (receipt) => receipt.nodeId);
  const last = currentPeriod(nowMs).index;
  return nodes.flatMap((node) => {
    const known = parseStoredReceipts(receiptsOf.get(node.id) ?? []);
    const paid = new Set([...known.mintings, ...known.fixups].map(periodIndexOf));
    const { firstSeenMs } = seen(node.id);
    const firstSeen = firstSeenMs === null ? Number.POSITIVE_INFINITY : periodAt(firstSeenMs / 1000).index;
    const wanted =
      periodIndex === null
        ? Array.from({ length: Math.min(periods, last + 1) }, (_, back) => last - back)
        : [periodIndex];
    return wanted
      .filter((index) => index >= firstSeen || paid.has(index))
      .map((index) => payoutOf(sources, node, periodByIndex(index), known));
  });
}

const area = implement(payoutsContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context, input }) => ({
    payouts: listPayouts(await context.stores(), context.nowMs(), input),
  })),
});
