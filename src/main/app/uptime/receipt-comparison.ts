import type { ComparedReceipt } from '#shared/contract/uptime/receipts.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { FarmingPolicy } from '#shared/contract/rules/policies.ts';
import type { ComputedSummary } from '#shared/contract/uptime/uptime.ts';
import type { Stores } from '#main/store/stores.ts';
import { fromTftUnits } from '#shared/decimal.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { isAsIfMinted } from '#shared/domain/rules/minting-end.ts';
import { payRule } from '#shared/domain/rules/pay-rules.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { periodByIndex, uptimePermille } from '#shared/domain/uptime/periods.ts';
import { compareReceipt, type OwnRecord, paidByReceipt, paidPriceMusd } from '#shared/domain/uptime/receipts.ts';
import { type MintingReceipt, periodIndexOf } from '#shared/domain/uptime/receipt-reading.ts';
import { isCounted, type StandingReceipt } from '#shared/domain/uptime/receipt-standing.ts';
import { rewardOfNode } from '#main/app/nodes/node-terms.ts';
import { memoize } from '#main/app/memoize.ts';
import { loadPayments } from './payouts.ts';
import { loadSummaries } from './uptime.ts';

/** The receipts of a node. */
export interface NodeReceipts {
  readonly node: FarmNode;
  readonly ranked: readonly StandingReceipt[];
}

/** The data that receipts are compared with. */
interface ComparedWith {
  readonly paymentOf: ReturnType<typeof loadPayments>;
  readonly summaryOf: (node: FarmNode, periodIndex: number) => ComputedSummary;
  readonly policyOf: (id: number) => FarmingPolicy;
  readonly lastMintedPeriod: number | null;
}

/** The node's own record for the period of a receipt; null when its resources or its policy are unknown. */
function ownRecord(known: ComparedWith, node: FarmNode, periodIndex: number): OwnRecord | null {
  const { resources } = node;
  if (resources === null) {
    return null;
  }
  const { violation, basis, creditedS } = known.summaryOf(node, periodIndex);
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

/**
 * Whether the uptime on a receipt is below the minimum of its period and earns nothing. Null when the minimum is
 * unknown.
 */
function isBelowMinimum(known: ComparedWith, node: FarmNode, receipt: MintingReceipt): boolean {
  const policy = receipt.policyId === null ? node.policy : known.policyOf(receipt.policyId);
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

/** The node in the comparison of a receipt. */
export function shownNode({ id, name, deletedAtMs }: FarmNode): ComparedReceipt['node'] {
  return { id, name, isRemoved: deletedAtMs !== null };
}

/** A receipt of a node next to the node's own record. */
function compare(known: ComparedWith, node: FarmNode, { receipt, standing }: StandingReceipt): ComparedReceipt {
  const periodIndex = periodIndexOf(receipt);
  const period = periodByIndex(periodIndex);
  return {
    ...receipt,
    hash: receipt.hash || null,
    standing,
    isCounted: isCounted(standing),
    node: shownNode(node),
    period,
    ...paidByReceipt(receipt),
    ...known.paymentOf({ ...receipt, expectedFromS: period.endS }),
    connectionPriceMusd: paidPriceMusd(receipt),
    isAsIfMinted: isAsIfMinted(periodIndex, known.lastMintedPeriod),
    ...compareWithOwn(receipt, ownRecord(known, node, periodIndex), isBelowMinimum(known, node, receipt)),
  };
}

/** The receipts of some nodes next to their own records; the records of a period are loaded once for all nodes. */
export function compareReceipts(
  stores: Stores,
  nodes: readonly NodeReceipts[],
  nowMs: number,
): readonly ComparedReceipt[] {
  const summariesOf = memoize((periodIndex: number) => {
    const ofPeriod = nodes.filter(({ ranked }) => ranked.some(({ receipt }) => periodIndexOf(receipt) === periodIndex));
    return loadSummaries(
      stores,
      ofPeriod.map(({ node }) => node),
      periodByIndex(periodIndex),
      nowMs,
    );
  });
  const known: ComparedWith = {
    summaryOf: (node, periodIndex) => summariesOf(periodIndex)(node),
    policyOf: memoize((id: number) => stores.policies.get(id)),
    paymentOf: loadPayments(stores),
    lastMintedPeriod: stores.settings.get('minting').lastPeriod,
  };
  return nodes.flatMap(({ node, ranked }) => ranked.map((receipt) => compare(known, node, receipt)));
}
