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
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { PERIOD_LENGTH_S, periodAt, periodByIndex, uptimePermille } from '#shared/domain/uptime/periods.ts';
import { payRule } from '#shared/domain/rules/pay-rules.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { totalReceipts } from '#shared/domain/uptime/receipt-totals.ts';
import { compareReceipt, type OwnRecord, paidByReceipt, paidPriceMusd } from '#shared/domain/uptime/receipts.ts';
import { type MintingReceipt, periodIndexOf, type ReceiptReward } from '#shared/domain/uptime/receipt-reading.ts';
import {
  countedFixups,
  isCounted,
  type KnownFixup,
  rankReceipts,
  type StandingReceipt,
} from '#shared/domain/uptime/receipt-standing.ts';
import type { AppContext } from '#main/app/context.ts';
import { isPeriodAsIfMinted } from '#main/app/rules/minting-end.ts';
import { rewardOfNode } from '#main/app/nodes/node-terms.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { latestReceipts, readStored, type ReceiptsByKind } from './node-receipts.ts';
import { importReceipts } from './receipt-import.ts';
import { chooseNode, uptimeSummary } from './uptime.ts';

/** The own record of a receipt's period; null where the node's resources, or its policy, are not known. */
function ownRecord(stores: Stores, node: FarmNode, periodIndex: number, nowMs: number): OwnRecord | null {
  const { resources } = node;
  if (resources === null) {
    return null;
  }
  const summary = uptimeSummary(stores, node, periodByIndex(periodIndex), nowMs);
  const { violation, basis, creditedS } = summary;
  const rules = rulesOfPeriod(periodIndex);
  const [low, high] = [creditedS.low, creditedS.high].map(
    (uptimeSeconds) => rewardOfNode(node, resources, { uptimeSeconds, violation }, rules)?.tftUnits,
  );
  if (low === undefined || high === undefined || node.policy.rates === null) {
    return null;
  }
  const { cu, su } = computeCapacity(resources, 'v3');
  return {
    creditedS: basis === 'none' ? null : creditedS,
    rewardTftUnits: { low, high },
    connectionPriceMusd: node.connectionPriceMusd,
    certification: node.certification,
    cu,
    su,
    cuRewardMusd: node.policy.rates.cuMusd,
  };
}

type Comparison = Pick<ComparedReceipt, 'ownTft' | 'uptimeDifferenceS' | 'tftDifference' | 'causes'>;

/** Whether a receipt's uptime pays nothing by the rules of its period. Unknown where its policy's own minimum is. */
function isBelowMinimum(stores: Stores, node: FarmNode, receipt: MintingReceipt): boolean {
  const policy = receipt.policyId === null ? node.policy : stores.policies.get(receipt.policyId);
  const { pay } = rulesOfPeriod(periodIndexOf(receipt));
  const { minimumPermille } = payRule(pay, policy, receipt.certification);
  return minimumPermille !== null && uptimePermille(receipt.measuredUptimeS) < minimumPermille;
}

function compareWithOwn(receipt: MintingReceipt, own: OwnRecord | null, isBelowTarget: boolean): Comparison {
  if (own === null) {
    return { ownTft: null, uptimeDifferenceS: null, tftDifference: null, causes: ['not-recorded'] };
  }
  const { tftDifference, ...comparison } = compareReceipt(receipt, own, isBelowTarget);
  if (own.creditedS === null) {
    return { ...comparison, ownTft: null, tftDifference: null };
  }
  const { low, high } = own.rewardTftUnits;
  return { ...comparison, ownTft: { low: fromTftUnits(low), high: fromTftUnits(high) }, tftDifference };
}

function shownNode({ id, name, deletedAtMs }: FarmNode): ComparedReceipt['node'] {
  return { id, name, isRemoved: deletedAtMs !== null };
}

/** A receipt of a node beside the own record. */
function compare(
  stores: Stores,
  node: FarmNode,
  { receipt, standing }: StandingReceipt,
  nowMs: number,
): ComparedReceipt {
  const periodIndex = periodIndexOf(receipt);
  return {
    ...receipt,
    hash: receipt.hash || null,
    standing,
    isCounted: isCounted(standing),
    node: shownNode(node),
    period: periodByIndex(periodIndex),
    ...paidByReceipt(receipt),
    connectionPriceMusd: paidPriceMusd(receipt),
    isAsIfMinted: isPeriodAsIfMinted(stores, periodIndex),
    ...compareWithOwn(receipt, ownRecord(stores, node, periodIndex, nowMs), isBelowMinimum(stores, node, receipt)),
  };
}

function paid({ musd, tftUnits }: ReceiptReward) {
  return { musd, tft: fromTftUnits(tftUnits) };
}

function listFixup(stores: Stores, node: FarmNode, fixup: KnownFixup, counted: readonly KnownFixup[]): ListedFixup {
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
  };
}

/** Payments sent again; the node is that of the receipt they pay. */
function listRetries(all: ReceiptsByKind, receipts: readonly ComparedReceipt[]): readonly ListedRetry[] {
  return all.retries.map((retry) => ({
    ...retry,
    hash: retry.hash || null,
    node: receipts.find(({ hash }) => hash === retry.receiptHash)?.node ?? null,
    period: periodByIndex(periodIndexOf(retry)),
    retryPeriod: periodAt(retry.retryPeriodStartS + PERIOD_LENGTH_S / 2),
    ...paid(retry.reward),
  }));
}

/** What counts of a list, as totals add it up. */
function countedPayments({ receipts, fixups }: Pick<ListedReceipts, 'receipts' | 'fixups'>) {
  const ofReceipts = receipts.map(({ cu, su, nu, ip, musd, ...receipt }) => ({
    ...receipt,
    musd: BigInt(musd),
    units: { cu, su, nu, ip },
  }));
  const ofFixups = fixups.map((fixup) => ({ ...fixup, ...fixup.correct, units: null, ownTft: null }));
  return [...ofReceipts, ...ofFixups]
    .filter((payment) => payment.isCounted)
    .map((payment) => ({ ...payment, nodeId: payment.node.id, periodEndS: payment.period.endS }));
}

/**
 * The nodes whose receipts are listed. Those that the grid knows by one number are one node: a removed one, and the one
 * that came after it. What was paid for a removed node was paid all the same. Demo nodes count where there are no others.
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

/** Receipts of one node, or of all, the latest period first; each compared with the own record. */
export function listReceipts(stores: Stores, nodeId: number | null, nowMs: number): ListedReceipts {
  const receipts: ComparedReceipt[] = [];
  const fixups: ListedFixup[] = [];
  for (const nodes of listedNodes(stores, nodeId)) {
    const [node] = nodes;
    if (node === undefined) continue;
    const known = readStored(nodes.flatMap(({ id }) => stores.receipts.list(id)));
    const ranked = rankReceipts(known.mintings, known.fixups);
    const counted = countedFixups(ranked, known.fixups);
    receipts.push(...ranked.map((receipt) => compare(stores, node, receipt, nowMs)));
    fixups.push(...known.fixups.map((fixup) => listFixup(stores, node, fixup, counted)));
  }
  const retries = listRetries(readStored(stores.receipts.listRetries()), receipts);
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
    const latest = node === null ? undefined : latestReceipts(stores, [node.id]).get(node.id);
    return {
      receipt: node === null || latest === undefined ? null : compare(stores, node, latest, context.nowMs()),
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
