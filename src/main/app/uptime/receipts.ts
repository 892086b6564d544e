import { setImmediate } from 'node:timers/promises';
import { implement } from '@orpc/server';
import type { z } from 'zod';
import {
  type ComparedReceipt,
  type ListedFixup,
  type ListedRetry,
  type receiptListSchema,
  receiptsContract,
} from '#shared/contract/uptime/receipts.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';
import { fromTftUnits } from '#shared/decimal.ts';
import { PERIOD_LENGTH_S, periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { totalReceipts } from '#shared/domain/uptime/receipt-totals.ts';
import { periodIndexOf, type ReceiptReward } from '#shared/domain/uptime/receipt-reading.ts';
import { countedFixups, type KnownFixup, rankReceipts } from '#shared/domain/uptime/receipt-standing.ts';
import type { AppContext } from '#main/app/context.ts';
import { isPeriodAsIfMinted } from '#main/app/rules/minting-end.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { compareReceipts, type NodeReceipts, shownNode } from './receipt-comparison.ts';
import { latestPayments, parseStoredReceipts, type ReceiptsByKind } from './node-receipts.ts';
import { correctionExpectedS, loadPayments } from './payouts.ts';
import { importReceipts } from './receipt-import.ts';
import { chooseNode } from './uptime.ts';

function paid({ musd, tftUnits }: ReceiptReward) {
  return { musd, tft: fromTftUnits(tftUnits) };
}

function listFixups(
  stores: Stores,
  { node, ranked, fixups }: NodeReceipts & { readonly fixups: readonly KnownFixup[] },
) {
  const counted = countedFixups(ranked, fixups);
  const paymentOf = loadPayments(stores);
  return fixups.map((fixup): ListedFixup => {
    const period = periodByIndex(periodIndexOf(fixup));
    return {
      ...fixup,
      hash: fixup.hash || null,
      node: shownNode(node),
      period,
      minted: paid(fixup.mintedReward),
      correct: paid(fixup.correctReward),
      fixup: paid(fixup.fixupReward),
      isCounted: counted.includes(fixup),
      isAsIfMinted: isPeriodAsIfMinted(stores, period.index),
      ...paymentOf({
        ...fixup,
        expectedFromS: correctionExpectedS(fixup, period),
        rewardTftUnits: fixup.fixupReward.tftUnits,
      }),
    };
  });
}

/** Repeated payments, with the node of the receipt that they pay. */
function listRetries(
  stores: Stores,
  all: ReceiptsByKind,
  receipts: readonly ComparedReceipt[],
): readonly ListedRetry[] {
  const paymentOf = loadPayments(stores);
  return all.retries.map((retry) => ({
    ...retry,
    ...paymentOf({
      ...retry,
      expectedFromS: retry.retryPeriodStartS + PERIOD_LENGTH_S,
      rewardTftUnits: retry.reward.tftUnits,
    }),
    hash: retry.hash || null,
    node: receipts.find(({ hash }) => hash === retry.receiptHash)?.node ?? null,
    period: periodByIndex(periodIndexOf(retry)),
    retryPeriod: periodAt(retry.retryPeriodStartS + PERIOD_LENGTH_S / 2),
    ...paid(retry.reward),
  }));
}

/** The values of a list that count towards its totals. */
function countedPayments({ receipts, fixups }: Pick<ListedReceipts, 'receipts' | 'fixups'>) {
  const ofReceipts = receipts.map(({ cu, su, nu, ip, musd, ...receipt }) => ({
    ...receipt,
    musd: BigInt(musd),
    units: { cu, su, nu, ip },
  }));
  const ofFixups = fixups.map((fixup) => ({
    ...fixup,
    ...fixup.correct,
    // A correction contains no IPv4 addresses.
    units: fixup.units && { ...fixup.units, ip: null },
    ownTft: null,
  }));
  return [...ofReceipts, ...ofFixups]
    .filter((payment) => payment.isCounted)
    .map((payment) => ({ ...payment, nodeId: payment.node.id, periodEndS: payment.period.endS }));
}

/**
 * The nodes whose receipts are listed, grouped by grid number: a removed node and its successor are one node, because
 * payments to the removed node count too. Demo nodes are listed only when there are no others.
 */
function listedNodes(stores: Stores, nodeId: number | null): readonly (readonly FarmNode[])[] {
  if (nodeId !== null) {
    return [[findNode(stores, nodeId)]];
  }
  const paidIds = new Set(stores.receipts.list(null).map((receipt) => receipt.nodeId));
  const all = stores.nodes.list({ withDeleted: true }).filter(({ id }) => paidIds.has(id));
  const real = all.filter(({ isDemo }) => !isDemo);
  const nodes = (real.length === 0 ? all : real).toSorted((a, b) => (a.deletedAtMs ?? 0) - (b.deletedAtMs ?? 0));
  return [...Map.groupBy(nodes, ({ id, grid }) => grid.nodeId ?? -id).values()];
}

type ListedReceipts = z.input<typeof receiptListSchema>;

/** The number of nodes compared at a time, because the records of a period are in memory for all of them at once. */
const BATCH_NODES = 25;

/** The receipts of one node or all, the latest period first, each compared with the node's own record. */
async function listReceipts(stores: Stores, nodeId: number | null, nowMs: number): Promise<ListedReceipts> {
  const groups = listedNodes(stores, nodeId);
  const receipts: ComparedReceipt[] = [];
  const fixups: ListedFixup[] = [];
  for (let from = 0; from < groups.length; from += BATCH_NODES) {
    const batch = groups.slice(from, from + BATCH_NODES).flatMap((nodes) => {
      const [node] = nodes;
      if (node === undefined) return [];
      const known = parseStoredReceipts(nodes.flatMap(({ id }) => stores.receipts.list(id)));
      return [{ node, fixups: known.fixups, ranked: rankReceipts(known.mintings, known.fixups) }];
    });
    receipts.push(...compareReceipts(stores, batch, nowMs));
    fixups.push(...batch.flatMap((known) => listFixups(stores, known)));
    // Lets the program answer other calls between two batches.
    await setImmediate();
  }
  const retries = listRetries(stores, parseStoredReceipts(stores.receipts.listKind('retry')), receipts);
  return {
    receipts: receipts.sort((a, b) => b.period.index - a.period.index),
    fixups: fixups.sort((a, b) => b.period.index - a.period.index),
    retries: nodeId === null ? [...retries] : retries.filter(({ node }) => node !== null),
    totals: totalReceipts(countedPayments({ receipts, fixups })),
  };
}

const area = implement(receiptsContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context, input }) =>
    listReceipts(await context.stores(), input.nodeId, context.nowMs()),
  ),
  getLatest: area.getLatest.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const node = chooseNode(stores, input.nodeId);
    const latest = node === null ? undefined : latestPayments(stores, [node.id]).get(node.id);
    if (node === null || latest === undefined) {
      return { receipt: null, fixup: null };
    }
    const { by } = latest;
    const ranked = 'receipt' in by ? [by.receipt] : [];
    const fixups = 'fixup' in by ? [by.fixup] : [];
    return {
      receipt: compareReceipts(stores, [{ node, ranked }], context.nowMs())[0] ?? null,
      fixup: listFixups(stores, { node, ranked, fixups })[0] ?? null,
    };
  }),
  importReceipts: area.importReceipts.handler(async ({ context, input }) => {
    const result = importReceipts(await context.stores(), input.text, input.file, context.nowMs());
    context.events.publish('uptime');
    context.events.publish('nodes');
    return result;
  }),
  exportReceipts: area.exportReceipts.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const found = stores.receipts.list(input.nodeId);
    return { text: `[\n${found.map(({ contentJson }) => contentJson).join(',\n')}\n]\n`, count: found.length };
  }),
});
