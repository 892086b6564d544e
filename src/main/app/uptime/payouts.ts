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
import { remembered } from '#main/app/remembered.ts';
import { isPeriodAsIfMinted } from '#main/app/rules/minting-end.ts';
import type { Stores } from '#main/store/stores.ts';
import { readStored } from './node-receipts.ts';

/** A receipt as far as its payment goes. */
interface PaidReceipt {
  /** Empty where the receipt came without one. */
  readonly hash: string;
  readonly payoutAddress: string;
  /** From when on its payment could be expected. */
  readonly expectedFromS: number;
  readonly rewardTftUnits: bigint;
}

/** The question under which it is noted when the payments of an account were read. */
export function paymentsQuestion(account: string): string {
  return `payments of ${account}`;
}

/** The question under which it is noted when the receipts of a node were read. */
export function receiptsQuestion(gridNodeId: number): string {
  return `receipts of node ${gridNodeId}`;
}

function askedAtS({ grid }: Stores, question: string): number | null {
  const asked = grid.lastAsked(question);
  return asked === undefined ? null : Math.floor(asked.askedAtMs / 1000);
}

/** From when on the payment of a correction could be expected: it came after the receipt that it corrects. */
export function correctionExpectedS({ importedAtMs }: Pick<KnownFixup, 'importedAtMs'>, { endS }: Period): number {
  return Math.max(endS, Math.floor(importedAtMs / 1000));
}

/**
 * Reads all payments at once. @returns how the payment of a receipt stands: by the payments that bear its hash, or that of
 * a payment sent again; of a corrected receipt, by the payment of its correction
 */
export function loadPayments(stores: Stores): (receipt: PaidReceipt) => ReceiptPayment {
  const payoutsOf = Map.groupBy(stores.payouts.list(), ({ receiptHash }) => receiptHash);
  const { retries } = readStored(stores.receipts.listKind('retry'));
  const { fixups } = readStored(stores.receipts.listKind('fixup'));
  const retriesOf = Map.groupBy(retries, ({ receiptHash }) => receiptHash);
  const fixupOf = new Map(fixups.map((fixup) => [fixup.correctHash, fixup]));
  const readAtS = remembered((account: string) => askedAtS(stores, paymentsQuestion(account)));
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

/** What the receipt of a period owes: itself, or where it was corrected the first one and each correction. */
function duesOf(
  { mintings, fixups }: Pick<ReturnType<typeof readStored>, 'mintings' | 'fixups'>,
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

/** What the payouts of some nodes are worked out from. */
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
  known: ReturnType<typeof readStored>,
): Payout {
  const ofPeriod = {
    mintings: known.mintings.filter((receipt) => periodIndexOf(receipt) === period.index),
    fixups: known.fixups.filter((receipt) => periodIndexOf(receipt) === period.index),
  };
  const dues = duesOf(ofPeriod, period).map((due) => ({ ...due, ...paymentOf(due) }));
  const receiptsReadAtS = askedAtS(stores, receiptsQuestion(node.grid.nodeId));
  const readAt = dues.map(({ payoutAddress }) => askedAtS(stores, paymentsQuestion(payoutAddress)));
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

/** The nodes whose payouts are asked for: one, or all real ones that the grid knows. */
function paidNodes(stores: Stores, nodeId: number | null) {
  const nodes = nodeId === null ? stores.nodes.list() : [findNode(stores, nodeId)];
  const real = nodes.filter(({ isDemo }) => !isDemo);
  return (real.length === 0 ? nodes : real).flatMap((node) =>
    node.grid.nodeId === null ? [] : [{ ...node, grid: { ...node.grid, nodeId: node.grid.nodeId } }],
  );
}

/** Where the payouts of the latest periods are, of the periods in which a node was seen or has receipts. */
function listPayouts(
  stores: Stores,
  nowMs: number,
  { nodeId, periods, periodIndex }: { nodeId: number | null; periods: number; periodIndex: number | null },
): readonly Payout[] {
  const nodes = paidNodes(stores, nodeId);
  const sources = { stores, nowS: Math.floor(nowMs / 1000), paymentOf: loadPayments(stores) };
  const seen = stores.nodeRecords.seen(nodes.map(({ id }) => id));
  const receiptsOf = Map.groupBy(stores.receipts.listOf(nodes.map(({ id }) => id)), (receipt) => receipt.nodeId);
  const last = currentPeriod(nowMs).index;
  return nodes.flatMap((node) => {
    const known = readStored(receiptsOf.get(node.id) ?? []);
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
