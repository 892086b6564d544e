import { implement } from '@orpc/server';
import { type ComparedReceipt, receiptsContract } from '#shared/contract/uptime/receipts.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { StoredReceipt } from '#main/store/uptime/receipt-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { fromTftUnits } from '#shared/decimal.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { periodByIndex, TARGET_PERMILLE, uptimePermille } from '#shared/domain/uptime/periods.ts';
import {
  compareReceipt,
  type MintingReceipt,
  type OwnRecord,
  paidByReceipt,
  paidPriceMusd,
  readReceipt,
} from '#shared/domain/uptime/receipts.ts';
import type { AppContext } from '#main/app/context.ts';
import { rewardOfNode } from '#main/app/nodes/node-terms.ts';
import { importReceipts } from './receipt-import.ts';
import { chooseNode, uptimeSummary } from './uptime.ts';

/** The own record of a receipt's period; null where the node's resources, or its policy, are not known. */
function ownRecord(stores: Stores, node: FarmNode, periodIndex: number, nowMs: number): OwnRecord | null {
  const { resources } = node;
  if (resources === null) {
    return null;
  }
  const summary = uptimeSummary(stores, node, periodByIndex(periodIndex), nowMs);
  const reward = rewardOfNode(node, resources, {
    uptimeSeconds: summary.creditedS.high,
    violation: summary.violation,
  });
  if (reward === null || node.policy.rates === null) {
    return null;
  }
  const { cu, su } = computeCapacity(resources, 'v3');
  return {
    creditedS: summary.basis === 'none' ? null : summary.creditedS,
    rewardMusd: reward.musd,
    rewardTftUnits: reward.tftUnits,
    connectionPriceMusd: node.connectionPriceMusd,
    certification: node.certification,
    cu,
    su,
    cuRewardMusd: node.policy.rates.cuMusd,
  };
}

type Comparison = Pick<ComparedReceipt, 'ownTft' | 'uptimeDifferenceS' | 'tftDifference' | 'causes'>;

function compareWithOwn(receipt: MintingReceipt, own: OwnRecord | null): Comparison {
  if (own === null) {
    return { ownTft: null, uptimeDifferenceS: null, tftDifference: null, causes: ['not-recorded'] };
  }
  const isBelowTarget = uptimePermille(receipt.measuredUptimeS) < TARGET_PERMILLE[receipt.certification];
  const { tftDifference, ...comparison } = compareReceipt(receipt, own, isBelowTarget);
  return own.creditedS === null
    ? { ...comparison, ownTft: null, tftDifference: null }
    : { ...comparison, ownTft: fromTftUnits(own.rewardTftUnits), tftDifference };
}

/** A stored receipt beside the own record; null where its node is gone or it cannot be read any more. */
function compareStored(stores: Stores, stored: StoredReceipt, nowMs: number): ComparedReceipt | null {
  const node = stores.nodes.get(stored.nodeId);
  const reading = readReceipt(JSON.parse(stored.contentJson));
  if (node === undefined || !reading.ok) {
    return null;
  }
  const { receipt } = reading;
  return {
    ...receipt,
    id: stored.id,
    node,
    period: periodByIndex(stored.periodIndex),
    ...paidByReceipt(receipt),
    connectionPriceMusd: paidPriceMusd(receipt),
    ...compareWithOwn(receipt, ownRecord(stores, node, stored.periodIndex, nowMs)),
    importedAtMs: stored.importedAtMs,
  };
}

const area = implement(receiptsContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const receipts = stores.receipts.list(input.nodeId).flatMap((stored) => compareStored(stores, stored, nowMs) ?? []);
    return { receipts };
  }),
  getLatest: area.getLatest.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const node = chooseNode(stores, input.nodeId);
    const stored = node === null ? undefined : stores.receipts.latest(node.id);
    return { receipt: stored === undefined ? null : compareStored(stores, stored, context.nowMs()) };
  }),
  importReceipts: area.importReceipts.handler(async ({ context, input }) => {
    const result = importReceipts(await context.stores(), input.text, context.nowMs());
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
