import { computeReward, type Reward } from '#shared/domain/earnings/rewards.ts';
import { type RewardTerms } from '#shared/domain/earnings/reward-terms.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';

/** The reward terms of a node of the farm. */
export function termsOfNode(node: FarmNode): RewardTerms {
  return {
    certification: node.certification,
    policy: node.farmingPolicyId,
    connectionPriceMusd: node.connectionPriceMusd,
  };
}

/** What was credited to a node in a period. */
export interface Credited {
  readonly uptimeSeconds: number;
  readonly violation: ViolationKind | null;
}

/**
 * What a node of the farm is paid for a period in which nobody used its public traffic or addresses.
 * @param resources those of the node, known to be known
 */
export function rewardOfNode(node: FarmNode, resources: Resources, credited: Credited): Reward {
  const unused = { nuMillionths: 0n, ipv4Seconds: 0 } as const;
  return computeReward({
    ...termsOfNode(node),
    ...unused,
    ...credited,
    resources,
    isVirtual: node.isVirtual ?? false,
  });
}
