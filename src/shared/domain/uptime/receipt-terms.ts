import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { Certification } from './limits.ts';
import { paidPriceMusd } from './receipts.ts';
import { isCounted, type StandingReceipt } from './receipt-standing.ts';

/** The terms of a node according to its receipts; null if they do not contain them. */
export interface NodeTerms {
  readonly certification: Certification | null;
  readonly farmingPolicyId: number | null;
  readonly connectionPriceMusd: number | null;
  readonly resources: Resources | null;
  readonly gridFarmId: number | null;
  readonly gridTwinId: number | null;
}

/**
 * The terms of a node by all its receipts: of each field the latest value. A receipt that paid nothing counts
 * nothing of the price.
 * @param ranked the latest period first
 */
export function termsOfReceipts(ranked: readonly StandingReceipt[]): NodeTerms {
  const counted = ranked.filter(({ standing }) => isCounted(standing)).map(({ receipt }) => receipt);
  const receipts = [...counted, ...ranked.map(({ receipt }) => receipt)];
  const latest = <T>(of: (receipt: (typeof receipts)[number]) => T | null): T | null => {
    for (const receipt of receipts) {
      const value = of(receipt);
      if (value !== null) return value;
    }
    return null;
  };
  return {
    certification: latest(({ certification }) => certification),
    farmingPolicyId: latest(({ policyId }) => policyId),
    connectionPriceMusd: latest(paidPriceMusd),
    resources: latest(({ resources }) => resources),
    gridFarmId: latest(({ gridFarmId }) => gridFarmId || null),
    gridTwinId: latest(({ gridTwinId }) => gridTwinId),
  };
}
